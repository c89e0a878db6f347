import CanonicalJSON

/// Converts data of older schemas to the current one, version by version, before it is decoded.
///
/// Stored bytes stay as they are, since they were hashed.
public struct Upcasters: Sendable {
    /// One step, from one schema version to the next.
    public struct Step: Sendable {
        let version: Int
        let cast: @Sendable (EventType, JSONObject) throws(PayloadFault) -> JSONObject

        /// - Parameters:
        ///   - version: The version that it converts from.
        ///   - cast: Converts an event's data to the next version. Pure.
        public init(
            from version: Int, _ cast: @escaping @Sendable (EventType, JSONObject) throws(PayloadFault) -> JSONObject
        ) {
            self.version = version
            self.cast = cast
        }
    }

    /// The version that the chain ends with.
    public let current: Int
    private let steps: [Step]

    /// The chain of this program; it is empty while there is only one version.
    public static let standard = Upcasters(current: Envelope.currentSchema, [])

    /// - Parameters:
    ///   - current: The version that the chain ends with.
    ///   - steps: One for each older version, oldest first.
    public init(current: Int, _ steps: [Step]) {
        precondition(steps.map(\.version) == Array(1..<current), "a chain of upcasters has no gap")
        self.current = current
        self.steps = steps
    }

    /// The data in the current schema.
    ///
    /// - Throws: ``PayloadFault`` when the data does not match its schema, or the schema is unknown.
    public func upcast(_ data: JSONObject, of type: EventType, from schema: Int) throws(PayloadFault) -> JSONObject {
        guard schema <= current else {
            throw PayloadFault(path: .root, expected: "a schema up to \(current), found \(schema): use a newer program")
        }
        var data = data
        for step in steps.dropFirst(schema - 1) { data = try step.cast(type, data) }
        return data
    }
}
