import CanonicalJSON
import EventLog
import Inbox
import StoryEvents
import Yams

extension ConfigurationFile {
    /// Reads `inbox.sources`: for each directory, what its documents may do beyond what every source may.
    mutating func readSources(_ node: Node) {
        guard case .mapping(let sources) = node else {
            if !node.isNothing {
                note(node, "inbox.sources: found \(node.kind), allowed are names of directories", Self.sourceRemedy)
            }
            return
        }
        for (name, settings) in sources {
            guard let word = name.scalar?.string, Self.isDirectoryName(word) else {
                note(
                    name, "inbox.sources: found \(name.kind), allowed is the name of a directory in the inbox",
                    "write a name without '/' that does not begin with '.' or end with '~', '.part' or the like")
                continue
            }
            rulePlaces[word] = place(of: name)
            rules.rules[word] = rule(settings, "inbox.sources.\(Printable.escaped(word))")
        }
    }

    private static let sourceRemedy = "write a name and a colon, and 'as' or 'edits' below"

    private mutating func rule(_ node: Node, _ path: String) -> SourceRules.Rule {
        var rule = SourceRules.Rule()
        guard !node.isNothing else { return rule }
        guard case .mapping(let settings) = node else {
            note(node, "\(path): found \(node.kind), allowed are 'as' and 'edits'", "write them below, indented")
            return rule
        }
        for (name, value) in settings {
            switch name.scalar?.string {
            case "as": rule.names = sources(value, "\(path).as").map(\.name)
            case "edits":
                let found = sources(value, "\(path).edits", or: "*")
                if let any = found.first(where: { $0.name == "*" }) {
                    if found.count > 1 {
                        note(any.node, "\(path).edits: '*' stands beside others", "keep '*' alone, or list sources")
                    }
                    rule.edits = .any
                } else {
                    rule.edits = .of(found.map(\.name))
                }
            default:
                note(name, "unknown setting \(name.kind) in '\(path)'", name.suggestion(among: ["as", "edits"]))
            }
        }
        return rule
    }

    /// - Parameter wildcard: A word that is allowed in the list beside sources.
    private mutating func sources(
        _ node: Node, _ path: String, or wildcard: Text? = nil
    ) -> [(name: Text, node: Node)] {
        let allowed = wildcard == nil ? "a list of sources" : "a list of sources, or [\"*\"]"
        guard case .sequence(let elements) = node else {
            // An empty value has no place of its own; the message names the setting.
            note(node, "\(path): found \(node.kind), allowed is \(allowed)", "write [https://example.org/cms]")
            return []
        }
        var found: [(name: Text, node: Node)] = []
        for element in elements {
            guard let word = element.scalar.map({ Text($0.string) }), !element.isNothing else {
                note(element, "\(path): found \(element.kind), allowed is a source", "write it as its documents do")
                continue
            }
            if word != wildcard, let fault = SourceName.fault(in: word) {
                note(element, "\(path): the source \(element.kind) \(fault)", SourceName.remedy)
            } else if found.contains(where: { $0.name == word }) {
                note(element, "\(path): \(element.kind) is listed twice", "keep one of them")
            } else {
                found.append((word, element))
            }
        }
        return found
    }

    private static func isDirectoryName(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.count <= 255 && !name.contains("/") && !InboxDirectories.isUnfinished(name)
            && !name.unicodeScalars.contains { $0.properties.generalCategory == .control }
    }
}
