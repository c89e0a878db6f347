import StoryEvents
import Yams

extension ConfigurationFault {
    /// What the YAML reader refused.
    package init(_ error: YamlError, path: String) {
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            let parts = [context?.text, problem].compactMap(\.self).joined(separator: ", ")
            self.init(
                .line(path: path, line: mark.line, column: mark.column), "not YAML: \(parts)",
                remedy: "check quotes, colons and indentation there")
        case .duplicatedKeysInMapping(let names, let context):
            let shown = names.map { Printable.quoted($0, "'") }.joined(separator: ", ")
            self.init(
                .line(path: path, line: context.mark.line, column: context.mark.column), "\(shown) is written twice",
                remedy: "keep one of them")
        case .reader(let problem, _, _, _):
            self.init(.file(path: path), "not YAML: \(problem)", remedy: "remove characters that do not print")
        default:
            self.init(.file(path: path), "not YAML: \(error)", remedy: "check that it is YAML")
        }
    }
}

extension Node {
    /// Whether the value is empty.
    var isNothing: Bool {
        guard case .scalar(let scalar) = self, scalar.style == .plain || scalar.style == .any else { return false }
        return ["", "~", "null"].contains(scalar.string)
    }

    /// The kind of the value, for a message.
    var kind: String {
        switch self {
        case .scalar(let scalar): isNothing ? "nothing" : Printable.quoted(scalar.string, "'")
        case .mapping: "a mapping"
        case .sequence: "a list"
        case .alias: "an alias"
        }
    }

    /// What to do about an unknown name.
    func suggestion(among known: [String]) -> String {
        StoryEvents.suggestion(for: scalar?.string ?? "", among: known)
    }
}
