import CanonicalJSON

/// An event as the log keeps it.
public struct RecordedEvent: Hashable, Sendable {
    /// What stays for ever.
    public let envelope: Envelope
    /// The bytes of the envelope, as they were hashed.
    public let leaf: [UInt8]
    /// The salt and the data, in the bytes that were committed to; nil once they were withheld.
    public let content: Content?
    /// Who withheld them, and why; nil while they are there.
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

    /// Joins what the log keeps of one event.
    public init(envelope: Envelope, leaf: [UInt8], content: Content) {
        self.envelope = envelope
        self.leaf = leaf
        self.content = content
        withheld = nil
    }

    /// Joins what the log keeps of one event whose data was withheld.
    public init(envelope: Envelope, leaf: [UInt8], withheld: Withheld) {
        self.envelope = envelope
        self.leaf = leaf
        content = nil
        self.withheld = withheld
    }

    /// The data as JSON, in the schema that the chain ends with; nil once it was withheld. ``Content/data`` has the bytes
    /// as they were.
    ///
    /// - Parameter upcasters: The chain to read older schemas by.
    /// - Throws: ``PayloadFault`` when the stored bytes are no JSON object, or of a schema that nobody knows.
    public func data(_ upcasters: Upcasters = .standard) throws(PayloadFault) -> JSONObject? {
        guard let content else { return nil }
        guard let json = try? JSON.parse(content.data), case .object(let object) = json else {
            throw PayloadFault(path: .root, expected: "a JSON object")
        }
        if envelope.schema == upcasters.current { return object }
        return try upcasters.upcast(object, of: envelope.type, from: envelope.schema)
    }

    /// The data in types; ``Payload/erased(_:)`` once it was withheld.
    ///
    /// - Parameter upcasters: The chain to read older schemas by.
    /// - Throws: ``PayloadFault`` when the stored data breaks its schema.
    public func payload(_ upcasters: Upcasters = .standard) throws(PayloadFault) -> Payload {
        if let withheld { return .erased(withheld) }
        guard let data = try data(upcasters) else { throw PayloadFault(path: .root, expected: "data") }
        return try Payload(envelope.type, data: data)
    }
}
