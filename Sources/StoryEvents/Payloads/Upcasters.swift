import CanonicalJSON

/// Brings data of older schemas to the current one, version by version, before it is read into types.
///
/// What is stored stays as it is: an event's bytes are what was hashed.
public struct Upcasters: Sendable {
    /// One step: from a version of the data's schema to the next.
    public struct Step: Sendable {
        let version: Int
        let cast: @Sendable (EventType, JSONObject) throws(PayloadFault) -> JSONObject

        /// - Parameters:
        ///   - version: The version it takes; it gives the next one.
        ///   - cast: Makes of an event's data of that version the same in the next. Pure.
        public init(
            from version: Int, _ cast: @escaping @Sendable (EventType, JSONObject) throws(PayloadFault) -> JSONObject
        ) {
            self.version = version
            self.cast = cast
        }
    }

    /// The version that this chain ends with.
    public let current: Int
    private let steps: [Step]

    /// The chain of this program: as long as there is but one version, it is empty.
    public static let standard = Upcasters(current: Envelope.currentSchema, [])

    /// - Parameters:
    ///   - current: The version that it ends with.
    ///   - steps: One for each version before, oldest first.
    public init(current: Int, _ steps: [Step]) {
        precondition(steps.map(\.version) == Array(1..<current), "a chain of upcasters has no gap")
        self.current = current
        self.steps = steps
    }

    /// The data in the current schema.
    ///
    /// - Throws: ``PayloadFault`` when the data is not of its schema, or of one that this program does not know.
    public func upcast(_ data: JSONObject, of type: EventType, from schema: Int) throws(PayloadFault) -> JSONObject {
        guard schema <= current else {
            throw PayloadFault(path: .root, expected: "a schema up to \(current), found \(schema): use a newer program")
        }
        var data = data
        for step in steps.dropFirst(schema - 1) { data = try step.cast(type, data) }
        return data
    }
}
