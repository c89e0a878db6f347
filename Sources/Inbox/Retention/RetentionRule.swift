/// How long files of the archive or of the quarantine are kept. Receipts, with the hashes of the files, are kept for ever.
public struct RetentionRule: Hashable, Sendable {
    /// How long a file is kept.
    public enum Keep: Hashable, Sendable {
        /// For ever.
        case forever
        /// For so long after its receipt.
        case duration(Duration)
        /// Not at all: it is removed once it is filed.
        case none
    }

    /// How long a file is kept.
    public var keep = Keep.forever
    /// The most bytes of all files together, after which the oldest are removed; nil for no limit.
    public var mostBytes: Int64?

    /// Keeps everything for ever.
    public init() {}

    /// Whether it removes anything at all.
    var removesFiles: Bool { keep != .forever || mostBytes != nil }

    /// Whether a file is due by its age.
    ///
    /// - Parameters:
    ///   - recorded: When its receipt was given, in microseconds since 1970.
    ///   - now: Likewise.
    func isDue(_ recorded: Int64, now: Int64) -> Bool {
        switch keep {
        case .forever: return false
        case .none: return true
        case .duration(let duration):
            let (age, overflow) = now.subtractingReportingOverflow(recorded)
            return !overflow && .microseconds(age) >= duration
        }
    }
}
