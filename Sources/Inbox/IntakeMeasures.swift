/// What intake has measured since its process started.
public struct IntakeMeasures: Hashable, Sendable {
    /// How long commits took: reading what was prepared, deciding, and making it durable.
    public var commits = LatencyHistogram()
    /// From a file's last change to its record.
    public var lag = LatencyHistogram()
    /// How many files were refused, by the code of their first refusal.
    public var refusals: [String: Int64] = [:]

    /// Nothing was measured yet.
    public init() {}
}
