import CanonicalJSON
import StoryEvents

/// An event of a story that made no version of its text: a kill, a hold, a denial, a takedown.
public struct OtherEvent: Hashable, Sendable {
    /// The event.
    public let envelope: Envelope
    /// When it happened; for a request for comment that the event reports, when it was made.
    public let time: EventTime
    /// The act in one word, as in ``Timeline/Entry/what``.
    public let what: Text
    /// The newest version when it was recorded; 0 before the first.
    public let version: Int
    /// Whether it is backdated, and whether it is out of order.
    public let backdating: Backdating
    /// The party that did it; nil for what the publisher or an authority did.
    public let party: Text?
    /// One sentence without its full stop: who did what.
    public let line: String
    /// The fields other than texts that it changed.
    public let fieldChanges: [FieldChange]
    /// The passages that its note says it covers.
    public let covers: [Text]

    /// - Parameters:
    ///   - publisher: The publisher's name; nil when the story does not give it.
    ///   - source: The source that published the story; nil where that is not known.
    ///   - bearing: What it means beside the denials of its own party.
    ///   - fieldChanges: The fields other than texts that it changed.
    init(
        _ event: RecordedEvent, _ payload: Payload, after version: Int, _ backdating: Backdating,
        publisher: Text? = nil, source: Text? = nil, bearing: DenialBearing = .none, fieldChanges: [FieldChange] = []
    ) {
        envelope = event.envelope
        time = event.envelope.time
        self.backdating = backdating
        self.version = version
        self.fieldChanges = fieldChanges
        var sentence = Sentence(publisher: publisher, source: source, bearing: bearing, fieldChanges: fieldChanges)
        sentence.tell(payload, of: envelope, version: nil)
        (what, party, line, covers) = (sentence.what, sentence.party?.name, sentence.line, sentence.covers)
    }

    /// Creates a request for comment that an event reports.
    init(_ request: CommentRequest, asked: EventTime, in event: Envelope, publisher: Text?) {
        envelope = event
        time = asked
        (version, backdating, fieldChanges) = (0, .none, [])
        var sentence = Sentence(publisher: publisher, source: nil)
        sentence.tell(request, in: event)
        (what, party, line, covers) = (sentence.what, nil, sentence.line, [])
    }

    /// Whether it is an act of the publisher or the ledger, not of a party.
    public var isOfPublisher: Bool { ![.denied, .reiterated, .responded].contains(envelope.type) }

    /// `{position, time, recorded, backdated, outOfOrder, source, type, what, version, line, fieldChanges, covers}`.
    public var json: JSON {
        var object: JSONObject = ["position": JSON(envelope.position)]
        setTimes(envelope.time, envelope.recorded, backdating, &object)
        object["source"] = .string(envelope.identity.source)
        object["type"] = .string(Text(envelope.type.rawValue))
        object["what"] = .string(what)
        object["version"] = JSON(version)
        object["line"] = .string(Text(line))
        object["fieldChanges"] = .array(fieldChanges.map(\.json))
        object["covers"] = .array(covers.map(JSON.string))
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
            var sentence = Sentence(publisher: nil, source: nil)
            sentence.tell(try payload(), of: envelope, version: nil)
            return sentence.line
        } catch {
            return said("cannot be read: \(error.message)")
        }
    }
}
