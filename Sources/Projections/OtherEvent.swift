import CanonicalJSON
import StoryEvents

/// An event of a story that made no version of its text: a kill, a hold, a denial, a takedown.
public struct OtherEvent: Hashable, Sendable {
    /// The event.
    public let envelope: Envelope
    /// The act in one word, as in ``Timeline/Entry/what``.
    public let what: Text
    /// The newest version when it was recorded; 0 before the first.
    public let version: Int
    /// Whether it is backdated, and whether it is out of order.
    public let backdating: Backdating
    /// One sentence without its full stop: who did what.
    public let line: String
    /// The fields other than texts that it changed.
    public let fieldChanges: [FieldChange]

    /// - Parameters:
    ///   - repeatsDenial: Whether it is a reiteration of the party's own denial, as ``Deniers`` tells.
    ///   - fieldChanges: The fields other than texts that it changed.
    init(
        _ event: RecordedEvent, _ payload: Payload, after version: Int, _ backdating: Backdating,
        repeatsDenial: Bool = false, fieldChanges: [FieldChange] = []
    ) {
        envelope = event.envelope
        self.backdating = backdating
        self.version = version
        self.fieldChanges = fieldChanges
        var sentence = Sentence(publisher: nil, repeatsDenial: repeatsDenial, fieldChanges: fieldChanges)
        sentence.tell(payload, of: envelope, version: nil)
        (what, line) = (sentence.what, sentence.line)
    }

    /// Whether it is an act of the publisher or the ledger, not of a party.
    public var isOfPublisher: Bool { ![.denied, .reiterated, .responded].contains(envelope.type) }

    /// `{position, time, recorded, backdated, outOfOrder, type, what, version, line, fieldChanges}`.
    public var json: JSON {
        var object: JSONObject = ["position": JSON(envelope.position)]
        setTimes(envelope.time, envelope.recorded, backdating, &object)
        object["type"] = .string(Text(envelope.type.rawValue))
        object["what"] = .string(what)
        object["version"] = JSON(version)
        object["line"] = .string(Text(line))
        object["fieldChanges"] = .array(fieldChanges.map(\.json))
        return .object(object)
    }
}

extension RecordedEvent {
    /// What happened, in one sentence without its full stop. For an event that was withheld as a whole, it names the
    /// takedown.
    ///
    /// For an event that cannot be read, it gives the reason. One event alone does not say which version it made.
    var line: String {
        if let withheld { return withheld.description }
        do throws(PayloadFault) {
            var sentence = Sentence(publisher: nil)
            sentence.tell(try payload(), of: envelope, version: nil)
            return sentence.line
        } catch {
            return "cannot be read: \(error.message)"
        }
    }
}
