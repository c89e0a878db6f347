import CanonicalJSON
import EventLog

extension SourceRules.Rule {
    /// The rule on one line, as log lines show it.
    var text: String { "as: \(namesText), edits: \(editsText)" }

    /// The sources that its documents may name, in the form of the configuration file.
    var namesText: String { Self.list(names) }

    /// The sources whose stories it may edit, in the form of the configuration file.
    var editsText: String {
        switch edits {
        case .any: "[\"*\"]"
        case .of(let sources): Self.list(sources)
        }
    }

    private static func list(_ sources: [Text]) -> String {
        "[" + sources.map { Printable.quoted($0.string) }.joined(separator: ", ") + "]"
    }
}
