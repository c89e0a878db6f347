import CanonicalJSON

/// The permanent facts of one event. Its RFC 8785 form is the leaf and never changes.
public struct Envelope: Hashable, Sendable {
    /// The commitment to the data.
    public let commitment: Commitment
    /// Source and id, unique in the ledger.
    public let identity: EventIdentity
    /// The story: `subject` in the leaf.
    public let story: StoryID
    /// The event's type.
    public let type: EventType
    /// When it happened, with the offset that was written.
    public let time: EventTime
    /// When the ledger recorded it; never before the previous leaf.
    public let recorded: RecordedTime
    /// The leaf index in the whole log, from 0.
    public let position: Position
    /// The place among the story's events, from 0.
    public let revision: Revision
    /// The position of the story's previous event; nil for the first.
    public let previous: Position?
    /// The schema version of the data, from 1.
    public let schema: Int

    /// The schema version this program writes.
    public static let currentSchema = 1

    /// Creates the envelope of an event to append.
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

    /// The leaf: UTF-8 of one JSON object in RFC 8785 form. At most a few thousand bytes, for any data.
    public var leaf: [UInt8] {
        var leaf: [UInt8] = []
        LeafFrame(commitment: commitment, identity: identity, schema: schema, end: LeafFrame.end(of: story, time, type))
            .appendLeaf(to: &leaf, position: position, previous: previous, recorded: recorded, revision: revision)
        return leaf
    }
}

/// The bytes of a leaf that do not depend on its place in the log.
public struct LeafFrame: Hashable, Sendable {
    private let bytes: [UInt8]
    /// The number of bytes before the position; the others follow from the schema on.
    private let startLength: Int

    /// The end of every leaf, and of a document's canonical content: subject, time and type.
    public static func end(of story: StoryID, _ time: EventTime, _ type: EventType) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(story.text.utf8.count + 128)
        bytes.append(",\"subject\":")
        JSON.string(story.text).appendCanonical(to: &bytes)
        bytes.append(",\"time\":\"")
        bytes.append(contentsOf: time.description.utf8)
        bytes.append("\",\"type\":\"")
        bytes.append(contentsOf: type.rawValue.utf8)
        bytes.append("\"}")
        return bytes
    }

    /// Writes the bytes that are known before the event is appended.
    ///
    /// - Parameter end: The result of ``end(of:_:_:)``.
    public init(
        commitment: Commitment, identity: EventIdentity, schema: Int = Envelope.currentSchema, end: [UInt8]
    ) {
        // Names are in RFC 8785 order. Values that are ASCII by their type need no escape.
        var bytes: [UInt8] = []
        bytes.reserveCapacity(160 + identity.id.utf8.count + identity.source.utf8.count + end.count)
        bytes.append("{\"commitment\":\"sha256:")
        commitment.withUnsafeBytes { bytes.append(hexadecimal: $0) }
        bytes.append("\",\"id\":")
        JSON.string(identity.id).appendCanonical(to: &bytes)
        bytes.append(",\"position\":")
        startLength = bytes.count
        bytes.append(",\"schema\":")
        bytes.append(Int64(schema))
        bytes.append(",\"source\":")
        JSON.string(identity.source).appendCanonical(to: &bytes)
        bytes.append(contentsOf: end)
        self.bytes = bytes
    }

    /// Appends the leaf of the event at a place in the log.
    public func appendLeaf(
        to leaf: inout [UInt8], position: Position, previous: Position?, recorded: RecordedTime, revision: Revision
    ) {
        leaf.reserveCapacity(leaf.count + bytes.count + 160)
        leaf.append(contentsOf: bytes[..<startLength])
        leaf.append(position.value)
        leaf.append(",\"previous\":")
        if let previous { leaf.append(previous.value) } else { leaf.append("null") }
        leaf.append(",\"recordedtime\":\"")
        leaf.append(recorded)
        leaf.append("\",\"revision\":")
        leaf.append(revision.value)
        leaf.append(contentsOf: bytes[startLength...])
    }
}

