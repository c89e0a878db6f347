extension Rendering {
    /// Wraps a rendering between words, so that no line is wider than a terminal. Colour ends with each line, since
    /// pagers begin each line without it.
    ///
    /// - Parameters:
    ///   - text: Text that may contain ANSI colour sequences (ECMA-48, SGR).
    ///   - width: The width in columns, at least 8.
    public static func wrapped(_ text: String, to width: Int) -> String {
        var page = WrappedPage(width: max(8, width))
        for character in text { page.add(character) }
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
