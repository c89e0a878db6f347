extension Rendering {
    /// Breaks the lines of a rendering between words, so that none is wider than a terminal. Colour does not cross the end
    /// of a line, since pagers begin each line without it.
    ///
    /// - Parameters:
    ///   - text: May hold ANSI sequences for colour (ECMA-48, SGR).
    ///   - width: Columns, at least 8.
    public static func wrapped(_ text: String, to width: Int) -> String {
        var page = WrappedPage(width: max(8, width))
        for character in text { page.add(character) }
        return page.finish()
    }
}

/// Text being broken into lines.
private struct WrappedPage {
    let width: Int
    private var text = ""
    /// The word that is being read, with the sequences in it, and the columns it takes.
    private var word = ""
    private var wordWidth = 0
    private var used = 0
    /// Spaces before the word.
    private var spaces = 0
    /// The colour at the end of ``text``, and that at the end of ``word``.
    private var ink = "", wordInk = ""
    /// The sequence that is being read.
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
            if wordWidth + columns > width {
                endWord()
                breakLine(with: "\n")
            }
            word.append(character)
            wordWidth += columns
        }
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
