/// Numbers in Prometheus' text format, version 0.0.4.
///
/// Source: https://prometheus.io/docs/instrumenting/exposition_formats/
struct Metrics {
    enum Kind: String {
        case gauge, counter
    }

    private(set) var text = ""

    /// Adds a metric with one value for each label, or a single one without.
    ///
    /// - Parameters:
    ///   - name: Without the `storyledger_` that all begin with.
    ///   - label: What the values are told apart by.
    mutating func add(_ kind: Kind, _ name: String, _ help: String, by label: String, _ values: [(String, Double)]) {
        guard !values.isEmpty else { return }
        begin(kind, name, help)
        for (value, number) in values {
            text += "storyledger_\(name){\(label)=\"\(Self.escaped(value))\"} \(Self.written(number))\n"
        }
    }

    mutating func add(_ kind: Kind, _ name: String, _ help: String, _ number: Double) {
        begin(kind, name, help)
        text += "storyledger_\(name) \(Self.written(number))\n"
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
