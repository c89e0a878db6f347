import CanonicalJSON

/// What the ledger says of one event for ever. Its RFC 8785 form is the leaf; it can never change.
public struct Envelope: Hashable, Sendable {
    /// What the data is held to.
    public let commitment: Commitment
    /// Source and id, unique in the ledger.
    public let identity: EventIdentity
    /// The story it is about: `subject` in the leaf.
    public let story: StoryID
    /// Which of the five kinds it is.
    public let type: EventType
    /// When it happened, with the offset it was told in.
    public let time: EventTime
    /// When the ledger took it; never before the previous leaf's.
    public let recorded: RecordedTime
    /// Leaf index in the whole log, from 0.
    public let position: Position
    /// Place among the story's events, from 0.
    public let revision: Revision
    /// Position of the story's previous event; nil on its first.
    public let previous: Position?
    /// Version of the data's schema, from 1.
    public let schema: Int

    /// The schema version this program writes.
    public static let currentSchema = 1

    /// Makes the envelope of an event that is about to be appended.
    public init(
        commitment: Commitment, identity: EventIdentity, story: StoryID, type: EventType, time: EventTime,
        recorded: RecordedTime, position: Position, revision: Revision, previous: Position?,
        schema: Int = Envelope.currentSchema
    ) {
        self.commitment = commitment
        self.identity = identity
        self.story = story
        self.type = type
        self.time = time
        self.recorded = recorded
        self.position = position
        self.revision = revision
        self.previous = previous
        self.schema = schema
    }

    /// The leaf: UTF-8 of one JSON object in RFC 8785 form. At most a few thousand bytes, whatever the data.
    public var leaf: [UInt8] {
        var leaf: [UInt8] = []
        leaf.reserveCapacity(512)
        // The names in the order RFC 8785 sorts them. What is ASCII by its type needs no escape.
        leaf.append("{\"commitment\":\"sha256:")
        leaf.append(hexadecimal: commitment.bytes)
        leaf.append("\",\"id\":")
        JSON.string(identity.id).appendCanonical(to: &leaf)
        leaf.append(",\"position\":")
        leaf.append(contentsOf: String(position.value).utf8)
        leaf.append(",\"previous\":")
        leaf.append(contentsOf: (previous.map { String($0.value) } ?? "null").utf8)
        leaf.append(",\"recordedtime\":\"")
        leaf.append(recorded)
        leaf.append("\",\"revision\":")
        leaf.append(contentsOf: String(revision.value).utf8)
        leaf.append(",\"schema\":")
        leaf.append(contentsOf: String(schema).utf8)
        leaf.append(",\"source\":")
        JSON.string(identity.source).appendCanonical(to: &leaf)
        leaf.append(",\"subject\":")
        JSON.string(story.text).appendCanonical(to: &leaf)
        leaf.append(",\"time\":\"")
        leaf.append(contentsOf: time.description.utf8)
        leaf.append("\",\"type\":\"")
        leaf.append(contentsOf: type.rawValue.utf8)
        leaf.append("\"}")
        return leaf
    }
}

extension [UInt8] {
    fileprivate mutating func append(_ literal: StaticString) {
        literal.withUTF8Buffer { append(contentsOf: $0) }
    }
}

/// A leaf that is not exactly what ``Envelope/leaf`` writes.
public struct LeafFault: Error, Hashable, Sendable {
    /// What was found, what was expected.
    public let message: String
}

extension Envelope {
    /// Reads a leaf, strictly: every member there, no other, byte for byte in RFC 8785 form.
    ///
    /// - Throws: ``LeafFault``.
    public init(leaf: [UInt8]) throws(LeafFault) {
        let json: JSON
        do { json = try JSON.parse(leaf) } catch { throw LeafFault(message: "the leaf is not JSON: \(error.message)") }
        guard case .object(let object) = json else { throw LeafFault(message: "the leaf is no object") }

        func text(_ name: Text) throws(LeafFault) -> Text {
            guard let text = object[name]?.text else { throw LeafFault(message: "the leaf has no text '\(name)'") }
            return text
        }
        func number(_ name: Text) throws(LeafFault) -> Int64 {
            guard case .integer(let number)? = object[name], number >= 0 else {
                throw LeafFault(message: "the leaf has no number '\(name)'")
            }
            return number
        }
        func read<Value>(_ name: Text, _ make: (String) -> Value?) throws(LeafFault) -> Value {
            let text = try text(name).string
            guard let value = make(text) else { throw LeafFault(message: "the leaf's '\(name)' is '\(text)'") }
            return value
        }
        self.init(
            commitment: try read("commitment", Commitment.init),
            identity: EventIdentity(source: try text("source"), id: try text("id")),
            story: try read("subject") { StoryID(Text($0)) },
            type: try read("type", EventType.init(rawValue:)),
            time: try read("time") { try? EventTime($0) },
            recorded: try read("recordedtime", RecordedTime.init),
            position: Position(try number("position")),
            revision: Revision(try number("revision")),
            previous: object["previous"] == .null ? nil : Position(try number("previous")),
            schema: Int(try number("schema")))
        guard schema >= 1 else { throw LeafFault(message: "the leaf's 'schema' is \(schema)") }
        guard self.leaf == leaf else {
            throw LeafFault(message: "the leaf is not in RFC 8785 form, or has more members than a leaf has")
        }
    }
}
