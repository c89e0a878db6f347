import Inbox

/// Numbers in Prometheus' text format, version 0.0.4.
///
/// Source: https://prometheus.io/docs/instrumenting/exposition_formats/
public struct Metrics {
    /// What a number is.
    public enum Kind: String {
        /// It goes up and down.
        case gauge
        /// It only grows until a restart.
        case counter
        /// How often something took how long.
        case histogram
    }

    /// The lines so far.
    public private(set) var text = ""

    /// Nothing yet.
    public init() {}

    /// Adds a metric with one value for each label, or a single one without.
    ///
    /// - Parameters:
    ///   - name: Without the `storyledger_` that all begin with.
    ///   - label: What the values are told apart by.
    public mutating func add(
        _ kind: Kind, _ name: String, _ help: String, by label: String, _ values: [(String, Double)]
    ) {
        guard !values.isEmpty else { return }
        begin(kind, name, help)
        for (value, number) in values {
            text += "storyledger_\(name){\(label)=\"\(Self.escaped(value))\"} \(Self.written(number))\n"
        }
    }

    /// Adds a metric with one value.
    public mutating func add(_ kind: Kind, _ name: String, _ help: String, _ number: Double) {
        begin(kind, name, help)
        text += "storyledger_\(name) \(Self.written(number))\n"
    }

    /// Adds a metric of durations, in seconds.
    public mutating func add(_ name: String, _ help: String, _ histogram: LatencyHistogram) {
        begin(.histogram, name, help)
        for (bound, count) in zip(LatencyHistogram.bounds, histogram.counts) {
            text += "storyledger_\(name)_bucket{le=\"\(Self.written(bound))\"} \(count)\n"
        }
        text += "storyledger_\(name)_bucket{le=\"+Inf\"} \(histogram.count)\n"
        text += "storyledger_\(name)_sum \(Self.written(histogram.sum))\n"
        text += "storyledger_\(name)_count \(histogram.count)\n"
    }

    private mutating func begin(_ kind: Kind, _ name: String, _ help: String) {
        text += "# HELP storyledger_\(name) \(help)\n# TYPE storyledger_\(name) \(kind.rawValue)\n"
    }

    private static func written(_ number: Double) -> String { Int64(exactly: number)?.description ?? "\(number)" }

    private static func escaped(_ value: String) -> String {
        value.reduce(into: "") { escaped, character in
            switch character {
            case "\\": escaped += "\\\\"
            case "\"": escaped += "\\\""
            case "\n": escaped += "\\n"
            default: escaped.append(character)
            }
        }
    }
}
