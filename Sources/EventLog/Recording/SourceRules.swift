import CanonicalJSON
import StoryEvents

/// What the configuration lets the sources of the inbox do, beyond what each may do with its own.
public struct SourceRules: Hashable, Sendable {
    /// The stories of other sources that a source may edit.
    public enum Edits: Hashable, Sendable {
        /// Those of these sources.
        case of([Text])
        /// Those of any source.
        case any

        /// Whether it may edit a story that a source has published.
        func allow(_ publisher: Text) -> Bool {
            switch self {
            case .any: true
            case .of(let sources): sources.contains(publisher)
            }
        }
    }

    /// What one source may do.
    public struct Rule: Hashable, Sendable {
        /// Other sources that its documents may name.
        public var names: [Text] = []
        /// Stories of other sources that it may edit.
        public var edits = Edits.of([])

        /// A source that may do nothing more.
        public init() {}
    }

    /// By the name of the directory; `inbox` means files in no directory.
    public var rules: [String: Rule] = [:]

    /// No source may do anything more.
    public init() {}

    /// The source of documents in the inbox itself, that name none.
    public static let inbox: Text = "inbox"

    /// Who gives files in a subdirectory of the inbox.
    ///
    /// - Parameter name: The name of the subdirectory.
    public func producer(inDirectory name: Text) -> Producer {
        .directory(name, rules[name.string] ?? Rule())
    }

    /// Who gives files in the inbox itself, in no subdirectory.
    ///
    /// - Parameter directories: The sources of the subdirectories that are there: their names, percent-encoded. What the
    ///   configuration names belongs to a directory, too, whether that is there or not.
    public func producerInNoDirectory(besides directories: Set<Text>) -> Producer {
        .inbox(rules[Self.inbox.string] ?? Rule(), taken: configured.union(directories))
    }

    /// Sources that belong to a directory by the configuration.
    private var configured: Set<Text> {
        var sources: Set<Text> = []
        for (name, rule) in rules where name != Self.inbox.string {
            sources.insert(Text(name).percentEncoded)
            sources.formUnion(rule.names)
        }
        return sources
    }

    /// A setting of a source, as the configuration file has it.
    static func key(_ name: String, _ setting: String) -> String { "inbox.sources.\(name).\(setting)" }
}
