import CanonicalJSON
import StoryEvents
import Yams

extension ImportMap {
    /// The largest map, in bytes.
    static let mostBytes = 1 << 16

    /// Reads a map.
    ///
    /// - Parameters:
    ///   - bytes: The file, in YAML.
    ///   - path: What faults call it.
    /// - Throws: All ``ImportMapFaults``.
    public init(_ bytes: [UInt8], path: String) throws(ImportMapFaults) {
        var reader = MapReader()
        reader.read(bytes)
        guard reader.faults.isEmpty else {
            throw ImportMapFaults(
                path: path,
                all: reader.faults.sorted { ($0.line ?? 0, $0.column ?? 0) < ($1.line ?? 0, $1.column ?? 0) })
        }
        self = reader.map
    }
}

/// Reads a map and notes every fault of it.
struct MapReader {
    var map = ImportMap()
    private(set) var faults: [ImportMapFault] = []

    /// Settings of the file beside those of fields.
    enum FileSetting: String, CaseIterable {
        case format, delimiter, quote, columns, rows
    }

    mutating func read(_ bytes: [UInt8]) {
        guard bytes.count <= ImportMap.mostBytes else {
            return note(nil, "the map has more than \(ImportMap.mostBytes) bytes", remedy: "name a map with --map")
        }
        guard let yaml = String(validating: bytes, as: UTF8.self) else {
            return note(nil, "the map is not UTF-8", remedy: "save it as UTF-8")
        }
        do {
            // The basic resolver converts no numbers, so that duplicate names are found by their text.
            guard let root = try Yams.compose(yaml: yaml, .basic) else {
                return note(nil, "the map is empty", remedy: "write 'story: COLUMN' and the other fields")
            }
            read(root)
        } catch let error as YamlError {
            refuse(error)
        } catch {
            note(nil, "the map cannot be read: \(error)", remedy: "check that it is YAML")
        }
    }

    private mutating func read(_ root: Node) {
        guard case .mapping(let members) = root else {
            return note(
                root, "found \(root.shown), expected fields", remedy: "write 'story: COLUMN' and the other fields")
        }
        var positions: [FileSetting: Node] = [:]
        for (name, value) in members {
            let word = name.scalar?.string ?? ""
            if let setting = FileSetting(rawValue: word) {
                positions[setting] = name
                read(setting, value)
            } else if let field = ImportMap.Field(rawValue: word) {
                map.rules[field] = rule(of: field, name, value)
            } else {
                note(
                    name, "unknown field \(name.shown)",
                    remedy: suggestion(
                        for: word,
                        among: (ImportMap.Field.allCases.map(\.rawValue) + FileSetting.allCases.map(\.rawValue))))
            }
        }
        for field in ImportMap.Field.allCases where field.isRequired && map.rules[field] == nil {
            note(root, "the field '\(field.rawValue)' is missing", remedy: "write '\(field.rawValue): COLUMN'")
        }
        if map.format == .ndjson {
            for setting in [FileSetting.delimiter, .quote, .columns] {
                guard let name = positions[setting] else { continue }
                note(name, "'\(setting.rawValue)' is for csv and tsv only", remedy: "leave it out")
            }
        }
    }

    private mutating func read(_ setting: FileSetting, _ node: Node) {
        switch setting {
        case .format: map.format = word(node, "format")
        case .rows: map.rows = word(node, "rows") ?? .whole
        case .quote:
            switch node.scalar?.string {
            case "double": map.hasQuotes = true
            case "none": map.hasQuotes = false
            default:
                note(node, "quote: found \(node.shown), expected double or none", remedy: "write one of these words")
            }
        case .delimiter:
            let text = node.scalar?.string ?? ""
            if text == "tab" {
                map.delimiter = UInt8(ascii: "\t")
            } else if text.utf8.count == 1, let byte = text.utf8.first, byte != 0x22, byte != 0x0A, byte != 0x0D,
                byte > 0
            {
                map.delimiter = byte
            } else {
                note(
                    node, "delimiter: found \(node.shown), expected one ASCII character, or tab",
                    remedy: "write it in quotation marks, such as \";\"")
            }
        case .columns:
            map.columns = texts(node, "columns", "a list of names")
            if let columns = map.columns, let twice = columns.first(where: { name in columns.count { $0 == name } > 1 })
            {
                note(node, "columns: '\(twice)' is there twice", remedy: "give each column a name of its own")
            }
        }
    }

    private mutating func word<Word: RawRepresentable<String> & CaseIterable>(_ node: Node, _ name: String) -> Word? {
        if let word = Word(rawValue: node.scalar?.string ?? "") { return word }
        note(
            node,
            "\(name): found \(node.shown), expected one of \(Word.allCases.map(\.rawValue).joined(separator: ", "))",
            remedy: suggestion(for: node.scalar?.string ?? "", among: Word.allCases.map(\.rawValue)))
        return nil
    }

    /// A list of texts that are not empty; nil, and a fault, where it is none.
    mutating func texts(_ node: Node, _ name: String, _ expected: String) -> [String]? {
        guard case .sequence(let nodes) = node, !nodes.isEmpty else {
            note(node, "\(name): found \(node.shown), expected \(expected)", remedy: "write [first, second]")
            return nil
        }
        var texts: [String] = []
        for node in nodes {
            guard let text = node.scalar?.string, !text.isEmpty else {
                note(node, "\(name): found \(node.shown), expected a name", remedy: "write a name there")
                return nil
            }
            texts.append(text)
        }
        return texts
    }

    mutating func note(_ node: Node, _ message: String, remedy: String) {
        faults.append(ImportMapFault(node.position, message, remedy: remedy))
    }

    private mutating func note(_ position: MapPosition?, _ message: String, remedy: String) {
        faults.append(ImportMapFault(position, message, remedy: remedy))
    }

    private mutating func refuse(_ error: YamlError) {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            note(
                MapPosition(line: mark.line, column: mark.column), "not YAML: \(problem)",
                remedy: "check quotes, colons and indentation there")
        case .duplicatedKeysInMapping(let names, let context):
            let shown = names.map { "'\($0)'" }.joined(separator: ", ")
            note(
                MapPosition(line: context.mark.line, column: context.mark.column), "\(shown) is written twice",
                remedy: "keep one of them")
        case .reader(let problem, _, _, _):
            note(nil, "not YAML: \(problem)", remedy: "remove characters that do not print")
        default: note(nil, "not YAML: \(error)", remedy: "check that it is YAML")
        }
    }
}

extension Node {
    var position: MapPosition? { mark.map { MapPosition(line: $0.line, column: $0.column) } }

    /// The value, for a message.
    var shown: String {
        switch self {
        case .scalar(let scalar): scalar.string.isEmpty ? "nothing" : Text(scalar.string).quoted
        case .mapping: "a mapping"
        case .sequence: "a list"
        case .alias: "an alias"
        }
    }
}
