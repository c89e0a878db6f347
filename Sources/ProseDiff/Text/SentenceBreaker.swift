/// Marks the beginnings of sentences, lines and paragraphs.
///
/// Source: Unicode Standard Annex 29, section 5.1 (SB6 to SB11), on tokens, with stricter rules for newspaper prose: a
/// full stop does not end a sentence after an initial, a title or a list number; a quoted question does not end the
/// sentence that reports it; and a line break ends a sentence only if the text is not merely wrapped.
struct SentenceBreaker {
    private let bytes: UnsafeBufferPointer<UInt8>
    private let starts: [Int32]
    private let ends: [Int32]

    init(_ bytes: UnsafeBufferPointer<UInt8>, _ starts: [Int32], _ ends: [Int32]) {
        self.bytes = bytes
        self.starts = starts
        self.ends = ends
    }

    /// The length in bytes above which a line without a terminator was wrapped.
    private static let wrappedLine = 60

    func mark(_ traits: inout [TokenTraits]) {
        guard !traits.isEmpty else { return }
        traits[0].formUnion([.startsSentence, .startsParagraph, .startsLine])
        var sentence = 0
        var lineStart = Int(starts[0])
        for token in traits.indices.dropFirst() {
            let gap = Int(ends[token - 1])..<Int(starts[token])
            if gap.isEmpty { traits[token].insert(.joined) }
            let lines = lineBreaks(in: gap)
            if lines > 0 { traits[token].insert(.startsLine) }
            if lines > 1 {
                traits[token].formUnion([.startsSentence, .startsParagraph])
            } else if lines == 1 && endsWithLine(before: token, lineStart, traits) {
                traits[token].insert(.startsSentence)
            } else if endsSentence(before: token, from: sentence, traits) {
                traits[token].insert(.startsSentence)
            }
            if traits[token].contains(.startsSentence) { sentence = token }
            if lines > 0 { lineStart = Int(starts[token]) }
        }
    }

    /// Line terminators in a gap: LF, CR, CR LF, NEL, U+2028; U+2029 counts as two.
    private func lineBreaks(in gap: Range<Int>) -> Int {
        var lines = 0
        var index = gap.lowerBound
        while index < gap.upperBound {
            switch bytes[index] {
            case 0x0A:
                lines += 1
            case 0x0D:
                lines += 1
                if index + 1 < gap.upperBound && bytes[index + 1] == 0x0A { index += 1 }
            case 0xC2 where index + 1 < gap.upperBound && bytes[index + 1] == 0x85:
                lines += 1
            case 0xE2 where index + 2 < gap.upperBound && bytes[index + 1] == 0x80 && bytes[index + 2] & 0xFE == 0xA8:
                lines += bytes[index + 2] == 0xA9 ? 2 : 1
            default:
                break
            }
            index += 1
        }
        return lines
    }

    private func endsWithLine(before token: Int, _ lineStart: Int, _ traits: [TokenTraits]) -> Bool {
        if traits[token].contains(.small) { return false }
        let isLong = Int(ends[token - 1]) - lineStart >= Self.wrappedLine
        return !isLong || endsSentence(before: token, from: 0, traits) || traits[token - 1].contains(.pause)
    }

    private func endsSentence(before token: Int, from sentence: Int, _ traits: [TokenTraits]) -> Bool {
        var last = token - 1
        var enclosed = false
        while last > sentence, traits[last].contains(.enclosure), traits[last].contains(.joined) {
            last -= 1
            enclosed = true
        }
        guard !traits[last].isDisjoint(with: [.stop, .terminator]) else { return false }
        // SB8, SB8a: a small letter, a comma or another terminator continues the sentence.
        if !traits[token].isDisjoint(with: [.small, .pause, .stop, .terminator]) { return false }
        let joined = traits[token].contains(.joined)
        if traits[last].contains(.terminator) {
            if joined && traits[token].contains(.enclosure) && !opens(token) { return false }
            let ascii = bytes[Int(starts[last])] < 0x80
            return joined ? !ascii && !(enclosed && traits[token].contains(.word)) : true
        }
        return !joined && !abbreviates(stop: last, next: token, sentence, traits)
    }

