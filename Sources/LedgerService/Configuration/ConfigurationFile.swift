import CanonicalJSON
import Inbox
import Yams

/// A configuration file, read as far as settings and their texts.
struct ConfigurationFile {
    /// One setting as the file has it.
    struct Entry {
        let key: ConfigurationKey
        let text: String
        let place: ConfigurationPlace
    }

    private let path: String
    /// What the file sets, in its order.
    private(set) var entries: [Entry] = []
    /// What it sets of `inbox.sources`, by name, and where that begins.
    private(set) var sources: [String: SourceSettings] = [:]
    private(set) var sourcesPlace: ConfigurationPlace?
    /// What is wrong with it.
    private(set) var faults: [ConfigurationFault] = []

    /// The most bytes that are read.
    private static let mostBytes = 1 << 20

    /// Reads a file.
    init(path: String) {
        self.path = path
        do throws(FileBytes.Failure) {
            let bytes = try FileBytes.read(path, atMost: Self.mostBytes + 1)
            if bytes.count > Self.mostBytes {
                refuse("the file is larger than \(SizeText.text(Int64(Self.mostBytes)))", "name another with --config")
            } else if let yaml = String(validating: bytes, as: UTF8.self) {
                read(yaml)
            } else {
                refuse("the file is not UTF-8", "save it as UTF-8")
            }
        } catch {
            refuse("the file cannot be read: \(error.reason)", "check its name and permissions")
        }
    }

    /// Reads text as if it stood in a file.
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
        for (name, value) in settings {
            if word == "inbox", name.scalar?.string == "sources" {
                sourcesPlace = place(of: name)
                if !value.isNothing { readSources(value) }
                continue
            }
            guard let key = known.first(where: { $0.name == name.scalar?.string }) else {
                note(
                    name, "unknown setting \(name.kind) in '\(word)'",
                    name.suggestion(among: known.map(\.name) + (word == "inbox" ? ["sources"] : [])))
                continue
            }
            guard case .scalar(let scalar) = value, !value.isNothing else {
                // Nothing stands nowhere; the name tells where it is missing.
                let place = value.isNothing ? name : value
                note(place, "\(key.path): found \(value.kind), allowed is \(key.allowed)", key.remedy)
                continue
            }
            entries.append(Entry(key: key, text: scalar.string, place: place(of: value)))
        }
    }

    private mutating func readSources(_ node: Node) {
        guard case .mapping(let named) = node else {
            return note(node, "inbox.sources: found \(node.kind), allowed are the names of sources", Self.sourcesRemedy)
        }
        for (name, value) in named {
            guard let source = name.scalar?.string, !source.isEmpty, case .mapping(let lists) = value else {
                note(
                    name, "inbox.sources: found \(value.kind), allowed are 'as' and 'edits' for each source",
                    Self.sourcesRemedy)
                continue
            }
            var settings = SourceSettings()
            for (key, list) in lists {
                switch key.scalar?.string {
                case "as": settings.names = texts(list, "inbox.sources.\(source).as")
                case "edits": settings.edits = texts(list, "inbox.sources.\(source).edits")
                default: note(key, "unknown setting \(key.kind) in 'inbox.sources.\(source)'", "allowed are as, edits")
                }
            }
            sources[source] = settings
        }
    }

    private static let sourcesRemedy = "write NAME: {as: [URI], edits: [SOURCE]} below it, indented"

    private mutating func texts(_ node: Node, _ path: String) -> [Text] {
        guard case .sequence(let elements) = node else {
            note(node, "\(path): found \(node.kind), allowed is a list of sources", "write it in brackets: [SOURCE]")
            return []
        }
        return elements.compactMap { element in
            guard let text = element.scalar?.string, !text.isEmpty else {
                note(element, "\(path): found \(element.kind), allowed is a source", "write its name or URI")
                return nil
            }
            return Text(text)
        }
    }

    private mutating func refuse(_ message: String, _ remedy: String) {
        faults.append(ConfigurationFault(.file(path: path), message, remedy: remedy))
    }

    private mutating func note(_ node: Node, _ message: String, _ remedy: String) {
        faults.append(ConfigurationFault(place(of: node), message, remedy: remedy))
    }

    private func place(of node: Node) -> ConfigurationPlace {
        node.mark.map { .line(path: path, line: $0.line, column: $0.column) } ?? .file(path: path)
    }
}
