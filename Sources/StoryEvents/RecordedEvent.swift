import CanonicalJSON

/// An event in the log.
public struct RecordedEvent: Hashable, Sendable {
    /// The permanent facts.
    public let envelope: Envelope
    /// The bytes of the envelope that were hashed.
    public let leaf: [UInt8]
    /// The salt and the data, in the bytes that the commitment covers; nil once any of them were withheld.
    public let content: Content?
    /// The rest of the data after some pieces were withheld; nil while nothing is withheld, and when everything is.
    public let partial: Partial?
    /// The takedown of all of the data; nil while any of it is left.
    public let withheld: Withheld?

    /// The bytes that an envelope commits to.
    public struct Content: Hashable, Sendable {
        /// 32 bytes.
        public let salt: [UInt8]
        /// The payload as decided, in RFC 8785 form.
        public let data: [UInt8]

        /// Creates the content from a salt and its data.
        public init(salt: [UInt8], data: [UInt8]) {
            self.salt = salt
            self.data = data
        }
    }

    /// The rest of data with withheld pieces.
    public struct Partial: Hashable, Sendable {
        /// The remaining pieces, and the hashes of the others.
        public let data: DisclosedData
        /// The takedowns of the other pieces, in log order.
        public let takedowns: [Withheld]

        /// Creates the rest from its data and takedowns.
        public init(_ data: DisclosedData, takedowns: [Withheld]) {
            self.data = data
            self.takedowns = takedowns
        }

        /// The data in RFC 8785 form, with a placeholder for each withheld piece.
        var readable: [UInt8]? {
            data.data { piece, kind in
                takedowns.last { $0.taken.pieces.contains(piece) }?.hole(piece, kind) ?? Array("[not carried]".utf8)
            }
        }
    }

    /// Creates an event with all of its data.
    public init(envelope: Envelope, leaf: [UInt8], content: Content) {
        self.envelope = envelope
        self.leaf = leaf
        self.content = content
        partial = nil
        withheld = nil
    }

    /// Creates an event with some pieces withheld.
    public init(envelope: Envelope, leaf: [UInt8], partial: Partial) {
        self.envelope = envelope
        self.leaf = leaf
        content = nil
        self.partial = partial
        withheld = nil
    }

    /// Creates an event whose data was withheld.
    public init(envelope: Envelope, leaf: [UInt8], withheld: Withheld) {
        self.envelope = envelope
        self.leaf = leaf
        content = nil
        partial = nil
        self.withheld = withheld
    }

    /// The data in RFC 8785 form, with placeholders for withheld pieces; nil once all of it was withheld.
    public var readableData: [UInt8]? { content?.data ?? partial?.readable }

    /// The labels that stand in its data for withheld pieces, in UTF-8: of a string, and of a paragraph.
    public var labels: [[UInt8]] { holes.map(\.label) }

    /// Each of ``labels``, with the takedown that it names.
    public var holes: [(label: [UInt8], withheld: Withheld)] {
        guard let partial else { return [] }
        return partial.data.hidden.flatMap { piece in
            partial.takedowns.last { $0.taken.pieces.contains(piece) }.map { takedown in
                [DisclosedData.Hole.string, .paragraph(isLast: true)].map { (takedown.hole(piece, $0), takedown) }
            } ?? []
        }
    }

    /// The approximate size of the data, in bytes.
    public var dataLength: Int {
        content?.data.count ?? partial.map { $0.data.skeleton.count + 128 * $0.data.pieces.count } ?? 0
    }

    /// The data as JSON in the current schema, with placeholders for withheld pieces; nil once all of it was withheld.
    /// ``Content/data`` has the original bytes.
    ///
    /// - Parameter upcasters: Converts older schemas.
    /// - Throws: ``PayloadFault`` when the stored bytes are not a JSON object, or have an unknown schema.
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

    /// The typed data, with placeholders for withheld pieces. It is ``Payload/erased(_:)`` once all of it was withheld,
    /// and when a piece is missing that the rest depends on, such as a time.
    ///
    /// - Parameter upcasters: Converts older schemas.
    /// - Throws: ``PayloadFault`` when the stored data does not match its schema.
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
