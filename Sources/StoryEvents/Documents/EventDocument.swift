import CanonicalJSON

/// One event document, validated and in long form, before its decision.
///
/// A class, because it is large and passed between threads.
public final class EventDocument: Sendable {
    /// The event's type.
    public let type: EventType
    /// The story: the attribute `subject`.
    public let story: StoryID
    /// When it happened, with the offset that was written or that the zone had.
    public let time: EventTime
    /// The producer's URI reference.
    public let source: Text
    /// The producer's id; nil when it is derived from the content.
    public let id: Text?
    /// The expected revision of the story; `any` when the producer does not say.
    public let expected: ExpectedRevision
    /// The payload in long form, with `when` and `context` if the document has them.
    public let data: JSONObject
    /// The data in RFC 8785 form; a slice of the file's bytes when it is written in that form.
    public let canonicalData: ArraySlice<UInt8>
    /// The typed payload of ``data``.
    public let payload: Payload
    /// The payload with digests in place of long fields: enough for decisions and for states used only for decisions.
    ///
    /// It is computed here, since documents are read on another thread than the one that decides them.
    public let digestedPayload: Payload
    /// The place in the file: `$`, or `$[3]` in an array.
    public let path: JSONPath
    /// Whether it names its one claim with `claim`, the short form of `claims`; refusals then point there.
    let namesClaimInShort: Bool

    /// Reads an event document: a CloudEvents 1.0 event that may leave some required attributes to the ledger.
    ///
    /// - Parameters:
    ///   - json: The document.
    ///   - defaultSource: Used when `source` is missing.
    ///   - path: The document's place in its file.
    ///   - canonicalData: Its `data` in RFC 8785 form, if known.
    /// - Throws: All ``Refusals``, not yet located in the file.
    public init(
        _ json: JSON, defaultSource: Text, at path: JSONPath = .root, canonicalData written: ArraySlice<UInt8>? = nil
    ) throws(Refusals) {
        guard case .object(let object) = json else {
            throw Refusals([
                Refusal(
                    .wrongType, at: path, "expected an event document, found \(json.kind)",
                    remedy: "write an object: {\"type\": ..., \"subject\": ..., \"time\": ..., \"data\": {...}}")
            ])
        }
        var reader = ShapeReader(at: path)
        let attributes = Attributes(object, &reader)
        let type = reader.type(attributes.type)
        let story = attributes.subject?.text.flatMap(StoryID.init)
        if story == .ledger { reader.refuseLedgerSubject() }
        let givenSource = attributes.source?.text
        let source = givenSource ?? defaultSource
        if source == .ledger { reader.refuseLedgerSource(isGiven: givenSource != nil) }
        let moment = attributes.time.flatMap { json in reader.under(.member("time")) { $0.moment(json) } }
        let expected = reader.expectedRevision(attributes.expectedrevision)
        var data = JSONObject()
        // Valid as long as the data is not changed below.
        var canonicalData = written
        var namesClaimInShort = false
        if let type, case .object(let payload)? = attributes.data {
            let shape = ObjectShape.payload(of: type)
            if shape.keeps(payload) {
                data = payload
            } else {
                canonicalData = nil
                data = reader.under(.member("data")) { $0.readLong(payload, as: shape) }
                namesClaimInShort = payload["claim"] != nil
            }
        }
        guard reader.refusals.isEmpty, let type, let story, let moment else { throw Refusals(reader.refusals) }

        // No shape has a field with one of these names.
        if let when = moment.when {
            data.append("when", when)
            canonicalData = nil
        }
        if let context = attributes.context {
            data.append("context", context)
            canonicalData = nil
        }
        assert(
            canonicalData?.elementsEqual(JSON.object(data).canonicalBytes) ?? true,
            "what is given is the RFC 8785 form")
        let bytes = canonicalData ?? JSON.object(data).canonicalBytes[...]
        if HoleWords.mayStand(in: bytes), let place = HoleWords.path(in: .object(data), at: path.member("data")) {
            throw Refusals([
                Refusal(
                    .badText, at: place, "the text reads like the words that stand in place of withheld text",
                    remedy: "write it without the bracket before 'withheld by'")
            ])
        }
        do { payload = try Payload(type, data: data) } catch {
            // The shapes accept only data that a payload can be read from.
            throw Refusals([Refusal(.wrongType, at: path.member("data"), error.message, remedy: "correct that field")])
        }
        digestedPayload = payload.digested
        self.type = type
        self.story = story
        self.time = moment.time
        self.source = source
        self.id = attributes.id?.text
        self.expected = expected
        self.data = data
        self.canonicalData = bytes
        self.path = path
        self.namesClaimInShort = namesClaimInShort
    }
}

extension EventDocument {
    /// What makes two documents equal: type, subject, time and data, in RFC 8785 form.
    ///
    /// A derived id is computed from these bytes, and two documents with one identity are compared by them.
    public var canonicalContent: [UInt8] { Self.contentStart + canonicalData + contentEnd }

    /// The bytes before ``canonicalData`` in ``canonicalContent``.
    public static let contentStart = Array("{\"data\":".utf8)

    /// The bytes after ``canonicalData`` in ``canonicalContent``.
    public var contentEnd: [UInt8] { LeafFrame.end(of: story, time, type) }
}

