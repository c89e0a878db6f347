import StoryEvents

/// Says what the columns of a table, or the members of JSON objects, are in an event document.
public struct ImportMap: Sendable {
    /// How rows are written; nil to tell it from the name of the file.
    var format: Format?
    /// The byte between two cells; nil for that of the format.
    var delimiter: UInt8?
    /// Whether quotation marks enclose cells, as RFC 4180 says.
    var hasQuotes = true
    /// The names of the columns of a file without a row of names; nil where its first row has them.
    var columns: [String]?
    /// What an empty cell of a later row says.
    var rows = Rows.whole
    /// Where each attribute and field of a document comes from.
    var rules: [Field: Rule] = [:]

    /// How rows are written.
    public enum Format: String, CaseIterable, Sendable {
        /// Commas between cells.
        case csv
        /// Tabs between cells.
        case tsv
        /// A JSON object a line.
        case ndjson

        /// The byte between two cells.
        var delimiter: UInt8 { self == .tsv ? UInt8(ascii: "\t") : UInt8(ascii: ",") }

        /// By the ending of a file's name, that of compression aside; nil where it is none of these.
        init?(fileName: String) {
            switch fileName.split(separator: ".").last?.lowercased() {
            case "csv": self = .csv
            case "tsv", "tab": self = .tsv
            case "ndjson", "jsonl": self = .ndjson
            default: return nil
            }
        }
    }

    /// What an empty cell of a later row says.
    public enum Rows: String, CaseIterable, Sendable {
        /// A row is the whole story: the field is gone.
        case whole
        /// A row is what changed: the field is as before.
        case changes
    }

    /// Attributes of a document and fields of its data.
    public enum Field: String, CaseIterable, Sendable {
        case story, id, type, time, source, headline, dek, body, byline, publisher, url, language, section, keywords,
            note,
            change

        /// The place in a document.
        var path: String {
            switch self {
            case .story: "$.subject"
            case .id, .type, .time, .source: "$.\(rawValue)"
            default: "$.data.\(rawValue)"
            }
        }

        /// Whether each map must have it.
        var isRequired: Bool { [.story, .time, .headline, .body].contains(self) }
        /// Whether it has several values.
        var isList: Bool { self == .byline || self == .keywords }
        /// Whether it is a field of a story's text, which an update can remove.
        var isRemovable: Bool {
            switch self {
            case .dek, .byline, .publisher, .url, .language, .section, .keywords: true
            default: false
            }
        }
        /// The words that it can have; nil for any text.
        var words: [String]? {
            switch self {
            case .type: [EventType.published.rawValue, EventType.updated.rawValue]
            case .change: Update.Change.allCases.map(\.rawValue)
            default: nil
            }
        }
        /// The settings of its rule.
        var settings: [Setting] {
            switch self {
            case .time: [.from, .format, .zone]
            case .byline, .keywords: [.from, .split, .constant, .fallback]
            case .story, .id: [.from, .prefix]
            default: [.from, .values, .constant, .fallback]
            }
        }
    }

    /// The settings of a rule.
    enum Setting: String, CaseIterable {
        case from, values, split, prefix, format, zone, constant
        case fallback = "default"
    }

    /// Where a value comes from, and what is made of it.
    struct Rule: Sendable {
        /// nil for a constant.
        var from: Place?
        var constant: String?
        /// Stands in for an empty cell.
        var fallback: String?
        /// What each text of a cell means; `*` is any other.
        var values: [String: String]?
        /// What parts the values of a list in one cell.
        var split: String?
        /// Stands before the text of the cell.
        var prefix = ""
        var format = TimeFormat.rfc3339
        /// The zone of times without an offset.
        var zone: String?
        /// Where the map has ``from``.
        var position = MapPosition(line: 1, column: 1)
    }

    /// Where a value is in a row.
    enum Place: Hashable, Sendable {
        /// The name of a column, or the path in an object as it was written.
        case name(String)
        /// The steps into an object, for names with dots.
        case steps([String])

        /// The steps into an object. `*` is each element of an array.
        var steps: [String] {
            switch self {
            case .name(let name): name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
            case .steps(let steps): steps
            }
        }
    }
}

/// A place in a map: both from 1.
struct MapPosition: Hashable, Sendable {
    var line: Int
    var column: Int
}

/// A fault of a map.
public struct ImportMapFault: Hashable, Sendable {
    /// The line, from 1; nil where the fault is the whole file's.
    public let line: Int?
    /// The column, from 1, in Unicode scalars.
    public let column: Int?
    /// What was found, and what was expected.
    public let message: String
    /// What to do about it.
    public let remedy: String

    init(_ position: MapPosition?, _ message: String, remedy: String) {
        (line, column) = (position?.line, position?.column)
        (self.message, self.remedy) = (message, remedy)
    }
}

/// The faults of a map, at least one, in the order of its lines.
public struct ImportMapFaults: Error, Sendable {
    /// The map's path.
    public let path: String
    /// At least one.
    public let all: [ImportMapFault]
}
