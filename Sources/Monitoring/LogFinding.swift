/// A fault that an honest log never has.
public struct LogFinding: Hashable, Sendable {
    /// The event of the finding; nil if it concerns the log.
    public let position: UInt64?
    /// What was found, and what was expected.
    public let what: String

    /// Creates a finding about the log, or about one of its events.
    public init(_ what: String, at position: UInt64? = nil) {
        self.position = position
        self.what = what
    }
}

extension LogFinding: CustomStringConvertible {
    /// One line.
    public var description: String { position.map { "@\($0): \(what)" } ?? what }
}
