import CanonicalJSON

/// How the documents of a file are written.
public enum DocumentFormat: String, Hashable, Sendable, CaseIterable {
    /// One document, or an array of them: `.json`.
    case json
    /// One document a line: `.ndjson`, `.jsonl`.
    case lines
    /// Front matter and text: `.md`, `.markdown`.
    case frontMatter

    /// Tells the format by a file's name; nil when its ending is none of the known ones.
    public init?(fileName: String) {
        guard let dot = fileName.lastIndex(of: ".") else { return nil }
        switch fileName[fileName.index(after: dot)...].lowercased() {
        case "json": self = .json
        case "ndjson", "jsonl": self = .lines
        case "md", "markdown": self = .frontMatter
        default: return nil
        }
    }

    /// Tells the format of something without a name: front matter begins with `---`, and what holds more than one JSON
    /// value is taken for lines.
    ///
    /// - Parameter start: The first bytes: up to the end of the first line that is not blank, and beyond, or all.
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

    /// Refuses a file name with an ending that no format has.
    public static func refusal(ofName name: String) -> Refusal {
        Refusal(
            .unknownFormat, "\(Text(name).quoted) has no known ending",
            remedy: "name it .json, .ndjson, .jsonl or .md, by what it holds")
    }
}

/// U+FEFF in UTF-8; it may stand at the start of a file and means nothing there.
let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
