import CanonicalJSON

/// An event as the log keeps it.
public struct RecordedEvent: Hashable, Sendable {
    /// What stays for ever.
    public let envelope: Envelope
    /// The bytes of the envelope, as they were hashed.
    public let leaf: [UInt8]
    /// The salt and the data, in the bytes that were committed to; nil once anything of them was withheld.
    public let content: Content?
    /// What is left of the data once pieces of it were withheld; nil while all is there, and once nothing is.
    public let partial: Partial?
    /// Who withheld all of the data, and why; nil while anything of it is there.
    public let withheld: Withheld?

    /// What an envelope commits to.
    public struct Content: Hashable, Sendable {
        /// 32 bytes.
        public let salt: [UInt8]
        /// The payload as decided, in RFC 8785 form.
        public let data: [UInt8]

        /// Joins a salt and the data it was drawn for.
        public init(salt: [UInt8], data: [UInt8]) {
            self.salt = salt
            self.data = data
        }
    }

    /// What is left of data some pieces of which were withheld.
    public struct Partial: Hashable, Sendable {
        /// The pieces that are there, and the hashes of the others.
        public let data: DisclosedData
        /// Who withheld the others, in log order.
        public let takedowns: [Withheld]

        /// Joins the parts.
        public init(_ data: DisclosedData, takedowns: [Withheld]) {
            self.data = data
            self.takedowns = takedowns
        }

        /// The data in RFC 8785 form, with words in place of each piece that was withheld.
        var readable: [UInt8]? {
            data.data { piece, kind in
                takedowns.last { $0.taken.pieces.contains(piece) }?.hole(piece, kind) ?? Array("[not carried]".utf8)
            }
        }
    }

    /// Joins what the log keeps of one event.
    public init(envelope: Envelope, leaf: [UInt8], content: Content) {
        self.envelope = envelope
        self.leaf = leaf
        self.content = content
        partial = nil
        withheld = nil
    }

    /// Joins what the log keeps of one event some of whose data was withheld.
    public init(envelope: Envelope, leaf: [UInt8], partial: Partial) {
        self.envelope = envelope
        self.leaf = leaf
        content = nil
        self.partial = partial
        withheld = nil
    }

    /// Joins what the log keeps of one event whose data was withheld.
    public init(envelope: Envelope, leaf: [UInt8], withheld: Withheld) {
        self.envelope = envelope
        self.leaf = leaf
        content = nil
        partial = nil
        self.withheld = withheld
    }

    /// The data in RFC 8785 form, with words in place of pieces that were withheld; nil once all of it was.
    public var readableData: [UInt8]? { content?.data ?? partial?.readable }

    /// About how many bytes of data there are.
    public var dataLength: Int {
        content?.data.count ?? partial.map { $0.data.skeleton.count + 128 * $0.data.pieces.count } ?? 0
    }

    /// The data as JSON, in the schema that the chain ends with, with words in place of pieces that were withheld; nil once
    /// all of it was. ``Content/data`` has the bytes as they were.
    ///
    /// - Parameter upcasters: The chain to read older schemas by.
    /// - Throws: ``PayloadFault`` when the stored bytes are no JSON object, or of a schema that nobody knows.
    public func data(_ upcasters: Upcasters = .standard) throws(PayloadFault) -> JSONObject? {
        guard content != nil || partial != nil else { return nil }
        let json: JSON
        do throws(JSONSyntaxError) { json = try JSON.parse(readableData ?? []) } catch {
            throw PayloadFault(path: .root, expected: "a JSON object")
        }
        guard case .object(let object) = json else { throw PayloadFault(path: .root, expected: "a JSON object") }
        if envelope.schema == upcasters.current { return object }
        return try upcasters.upcast(object, of: envelope.type, from: envelope.schema)
    }

    /// The data in types, with words in place of pieces that were withheld; ``Payload/erased(_:)`` once all of it was, and
    /// where a piece is gone without which the rest has no meaning, such as a time.
    ///
    /// - Parameter upcasters: The chain to read older schemas by.
    /// - Throws: ``PayloadFault`` when the stored data breaks its schema.
    public func payload(_ upcasters: Upcasters = .standard) throws(PayloadFault) -> Payload {
        if let withheld { return .erased(withheld) }
        guard let data = try data(upcasters) else { throw PayloadFault(path: .root, expected: "data") }
        guard let last = partial?.takedowns.last else { return try Payload(envelope.type, data: data) }
        do throws(PayloadFault) {
            return try Payload(envelope.type, data: data).repeated(
                at: partial?.takedowns.flatMap(\.taken.repeats) ?? [])
        } catch {
            return .erased(last)
        }
    }
}
