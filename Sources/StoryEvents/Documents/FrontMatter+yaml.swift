import CanonicalJSON
import Yams

extension FrontMatter {
    /// The most bytes between the two `---`.
    static let longestMatter = 65_536
    /// The most aliases, so that nested aliases stay small.
    static let mostAliases = 8
    /// The most opening brackets, and the most columns of indentation. The YAML reader recurses at each level, and must
    /// fit into the stack of a small thread.
    static let mostBrackets = 200
    static let widestIndentation = 100

    /// Reads one YAML document.
    static func composed(_ text: String, _ written: WrittenMatter) throws(Refusals) -> Node {
        try refuseBomb(Array(text.utf8))
        try refuseDepth(Array(text.utf8))
        do {
            // The basic resolver converts no numbers, so that duplicate names are found by their text.
            guard let node = try Yams.compose(yaml: text, .basic) else {
                throw bad("the front matter is empty", line: 2)
            }
            return node
        } catch let refusals as Refusals {
            throw refusals
        } catch let error as YamlError {
            throw Refusals([Refusal(yaml: error, written)])
        } catch {
            throw bad("the front matter cannot be read: \(error)", line: 2)
        }
    }

    static func bad(_ message: String, line: Int, column: Int = 1, remedy: String? = nil) -> Refusals {
        Refusals([
            Refusal(
                .badFrontMatter, message,
                remedy: remedy ?? "write 'name: value' lines between two lines of ---, then a blank line and the text",
                position: SourcePosition(line: line, column: column))
        ])
    }

    /// Refuses characters that end a line to YAML and to nobody else: it would fold them away, and count lines otherwise.
    static func refuseLineEnds(_ matter: [UInt8]) throws(Refusals) {
        let ends: [(bytes: [UInt8], name: String, escape: String)] = [
            ([0xC2, 0x85], "U+0085", "\\N"), ([0xE2, 0x80, 0xA8], "U+2028", "\\L"),
            ([0xE2, 0x80, 0xA9], "U+2029", "\\P"),
        ]
        for offset in matter.indices where matter[offset] == 0xC2 || matter[offset] == 0xE2 {
            guard let end = ends.first(where: { matter[offset...].starts(with: $0.bytes) }) else { continue }
            var position = SourcePosition(offset: offset, in: matter)
            position.line += 1
            throw Refusals([
                Refusal(
                    .badFrontMatter, "to YAML \(end.name) ends the line",
                    remedy: "remove it, or put the value in double quotes and write \(end.escape) for it",
                    position: position)
            ])
        }
    }

    private static func refuseBomb(_ matter: [UInt8]) throws(Refusals) {
        if matter.count > longestMatter {
            throw bad("the front matter is \(matter.count) bytes long; at most \(longestMatter) are allowed", line: 1)
        }
        let aliases = marks(UInt8(ascii: "*"), in: matter)
        if aliases > mostAliases, marks(UInt8(ascii: "&"), in: matter) > 0 {
            throw bad("the front matter has \(aliases) aliases; at most \(mostAliases) are allowed", line: 1)
        }
    }

    /// Refuses nesting that is too deep. Brackets inside text count too, since only a YAML reader could distinguish
    /// them.
    private static func refuseDepth(_ matter: [UInt8]) throws(Refusals) {
        var brackets = 0
        var indentation = 0
        var isIndentation = true
        for (offset, byte) in matter.enumerated() {
            switch byte {
            case UInt8(ascii: "["), UInt8(ascii: "{"): brackets += 1
            default: break
            }
            switch byte {
            // YAML also ends lines at U+0085, U+2028 and U+2029; these are their last bytes.
            case 0x0A, 0x0D, 0x85, 0xA8, 0xA9: (indentation, isIndentation) = (0, true)
            case 0x20, 0x09, UInt8(ascii: "-"), UInt8(ascii: "?"), UInt8(ascii: ":"):
                indentation += isIndentation ? 1 : 0
            default: isIndentation = false
            }
            guard brackets > mostBrackets || indentation > widestIndentation else { continue }
            var position = SourcePosition(offset: offset, in: matter)
            position.line += 1
            let found =
                brackets > mostBrackets
                ? "more than \(mostBrackets) opening brackets" : "more than \(widestIndentation) columns of indentation"
            throw Refusals([
                Refusal(
                    .tooDeep, "the front matter has \(found)",
                    remedy: "nest less, or write the document as JSON", position: position)
            ])
        }
    }

    /// Counts possible anchors or aliases: the sign at the start of a word, and not inside one, as in `R&D`.
    private static func marks(_ sign: UInt8, in matter: [UInt8]) -> Int {
        matter.indices.count { index in
            guard matter[index] == sign, index + 1 < matter.count, isNamePart(matter[index + 1]) else { return false }
            return index == 0 || !(isNamePart(matter[index - 1]) || matter[index - 1] == sign)
        }
    }

    private static func isNamePart(_ byte: UInt8) -> Bool {
        byte.isASCIILetter || byte.isASCIIDigit || byte == UInt8(ascii: "_")
    }
}

extension Refusal {
    /// The refusal of a name that occurs twice in a mapping.
    ///
    /// - Parameter bracket: The remedy where the mapping is written in brackets, and may be meant as a text.
    static func twice(_ names: String, at mark: Mark?, bracket: String?) -> Refusal {
        Refusal(
            .duplicateKey, "\(names) is given twice",
            remedy: "keep one of them" + (bracket.map { "; \($0), if it is a text" } ?? ""),
            position: SourcePosition(line: (mark?.line ?? 1) + 1, column: mark?.column ?? 1))
    }

    fileprivate init(yaml error: YamlError, _ written: WrittenMatter) {
        var problem: String
        var position = SourcePosition(line: 1, column: 1)
        switch error {
        case .scanner(_, let text, let mark, _), .parser(_, let text, let mark, _), .composer(_, let text, let mark, _):
            problem = text
            position = SourcePosition(line: mark.line, column: mark.column)
            // What has no end is refused where it begins, not where the front matter ends.
            if let begun = error.unended, begun.mark.line < mark.line {
                position = SourcePosition(line: begun.mark.line, column: begun.mark.column)
                problem = begun.problem
            }
        case .reader(let text, let offset, _, let yaml):
            problem = text
            position = SourcePosition(offset: offset ?? 0, in: Array(yaml.utf8))
        case .duplicatedKeysInMapping(let keys, let context):
            self = .twice(
                keys.map { Text($0).quoted }.joined(separator: ", "), at: context.mark,
                bracket: written.remedyForBracket(around: context.mark))
            return
        default: problem = "\(error)"
        }
        if let bracket = error.unended, bracket.problem == YamlError.openBracket,
            let refusal = written.refusalOfOpenBracket(bracket.mark)
        {
            self = refusal
            return
        }
        let remedy = written.remedy(line: position.line)
        position.line += 1
        self.init(
            .badFrontMatter, "the front matter is not YAML: \(problem)",
            remedy: remedy ?? "correct it there; a value with ': ' or '#' in it wants quotes", position: position)
    }
}

extension YamlError {
    fileprivate static let openBracket = "the bracket that opens here has no end"

    /// The quotation mark or the bracket that an error of a later line is about.
    fileprivate var unended: (mark: Mark, problem: String)? {
        switch self {
        case .scanner(let context?, _, _, _) where context.text.contains("quoted scalar"):
            (context.mark, "the quotation mark that opens here has no end")
        case .parser(let context?, _, _, _) where context.text.contains("flow"):
            (context.mark, Self.openBracket)
        default: nil
        }
    }
}
