import Files
import EventLog
import Yams

/// A configuration file, read into settings and their texts.
struct ConfigurationFile {
    /// One setting of the file.
    struct Entry {
        let key: ConfigurationKey
        let text: String
        let place: ConfigurationPlace
    }

    private let path: String
    /// The settings, in the file's order.
    private(set) var entries: [Entry] = []
    /// What sources may do, as the file sets it.
    var rules = SourceRules()
    /// The place of each source's rule.
    var rulePlaces: [String: ConfigurationPlace] = [:]
    /// The faults found in the file.
    private(set) var faults: [ConfigurationFault] = []

    /// The largest file, in bytes.
    private static let mostBytes = 1 << 20

    /// Reads a file.
    init(path: String) {
        self.path = path
        do throws(SmallFile.Failure) {
            let bytes = try SmallFile.read(path, atMost: Self.mostBytes + 1)
            if bytes.count > Self.mostBytes {
                refuse("the file is larger than \(SizeText.text(Int64(Self.mostBytes)))", "name another with --config")
            } else if let yaml = String(validating: bytes, as: UTF8.self) {
                read(yaml)
            } else {
                refuse("the file is not UTF-8", "save it as UTF-8")
            }
        } catch {
            refuse(
                "the file cannot be read: \(error.reason)",
                error.mayPass
                    ? "check the disk, and try again"
                    : ClosedPath.command(for: path) ?? "check its name and permissions",
                mayPass: error.mayPass)
        }
    }

    /// Reads text as the content of a file.
    init(path: String, yaml: String) {
        self.path = path
        read(yaml)
    }

    private mutating func read(_ yaml: String) {
        do {
            guard let root = try Yams.compose(yaml: yaml), !root.isNothing else { return }
            read(root)
        } catch let error as YamlError {
            faults.append(ConfigurationFault(error, path: path))
        } catch {
            refuse("the file cannot be read: \(error)", "check that it is YAML")
        }
    }

    private mutating func read(_ root: Node) {
        guard case .mapping(let sections) = root else {
            let remedy = "write a section, a colon, and its settings below"
            return note(root, "found \(root.kind), allowed are sections", remedy)
        }
        for (name, section) in sections {
            guard let word = name.scalar?.string, ConfigurationKey.sections.contains(word) else {
                note(name, "unknown section \(name.kind)", name.suggestion(among: ConfigurationKey.sections))
                continue
            }
            if !section.isNothing { read(section, word) }
        }
    }

    private mutating func read(_ section: Node, _ word: String) {
        guard case .mapping(let settings) = section else {
            let remedy = "write them below, indented"
            return note(section, "\(word): found \(section.kind), allowed are its settings", remedy)
        }
        let known = ConfigurationKey.all.filter { $0.section == word }
        let names = known.map(\.name) + (word == "inbox" ? [Self.sources] : [])
        for (name, value) in settings {
            if word == "inbox", name.scalar?.string == Self.sources {
                readSources(value)
                continue
            }
            guard let key = known.first(where: { $0.name == name.scalar?.string }) else {
                note(name, "unknown setting \(name.kind) in '\(word)'", name.suggestion(among: names))
                continue
            }
            guard case .scalar(let scalar) = value, !value.isNothing else {
                // An empty value has no place of its own; its name has.
                let place = value.isNothing ? name : value
                note(place, "\(key.path): found \(value.kind), allowed is \(key.allowed)", key.remedy)
                continue
            }
            entries.append(Entry(key: key, text: scalar.string, place: place(of: value)))
        }
    }

    private mutating func refuse(_ message: String, _ remedy: String, mayPass: Bool = false) {
        faults.append(ConfigurationFault(.file(path: path), message, remedy: remedy, mayPass: mayPass))
    }

    /// The only setting that is not a scalar.
    static let sources = "sources"

    mutating func note(_ node: Node, _ message: String, _ remedy: String) {
        faults.append(ConfigurationFault(place(of: node), message, remedy: remedy))
    }

    func place(of node: Node) -> ConfigurationPlace {
        node.mark.map { .line(path: path, line: $0.line, column: $0.column) } ?? .file(path: path)
    }
}
