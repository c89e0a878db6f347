import CanonicalJSON
import Crypto
import StoryEvents

/// What the ledger itself has to say, at an admin's word: an event of no producer's, and a receipt that names the command.
public struct SystemEvent {
    /// Its source is the ledger's own.
    public var identity: EventIdentity
    /// The story it is about.
    public var story: StoryID
    /// What kind of event; none that producers have.
    public var type: EventType
    /// What it says.
    public var data: JSONObject
    /// What the receipt names in place of a file.
    public var command: Text
    /// The admin's words, which the receipt has the hash of in place of a file's.
    public var reason: Text
    /// The fingerprints of the events of which this takedown withholds more than the name and the hash of their file, 32 bytes
    /// each; from then on nothing else vouches for them. None for other events, and where it withholds no more than names.
    public var withheldFingerprints: [[UInt8]]

    /// Creates an event.
    public init(
        identity: EventIdentity, story: StoryID, type: EventType, data: JSONObject, command: Text, reason: Text,
        withheldFingerprints: [[UInt8]] = []
    ) {
        self.identity = identity
        self.story = story
        self.type = type
        self.data = data
        self.command = command
        self.reason = reason
        self.withheldFingerprints = withheldFingerprints
    }

    /// Appends the event, as happening now, and stores its receipt.
    ///
    /// - Parameter store: Whose transaction it is.
    /// - Throws: As ``EventTransaction/append(_:expecting:)``; ``EventLogError/failed(path:_:)`` when the clock shows no
    ///   time that can be written.
    public func append(
        in transaction: any AppendTransaction, of store: any EventStore, expecting: ExpectedRevision
    ) throws(EventLogError) -> Envelope {
        let now = transaction.now
        let time: EventTime
        do throws(TimeFault) { time = try EventTime(now.description) } catch {
            throw .failed(path: "the clock", "it shows \(now)")
        }
        let data = JSON.object(data).canonicalBytes
        let secret = try store.ledger.secret.get()
        let event = NewEvent(
            identity: identity, story: story, type: type, time: time, data: data, salt: store.newSalt(),
            fingerprint: type == .withheld
                ? RowSeals(secret).takedown(of: withheldFingerprints, saying: data)
                : secret.fingerprint(of: data))
        let envelope = try transaction.append(event, expecting: expecting)
        let entry = Receipt.Entry(
            position: envelope.position, revision: envelope.revision, story: story, type: type, id: identity.id,
            outcome: .appended)
        let receipt = Receipt(
            number: transaction.nextReceiptNumber, file: command, sha256: SHA256.hash(data: reason.bytes).bytes,
            outcome: .appended, recorded: envelope.recorded, entries: [entry], refusals: [])
        try transaction.store(receipt)
        return envelope
    }
}