/// A leaf that differs from the form that ``Envelope/leaf`` writes.
public struct LeafFault: Error, Hashable, Sendable {
    /// The reason, as a sentence.
    public let message: String
}

extension Envelope {
    /// Reads a leaf strictly: all members and no other, byte for byte in RFC 8785 form.
    ///
    /// - Throws: ``LeafFault``.
    public init(leaf: [UInt8]) throws(LeafFault) {
        if let plain = leaf.withUnsafeBytes(Self.init(plain:)) { self = plain } else { try self.init(parsing: leaf) }
    }

    /// The fast path; nil for a leaf with escaped or non-ASCII text, and for bytes that are not a leaf.
    private init?(plain leaf: UnsafeRawBufferPointer) {
        var cursor = LeafCursor(leaf)
        guard cursor.skip("{\"commitment\":\"sha256:"),
            let commitment = cursor.take(64).flatMap(Commitment.init(digits:)),
            cursor.skip("\",\"id\":"), let id = cursor.takePlainString(), id.isPlainID,
            cursor.skip(",\"position\":"), let position = cursor.takeNumber(),
            cursor.skip(",\"previous\":")
        else { return nil }
        var previous: Position?
        if !cursor.skip("null") {
            guard let number = cursor.takeNumber() else { return nil }
            previous = Position(number)
        }
        guard cursor.skip(",\"recordedtime\":"),
            let recorded = cursor.takePlainString().flatMap({ RecordedTime($0.string) }),
            cursor.skip(",\"revision\":"), let revision = cursor.takeNumber(),
            cursor.skip(",\"schema\":"), let schema = cursor.takeNumber(), schema >= 1,
            cursor.skip(",\"source\":"), let source = cursor.takePlainString(), source.isPlainSource,
            cursor.skip(",\"subject\":"), let story = cursor.takePlainString().flatMap({ StoryID(Text($0.string)) }),
            cursor.skip(",\"time\":"), let time = cursor.takePlainString().flatMap(EventTime.init(kept:)),
            cursor.skip(",\"type\":"), let type = cursor.takePlainString().flatMap({ EventType(rawValue: $0.string) }),
            cursor.skip("}"), cursor.isAtEnd
        else { return nil }
        self.init(
            commitment: commitment, identity: EventIdentity(source: Text(source.string), id: Text(id.string)),
            story: story, type: type, time: time, recorded: recorded, position: Position(position),
            revision: Revision(revision), previous: previous, schema: Int(schema))
    }

    /// The slow path, which says what is wrong.
    private init(parsing leaf: [UInt8]) throws(LeafFault) {
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
        func identifier(_ name: Text, _ rule: IdentifierRule) throws(LeafFault) -> Text {
            let text = try text(name)
            if let fault = rule.fault(in: text) { throw LeafFault(message: "the leaf's '\(name)' \(fault)") }
            return text
        }
        self.init(
            commitment: try read("commitment", Commitment.init),
            identity: EventIdentity(
                source: try identifier("source", .source), id: try identifier("id", .event)),
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

extension UnsafeRawBufferPointer {
    /// The bytes as text; they must be ASCII.
    fileprivate var string: String { String(decoding: self, as: UTF8.self) }

    /// Whether ASCII text without control characters is a valid id.
    public var isPlainID: Bool { (1...1024).contains(count) && first != 0x20 && last != 0x20 }

    /// Whether ASCII text without control characters is certainly a valid source.
    public var isPlainSource: Bool {
        (1...1024).contains(count) && allSatisfy { IdentifierRule.mayStandInURI($0) && $0 != UInt8(ascii: "%") }
    }
}

extension EventTime {
    /// Reads exactly the form of ``description``.
    fileprivate init?(kept text: UnsafeRawBufferPointer) {
        let text = text.string
        guard let time = try? EventTime(text), time.description == text else { return nil }
        self = time
    }
}
