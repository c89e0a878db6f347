import CanonicalJSON

/// The format of a file of documents.
public enum DocumentFormat: String, Hashable, Sendable, CaseIterable {
    /// One document, or an array of them: `.json`.
    case json
    /// One document a line: `.ndjson`, `.jsonl`.
    case lines
    /// Front matter and text: `.md`, `.markdown`.
    case frontMatter

    /// The endings of the names of such files, without the dot and in small letters.
    private var endings: [String] {
        switch self {
        case .json: ["json"]
        case .lines: ["ndjson", "jsonl"]
        case .frontMatter: ["md", "markdown"]
        }
    }

    /// The format for a file name; nil when its ending is unknown.
    public init?(fileName: String) {
        guard let ending = Self.ending(of: fileName)?.dropFirst().lowercased(),
            let format = Self.allCases.first(where: { $0.endings.contains(ending) })
        else { return nil }
        self = format
    }

    /// The ending of a file name that says a format, as it is written and with its dot; nil where none does.
    public static func ending(ofName name: String) -> Substring? {
        ending(of: name).flatMap { DocumentFormat(fileName: String($0)) == nil ? nil : $0 }
    }

    /// What stands after the last dot of a name, with the dot.
    private static func ending(of name: String) -> Substring? { name.lastIndex(of: ".").map { name[$0...] } }

    /// Guesses the format of a file without a name. Front matter begins with `---`; more than one JSON value is read as
    /// lines.
    ///
    /// - Parameter start: The first bytes, beyond the end of the first line that is not blank, or the whole file.
    public init(sniffing start: [UInt8]) {
        let mark = start.starts(with: byteOrderMark) ? byteOrderMark.count : 0
        if start[mark...].starts(with: "---".utf8) {
            self = .frontMatter
            return
        }
        var lines = DocumentLines(start)
        guard let first = lines.next() else {
            self = .json
            return
        }
        do throws(JSONSyntaxError) {
            _ = try JSON.parse(start[first.content], maximumValues: JSON.maximumValues)
            self = lines.next() == nil ? .json : .lines
        } catch {
            if case .trailingContent = error.reason { self = .lines } else { self = .json }
        }
    }

    /// Whether text that came without a name looks like a table: its first line is no JSON and no front matter, and has a comma,
    /// a semicolon or a tab.
    ///
    /// - Parameter start: As for ``init(sniffing:)``.
    public static func isTable(_ start: [UInt8]) -> Bool {
        let mark = start.starts(with: byteOrderMark) ? byteOrderMark.count : 0
        let line = start[mark...].drop { $0 <= 0x20 }.prefix { $0 != 0x0A && $0 != 0x0D }
        guard let first = line.first, !"{[<".utf8.contains(first), !line.starts(with: "---".utf8) else { return false }
        return line.contains { ",;\t".utf8.contains($0) }
    }

    /// What to do about a table in standard input.
    public static let streamedTableRemedy =
        "a table is imported with a map of its columns: 'storyledger import - --map MAP'; 'storyledger schema import-map' "
        + "prints what a map can say"

    /// The refusal for a file name with an unknown ending.
    public static func refusal(ofName name: String) -> Refusal {
        Refusal(
            .unknownFormat, "\(Text(name).quoted) has no known ending",
            remedy: tableRemedy(ofName: name) ?? "name it .json, .ndjson, .jsonl or .md, by what it holds")
    }

    /// What to do about a table in place of documents; nil where a file's name does not end as that of a table.
    public static func tableRemedy(ofName name: String) -> String? {
        guard let ending = ending(of: name), [".csv", ".tsv", ".tab"].contains(ending.lowercased()) else { return nil }
        return "a table is imported with a map of its columns: 'storyledger import FILE --map MAP'; "
            + "'storyledger schema import-map' prints what a map can say"
    }
}

/// U+FEFF in UTF-8. It is ignored at the start of a file.
let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
