import StoryEvents

/// An event that is about to be appended.
///
/// A class, since it goes from the thread that makes it to the one that appends it; and what will be in its row whatever
/// its place is one piece of memory, for the same reason.
public final class NewEvent: Sendable {
    /// Unique in the ledger.
    public let identity: EventIdentity
    /// The story it is about.
    public let story: StoryID
    /// What kind of event.
    public let type: EventType
    /// When it happened.
    public let time: EventTime
    /// The payload as decided, in RFC 8785 form, with the file it came in.
    public let data: [UInt8]
    /// What holds the data to the event.
    public let commitment: Commitment
    /// Its leaf, but for its place in the log.
    let leafFrame: LeafFrame
    /// The file it came in; nil where it came in none.
    let custody: FileCustody?
    /// By what its id is found; nil where a producer gave it.
    let derivedKey: Int64?
    /// The values of its row, one behind another: story, type, source, id, fingerprint and salt.
    private let row: [UInt8]
    /// Where each of them ends in the row.
    private let ends: (story: Int, type: Int, source: Int, id: Int, fingerprint: Int)

    /// Buffers that are used for one event after another.
    struct Buffers {
        fileprivate var pieces = DataPieces()
        fileprivate var hashing = PieceHashing()

        /// Whether data in RFC 8785 form has more than a number of pieces.
        mutating func exceed(_ number: Int, in data: ArraySlice<UInt8>) -> Bool {
            // Each takes three bytes at least: its quotation marks and a comma, or a letter and a break.
            data.count > 3 * number && data.withUnsafeBytes { pieces.exceed(number, in: $0) }
        }
    }

    /// Creates an event.
    ///
    /// - Parameters:
    ///   - data: The payload as decided, in RFC 8785 form.
    ///   - salt: 32 random bytes.
    ///   - fingerprint: 32 bytes that tell this content from other content of the same identity.
    public convenience init(
        identity: EventIdentity, story: StoryID, type: EventType, time: EventTime, data: [UInt8], salt: [UInt8],
        fingerprint: [UInt8]
    ) {
        var buffers = Buffers()
        self.init(
            identity: identity, story: story, type: type, time: time, data: data[...], custody: nil, salt: salt,
            fingerprint: fingerprint, leafEnd: LeafFrame.end(of: story, time, type), &buffers)
    }

    /// Creates an event that came in a file.
    ///
    /// - Parameters:
    ///   - data: The payload as decided, in RFC 8785 form, without the file.
    ///   - leafEnd: What ``LeafFrame/end(of:_:_:)`` returns.
    init(
        identity: EventIdentity, story: StoryID, type: EventType, time: EventTime, data: ArraySlice<UInt8>,
        custody: FileCustody?, salt: [UInt8], fingerprint: [UInt8], leafEnd: [UInt8], _ buffers: inout Buffers
    ) {
        self.identity = identity
        self.story = story
        self.type = type
        self.time = time
        self.custody = custody
        let data = custody?.added(to: data) ?? Array(data)
        self.data = data
        commitment = buffers.commitment(to: data, salt: salt)
        derivedKey = DerivedKey.of(identity.id)
        leafFrame = LeafFrame(commitment: commitment, identity: identity, end: leafEnd)
        var row: [UInt8] = []
        row.reserveCapacity(
            96 + story.text.utf8.count + identity.source.utf8.count + identity.id.utf8.count + fingerprint.count)
        row.append(contentsOf: story.text.utf8)
        ends.story = row.count
        row.append(contentsOf: type.rawValue.utf8)
        ends.type = row.count
        row.append(contentsOf: identity.source.utf8)
        ends.source = row.count
        row.append(contentsOf: identity.id.utf8)
        ends.id = row.count
        row.append(contentsOf: fingerprint)
        ends.fingerprint = row.count
        row.append(contentsOf: salt)
        self.row = row
    }

    /// 32 bytes that tell this content from other content of the same identity.
    public var fingerprint: [UInt8] { Array(row[ends.id..<ends.fingerprint]) }

    /// 32 random bytes.
    public var salt: [UInt8] { Array(row[ends.fingerprint...]) }

    /// The values of the event's row that do not depend on its place.
    struct RowBytes {
        let story, type, source, id, fingerprint, salt, data: UnsafeRawBufferPointer
    }

    /// Lends the bytes of the row.
    func withRowBytes<Failure: Error>(_ body: (RowBytes) throws(Failure) -> Void) throws(Failure) {
        try row.withUnsafeBufferPointer { (row) throws(Failure) in
            try data.withUnsafeBufferPointer { (data) throws(Failure) in
                func part(_ range: Range<Int>) -> UnsafeRawBufferPointer {
                    UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: row[range]))
                }
                try body(
                    RowBytes(
                        story: part(0..<ends.story), type: part(ends.story..<ends.type),
                        source: part(ends.type..<ends.source), id: part(ends.source..<ends.id),
                        fingerprint: part(ends.id..<ends.fingerprint), salt: part(ends.fingerprint..<row.count),
                        data: UnsafeRawBufferPointer(data)))
            }
        }
    }
}

extension NewEvent.Buffers {
    fileprivate mutating func commitment(to data: [UInt8], salt: [UInt8]) -> Commitment {
        data.withUnsafeBytes { data in
            precondition(pieces.read(data), "data is in RFC 8785 form")
            precondition(salt.count == Commitment.saltLength, "a salt is 32 bytes")
            return salt.withUnsafeBytes { hashing.commitment(to: pieces, of: data, salt: $0) }
        }
    }
}
