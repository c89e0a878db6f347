import ProseDiff

extension Rendering {
    /// Wraps a rendering between words, so that no line is wider than a terminal. Colour ends with each line, since
    /// pagers begin each line without it. A mark such as `{+` or `<negation>` is never cut, except where it is wider than
    /// the terminal.
    ///
    /// - Parameters:
    ///   - text: Text that may contain ANSI colour sequences (ECMA-48, SGR).
    ///   - width: The width in columns, at least 8.
    public static func wrapped(_ text: String, to width: Int) -> String {
        var page = WrappedPage(width: max(8, width))
        var rest = text[...]
        while let character = rest.first {
            let mark = Comparison.Marks.shown(at: rest)
            if mark > 1, mark <= page.width {
                page.add(mark: rest.prefix(mark))
            } else {
                page.add(character)
            }
            rest = rest.dropFirst(max(1, mark <= page.width ? mark : 1))
        }
        return page.finish()
    }
}

/// Text that is being wrapped.
private struct WrappedPage {
    let width: Int
    private var text = ""
    /// The current word, with the sequences in it, and its width in columns.
    private var word = ""
    private var wordWidth = 0
    private var used = 0
    /// The spaces before the word.
    private var spaces = 0
    /// The colour at the end of ``text``, and at the end of ``word``.
    private var ink = "", wordInk = ""
    /// The current escape sequence.
    private var sequence: String?

    init(width: Int) { self.width = width }

    mutating func add(_ character: Character) {
        if let begun = sequence {
            let now = begun + String(character)
            sequence = character == "m" ? nil : now
            if character == "m" {
                word += now
                wordInk = now == Ink.plain ? "" : wordInk + now
            }
        } else if character == "\u{1B}" {
            sequence = "\u{1B}"
        } else if character.isNewline {
            endWord()
            breakLine(with: String(character))
        } else if character == " " {
            endWord()
            spaces += 1
        } else {
            let columns = Columns.width(of: character)
            if wordWidth + columns > width { breakWord(before: character) }
            word.append(character)
            wordWidth += columns
        }
    }

    /// Breaks a word that is wider than a line, but not within a number that fits into one.
    private mutating func breakWord(before next: Character) {
        var number = ""
        if next.isDigit {
            number = String(word.reversed().prefix(while: { $0.isDigit || ",.".contains($0) }).reversed())
            if number.count == wordWidth { number = "" }
        }
        word.removeLast(number.count)
        wordWidth -= number.count
        endWord()
        breakLine(with: "\n")
        (word, wordWidth) = (number, number.count)
    }

    /// Adds a mark, all ASCII, uncut.
    mutating func add(mark: Substring) {
        if wordWidth + mark.count > width {
            endWord()
            breakLine(with: "\n")
        }
        word += mark
        wordWidth += mark.count
    }

    mutating func finish() -> String {
        endWord()
        return text
    }

    private mutating func endWord() {
        guard !word.isEmpty else { return }
        if used > 0, wordWidth > 0, used + spaces + wordWidth > width {
            breakLine(with: "\n")
        } else {
            let kept = min(spaces, max(0, width - used))
            text += String(repeating: " ", count: kept)
            used += kept
        }
        text += word
        used += wordWidth
        (word, wordWidth, spaces, ink) = ("", 0, 0, wordInk)
    }

    private mutating func breakLine(with end: String) {
        text += (ink.isEmpty ? "" : Ink.plain) + end + ink
        (used, spaces) = (0, 0)
    }
}

extension Comparison.Marks {
    /// The characters of the mark that begins a text; 0 if none does.
    fileprivate static func shown(at text: Substring) -> Int {
        guard let first = text.utf8.first, [0x5B, 0x2D, 0x7B, 0x2B, 0x3C].contains(first) else { return 0 }
        if ["[-", "-]", "{+", "+}"].contains(text.prefix(2)) { return 2 }
        guard first == 0x3C, let end = text.prefix(mostOfTitles).firstIndex(of: ">") else { return 0 }
        let titles = text[..<end].dropFirst().split(separator: ", ", omittingEmptySubsequences: false)
        return titles.allSatisfy { allTitles.contains(String($0)) } ? titles.joined().count + 2 * titles.count : 0
    }

    /// The titles, each once.
    private static let allTitles = Set(Self(rawValue: .max).titles)
    private static let mostOfTitles = 2 + allTitles.map { $0.count + 2 }.reduce(0, +)
}
