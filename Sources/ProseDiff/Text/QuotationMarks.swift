/// Finds quoted words.
enum QuotationMarks {
    /// Tokens after a single quotation mark in which the one that closes it is looked for: an apostrophe looks the same.
    private static let reach = 200

    /// Returns, for each token, whether it is a quotation mark or stands between two. A quotation ends with its paragraph,
    /// as newspapers open the next one with a mark of its own.
    static func quoted(in text: ProseText) -> [Bool] {
        var quoted = [Bool](repeating: false, count: text.count)
        var isOpen = false
        for token in 0..<text.count {
            if text.traits[token].contains(.startsParagraph) { isOpen = false }
            if isMark(text, token) {
                quoted[token] = true
                isOpen.toggle()
            } else if isOpen {
                quoted[token] = true
            } else if let close = close(text, ofSingle: token) {
                for inside in token...close { quoted[inside] = true }
            }
        }
        return quoted
    }

    /// The token that closes a quotation which a single quotation mark opens; nil where the token opens none.
    ///
    /// The mark stands before a word and not behind one, and that which closes it stands behind and not before. An
    /// apostrophe behind an s before another word ("the players' vote") closes only if no other mark does.
    static func close(_ text: ProseText, ofSingle token: Int) -> Int? {
        guard token + 1 < text.count, let closing = closing(text, token), text.gap(before: token + 1).isEmpty,
            text.traits[token + 1].contains(.word), !isDecade(text, token),
            token == 0 || !text.gap(before: token).isEmpty || !text.traits[token - 1].contains(.word)
        else { return nil }
        var plural: Int?
        for other in token + 2..<max(token + 2, min(text.count, token + reach)) {
            if text.traits[other].contains(.startsParagraph) { break }
            let isBeforeWord =
                other + 1 < text.count && text.gap(before: other + 1).isEmpty
                && text.traits[other + 1].contains(.word)
            guard !isBeforeWord, text.gap(before: other).isEmpty else {
                // Another quotation opens.
                let isOpening = isBeforeWord && !text.gap(before: other).isEmpty && !isDecade(text, other)
                if plural != nil, isOpening, bytes(text, other).elementsEqual(bytes(text, token)) { break }
                continue
            }
            guard closing.contains(where: { $0.elementsEqual(bytes(text, other)) }) else { continue }
            guard isPlural(text, other) else { return other }
            plural = plural ?? other
        }
        return plural
    }

    /// Whether an apostrophe may be that of a plural: behind an s, with a word after a space.
    private static func isPlural(_ text: ProseText, _ token: Int) -> Bool {
        bytes(text, token - 1).last.map { $0 | 0x20 } == UInt8(ascii: "s") && token + 1 < text.count
            && text.traits[token + 1].contains(.word) && !text.traits[token + 1].contains(.startsSentence)
    }

    /// Whether an apostrophe stands for the first digits of a year, as in "the '90s".
    private static func isDecade(_ text: ProseText, _ token: Int) -> Bool {
        bytes(text, token).count == 1 && text.traits[token + 1].contains(.digit)
    }

    /// The marks that close what a single one opens, UTF-8.
    private static func closing(_ text: ProseText, _ token: Int) -> [[UInt8]]? {
        let bytes = bytes(text, token)
        switch (bytes.count, bytes.last) {
        case (1, UInt8(ascii: "'")): return [[UInt8(ascii: "'")]]
        case (3, 0x98) where bytes.starts(with: [0xE2, 0x80]): return [[0xE2, 0x80, 0x99]]
        // German: U+201A opens, U+2018 closes; Dutch of old closes with U+2019.
        case (3, 0x9A) where bytes.starts(with: [0xE2, 0x80]): return [[0xE2, 0x80, 0x98], [0xE2, 0x80, 0x99]]
        case (3, 0xB9) where bytes.starts(with: [0xE2, 0x80]): return [[0xE2, 0x80, 0xBA]]
        default: return nil
        }
    }

    private static func bytes(_ text: ProseText, _ token: Int) -> ArraySlice<UInt8> {
        text.bytes[text.byteRange(token..<token + 1)]
    }

    /// Whether a token is a double quotation mark.
    static func isMark(_ text: ProseText, _ token: Int) -> Bool {
        guard text.traits[token].contains(.enclosure) else { return false }
        let start = Int(text.starts[token])
        switch text.ends[token] - text.starts[token] {
        case 1: return text.bytes[start] == UInt8(ascii: "\"")
        case 2: return text.bytes[start] == 0xC2 && (text.bytes[start + 1] == 0xAB || text.bytes[start + 1] == 0xBB)
        case 3:
            let (second, third) = (text.bytes[start + 1], text.bytes[start + 2])
            switch text.bytes[start] {
            case 0xE2: return second == 0x80 && (0x9C...0x9F).contains(third)  // U+201C to U+201F
            case 0xE3: return second == 0x80 && (third == 0x8C || third == 0x8D)  // U+300C, U+300D
            default: return false
            }
        default: return false
        }
    }
}