/// The refusals of one document, at least one.
public struct Refusals: Error, Hashable, Sendable {
    /// In the order in which they were found, at most twenty.
    public let all: [Refusal]

    /// The most refusals of one document. Each is located by another pass over the file.
    static let most = 20

    /// - Parameter all: At least one.
    public init(_ all: [Refusal]) {
        precondition(!all.isEmpty, "a document is refused for a reason")
        self.all = all
    }
}

/// The attributes of a document.
private struct Attributes {
    private(set) var type, subject, time, data, id, source, expectedrevision, correlationid, causationid: JSON?
    private var dataschema, datacontenttype: JSON?
    private let extensions: JSONObject

    /// Reads the attributes; refusals are added to the reader.
    init(_ object: JSONObject, _ reader: inout ShapeReader) {
        let object = Extensions.take(from: object, &reader)
        extensions = object.extensions
        let attributes = object.attributes
        readAttributes(attributes, &reader)
    }

    private mutating func readAttributes(_ object: JSONObject, _ reader: inout ShapeReader) {
        reader.readFields(of: object, as: .attributes) { place, value in
            switch Attribute(rawValue: place) {
            case .type: type = value
            case .subject: subject = value
            case .time: time = value
            case .data: data = value
            case .id: id = value
            case .source: source = value
            case .expectedrevision: expectedrevision = value
            case .correlationid: correlationid = value
            case .causationid: causationid = value
            case .dataschema: dataschema = value
            case .datacontenttype: datacontenttype = value
            case .specversion, nil: break
            }
        }
        guard let text = datacontenttype?.text, !text.isEmpty, let media = MediaType(text.string) else { return }
        guard media.isJSON else {
            reader.refuse(
                .badValue, "expected application/json, found \(text.quoted)",
                remedy: "write application/json, or leave the field out", under: "datacontenttype")
            return
        }
        if !media.hasParameters { datacontenttype = nil }
    }

    /// The attributes that are stored in `data.context`; nil when there are none.
    var context: JSON? {
        var context = JSONObject()
        context["datacontenttype"] = datacontenttype
        context["dataschema"] = dataschema
        if !extensions.isEmpty { context["extensions"] = .object(extensions) }
        context["causationid"] = causationid
        context["correlationid"] = correlationid
        return context.isEmpty ? nil : .object(context)
    }
}

/// The attributes of an event document, in the order of their names.
private enum Attribute: Int, CaseIterable {
    case causationid, correlationid, data, datacontenttype, dataschema, expectedrevision, id, source, specversion,
        subject, time, type

    /// The shape of each attribute. The reader checks what a shape cannot express.
    var field: Field {
        let name = Text(String(describing: self))
        return switch self {
        case .type:
            .required(name, .anything("one of \(EventType.ofProducers.map(\.rawValue).joined(separator: ", "))"))
        case .subject: .required(name, .storyID)
        case .time: .required(name, .anything("a time"))
        case .data: .required(name, .extra)
        case .id: .optional(name, .eventID)
        case .source: .optional(name, .source)
        case .specversion: .optional(name, .word(["1.0"]))
        case .datacontenttype: .optional(name, .text)
        case .dataschema: .optional(name, .token)
        case .expectedrevision: .optional(name, .anything("a revision"))
        case .correlationid, .causationid: .optional(name, .text)
        }
    }
}

extension ObjectShape {
    /// The attributes of an event document.
    static let attributes = ObjectShape(Attribute.allCases.map(\.field))
}

extension ShapeReader {
    fileprivate mutating func type(_ json: JSON?) -> EventType? {
        guard let json else { return nil }
        guard let word = json.text else {
            refuse(
                .wrongType, "expected a string, found \(json.kind)",
                remedy: "write one of \(EventType.ofProducers.map(\.rawValue).joined(separator: ", "))", under: "type")
            return nil
        }
        if let type = EventType(attribute: word.string) { return type }
        refuse(
            .unknownType, "unknown type \(word.quoted)",
            remedy: Synonym.remedy(forType: word.string)
                ?? suggestion(for: word.string, among: EventType.ofProducers.map(\.rawValue)),
            under: "type")
        return nil
    }

    fileprivate mutating func refuseLedgerSubject() {
        refuse(
            .badID, "the id '\(StoryID.ledger)' is the ledger's own",
            remedy: "use another subject", under: "subject")
    }

    fileprivate mutating func refuseLedgerSource(isGiven: Bool) {
        let (what, remedy) = ("the source '\(Text.ledger)' is the ledger's own", "name the producer's own source")
        if isGiven {
            refuse(.badID, what, remedy: remedy, under: "source")
        } else {
            refuse(.badID, what, remedy: remedy)
        }
    }

    fileprivate mutating func expectedRevision(_ json: JSON?) -> ExpectedRevision {
        switch json {
        case nil: return .any
        case .string("none"): return .none
        case .string("exists"): return .exists
        case .integer(let number)? where number >= 0: return .exactly(Revision(number))
        case .some(let found):
            refuse(
                .badValue, "expected none, exists or a revision from 0; found \(found.shown)",
                remedy: "write the revision you have read, or leave the field out", under: "expectedrevision")
            return .any
        }
    }
}

extension JSON {
    /// A scalar as written; any other value as the name of its type.
    fileprivate var shown: String {
        if case .string(let text) = self { text.quoted } else { kind }
    }
}