    /// Whether a quotation mark or bracket is an opening one: U+2018, U+201C, U+FF08, and the even ones of U+3008 to
    /// U+301A.
    private func opens(_ token: Int) -> Bool {
        let text = bytes[Int(starts[token])..<Int(ends[token])]
        guard text.count == 3, let last = text.last else { return false }
        switch (text[text.startIndex], text[text.startIndex + 1]) {
        case (0xE2, 0x80): return last == 0x98 || last == 0x9C
        case (0xE3, 0x80): return last & 1 == 0
        case (0xEF, 0xBC): return last == 0x88
        default: return false
        }
    }

    private func abbreviates(stop: Int, next: Int, _ sentence: Int, _ traits: [TokenTraits]) -> Bool {
        guard stop > sentence, traits[stop].contains(.joined) else { return false }
        let word = stop - 1
        if traits[word].contains(.digit) { return word == sentence }
        guard traits[word].contains(.word) else { return false }
        let text = bytes[Int(starts[word])..<Int(ends[word])]
        let letter = text.count == 1 && traits[word].contains(.capital)
        if letter || (text.contains(UInt8(ascii: ".")) && text.count <= 5) {
            return !Abbreviations.openers.contains(bytes[Int(starts[next])..<Int(ends[next])])
        }
        if Abbreviations.titles.contains(text) { return true }
        if Abbreviations.scales.contains(text), word > sentence, traits[word - 1].contains(.digit) {
            return !Abbreviations.openersAfterScales.contains(bytes[Int(starts[next])..<Int(ends[next])])
        }
        return traits[next].contains(.digit) && Abbreviations.beforeNumbers.contains(text)
    }
}

/// A set of short words, looked up by bytes without making a string.
struct ShortWords {
    private let words: Set<UInt64>

    init(_ text: StaticString) {
        words = text.withUTF8Buffer { buffer in
            Set(buffer.split(separator: UInt8(ascii: " ")).compactMap(Self.key))
        }
    }

    func contains(_ word: Slice<UnsafeBufferPointer<UInt8>>) -> Bool { Self.key(word).map(words.contains) ?? false }

    /// Up to eight bytes as one integer.
    private static func key(_ word: Slice<UnsafeBufferPointer<UInt8>>) -> UInt64? {
        guard word.count <= 8 else { return nil }
        return word.reduce(0) { $0 << 8 | UInt64($1) }
    }
}

/// Words after which a full stop does not end a sentence, in languages whose newspapers abbreviate so.
enum Abbreviations {
    static let titles = ShortWords(
        """
        Mr Mrs Ms Mx Dr Prof Rev Fr Sr Jr St Hon Gov Sen Rep Pres Gen Col Lt Maj Capt Cmdr Adm Sgt Cpl Pvt Supt Det \
        Insp Amb Mt Ft vs cf Inc Ltd Corp Co Bros Mme Mlle Mgr Hr Frau Dipl Ing bzw ca Nr Sra Srta Dra Ud Uds
        """)
    static let beforeNumbers = ShortWords(
        "No Nos no nos Art art Sec sec p pp Vol vol Fig fig Ch ch Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec")
    /// Scales after a number: "3,5 Mio. Euro".
    static let scales = ShortWords("Mio Mrd Tsd")
    /// Words that begin a sentence after a scale: German nouns begin with a capital, too.
    static let openersAfterScales = ShortWords(
        """
        Der Die Das Dem Den Des Ein Eine Einer Er Sie Es Wir Ich Im In Am An Auf Bei Mit Nach Und Aber Doch Für Zu Zum \
        Zur Von Vom Seit Wie Was Wer Wo Als Wenn Dann Da Damit Davon Dazu Dies Diese Dieser Dieses Rund Etwa Mehr
        """)
    /// Words that begin a sentence after "U.S." or an initial.
    static let openers = ShortWords(
        "The A An In On At He She It They We But And Or So If This That These Those There His Her Its Their When As For"
    )
}
