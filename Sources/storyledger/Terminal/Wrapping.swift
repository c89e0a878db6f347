import ProseRendering

extension String {
    /// The text with its lines broken between words, and between wide characters, so that none takes more columns than
    /// there are. A longer word without wide characters, such as a hash, stays in one piece: so it can be copied.
    ///
    /// Sequences that set a style take no room (ECMA-48, SGR). A style ends before a break and goes on after it.
    ///
    /// - Parameters:
    ///   - columns: Of the terminal; below 20 counts as 20.
    ///   - hanging: How much further than its own indentation a line goes on after a break, in columns.
    func fitted(to columns: Int, hanging: Int = 2) -> String {
        let columns = max(20, columns)
        guard split(separator: "\n").contains(where: { $0.utf8.count > columns }) else { return self }
        return split(separator: "\n", omittingEmptySubsequences: false).map { line in
            line.utf8.count <= columns ? String(line) : LineBreaker.lines(of: line, columns, hanging)
        }.joined(separator: "\n")
    }

    /// The text broken between words so that no line is wider than a width, each line indented; line ends stay.
    func wrapped(to width: Int, indent: Int = 0) -> String {
        let margin = String(repeating: " ", count: indent)
        return forTerminal.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            line.isEmpty ? "" : (margin + line).fitted(to: width, hanging: 0)
        }.joined(separator: "\n")
    }

    /// The text, cut with an ellipsis to so many columns.
    func cut(to width: Int) -> String {
        guard terminalColumns > width else { return self }
        var (cut, used) = ("", 0)
        for character in self {
            guard used + character.terminalColumns < width else { break }
            cut.append(character)
            used += character.terminalColumns
        }
        return cut + "…"
    }

    /// The text filled up to so many columns.
    func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - terminalColumns)) }
}

/// One line being broken.
private struct LineBreaker {
    private let columns: Int
    private let margin: String
    private var lines: [String] = []
    private var line = ""
    /// Columns of the line so far.
    private var used = 0
    private var hasWords = false
    /// Spaces that come before the next word, unless the line ends there.
    private var gap = ""
    /// The style that is on; empty for none.
    private var style = ""

    static func lines(of text: Substring, _ columns: Int, _ hanging: Int) -> String {
        let indentation = text.prefix { $0 == " " }.count
        var breaker = LineBreaker(columns, min(indentation + hanging, columns / 2))
        breaker.line = String(repeating: " ", count: indentation)
        breaker.used = indentation
        breaker.add(text.dropFirst(indentation))
        return (breaker.lines + [breaker.line]).joined(separator: "\n")
    }

    private init(_ columns: Int, _ indentation: Int) {
        self.columns = columns
        margin = String(repeating: " ", count: indentation)
    }

    private mutating func add(_ text: Substring) {
        var rest = text
        while let first = rest.first {
            switch first {
            case " ":
                let spaces = rest.prefix { $0 == " " }
                gap += spaces
                rest = rest[spaces.endIndex...]
            case _ where first.isWide:
                add(word: rest.prefix(1), first.terminalColumns)
                rest = rest.dropFirst()
            default:
                let word = Self.word(rest)
                add(word: word.text, word.columns)
                rest = rest[word.text.endIndex...]
            }
        }
        if used + gap.count <= columns { line += gap }
    }

    /// The text up to a space or a wide character, with the sequences in it, and its columns.
    private static func word(_ text: Substring) -> (text: Substring, columns: Int) {
        var (end, columns) = (text.startIndex, 0)
        while end < text.endIndex, text[end] != " ", !text[end].isWide {
            if text[end] == "\u{1B}" {
                end = text[end...].firstIndex(of: "m").map(text.index(after:)) ?? text.endIndex
            } else {
                columns += text[end].terminalColumns
                end = text.index(after: end)
            }
        }
        return (text[..<end], columns)
    }

    private mutating func add(word: Substring, _ size: Int) {
        defer { noteStyle(word) }
        guard size > 0 else { return line += word }
        if hasWords, used + gap.count + size > columns {
            lines.append(line + (style.isEmpty ? "" : "\u{1B}[0m"))
            line = margin + style
            used = margin.count
        } else {
            line += gap
            used += gap.count
        }
        gap = ""
        line += word
        used += size
        hasWords = true
    }

    private mutating func noteStyle(_ word: Substring) {
        var rest = word
        while let start = rest.firstIndex(of: "\u{1B}"), let end = rest[start...].firstIndex(of: "m") {
            let sequence = rest[start...end]
            style = sequence == "\u{1B}[0m" ? "" : style + sequence
            rest = rest[rest.index(after: end)...]
        }
    }
}
