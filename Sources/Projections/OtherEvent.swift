import CanonicalJSON
import StoryEvents

/// An event of a story that made no version of its text: a kill, a hold, a denial, a takedown.
public struct OtherEvent: Hashable, Sendable {
    /// The event.
    public let envelope: Envelope
    /// What was done, in one word, as ``Timeline/Entry/what``.
    public let what: Text
    /// The version that stood when it was recorded; 0 before the first.
    public let version: Int
    /// Who did what, in one sentence without its full stop.
    public let line: String

    init(_ event: RecordedEvent, _ payload: Payload, after version: Int) {
        envelope = event.envelope
        self.version = version
        var sentence = Sentence(publisher: nil)
        sentence.tell(payload, of: envelope, version: nil)
        (what, line) = (sentence.what, sentence.line)
    }

    /// Whether the publisher or the ledger did it, not a party.
    public var isOfPublisher: Bool { ![.denied, .reiterated, .responded].contains(envelope.type) }

    /// `{position, time, recorded, type, what, version, line}`.
    public var json: JSON {
        [
            "position": JSON(envelope.position), "time": JSON(envelope.time), "recorded": JSON(envelope.recorded),
            "type": .string(Text(envelope.type.rawValue)), "what": .string(what), "version": JSON(version),
            "line": .string(Text(line)),
        ]
    }
}
