/// One thing that an honest log never shows.
public struct LogFinding: Hashable, Sendable {
    /// The event it is about; nil where it is about the log.
    public let position: UInt64?
    /// What was found against what was expected.
    public let what: String

    /// A finding about the log, or about one of its events.
    public init(_ what: String, at position: UInt64? = nil) {
        self.position = position
        self.what = what
    }
}

extension LogFinding: CustomStringConvertible {
    /// One line.
    public var description: String { position.map { "@\($0): \(what)" } ?? what }
}
