/// How often something took how long, in buckets as Prometheus counts them.
public struct LatencyHistogram: Hashable, Sendable {
    /// Upper bounds of the buckets, in seconds. What takes longer counts in the sum and the count only.
    public static let bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60, 600]

    /// How many took at most so long as the bound of the same index.
    public private(set) var counts = [Int64](repeating: 0, count: bounds.count)
    /// How many there were.
    public private(set) var count: Int64 = 0
    /// How long all took together, in seconds.
    public private(set) var sum = 0.0

    /// Nothing was measured yet.
    public init() {}

    /// Counts one more.
    public mutating func add(_ duration: Duration) {
        let seconds = max(0, duration / .seconds(1))
        count += 1
        sum += seconds
        for (index, bound) in Self.bounds.enumerated() where seconds <= bound { counts[index] += 1 }
    }
}
