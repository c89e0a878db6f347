/// Marks the beginnings of sentences, lines and paragraphs.
///
/// Source: Unicode Standard Annex 29, section 5.1 (SB6 to SB11), on tokens, with stricter rules for newspaper prose: a
/// full stop does not end a sentence after an initial, a title, an ordinal or a list number; a quoted question does not end
/// the sentence that reports it; an ellipsis right after a word ends the sentence before a capital; and a line break ends a
/// sentence only before a list item, or if the text is not merely wrapped.
struct SentenceBreaker {
    let bytes: UnsafeBufferPointer<UInt8>
    let starts: [Int32]
    let ends: [Int32]
    let abbreviations = Abbreviations.all

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
        var list = marker(at: 0, traits)
        for token in traits.indices.dropFirst() {
            let gap = Int(ends[token - 1])..<Int(starts[token])
            if gap.isEmpty { traits[token].insert(.joined) }
            let lines = lineBreaks(in: gap)
            if lines > 0 { traits[token].insert(.startsLine) }
            let item = lines > 0 ? marker(at: token, traits) : nil
            if lines > 1 {
                traits[token].formUnion([.startsSentence, .startsParagraph])
                list = item
            } else if lines == 1 && (item?.follows(list) == true || endsWithLine(before: token, lineStart, traits)) {
                if item != nil { list = item }
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

    /// The most marks that enclose a sentence together.
    private static let mostEnclosures = 32

    private func endsSentence(before token: Int, from sentence: Int, _ traits: [TokenTraits]) -> Bool {
        var last = token - 1
        var enclosed = false
        while last > sentence, traits[last].contains(.enclosure), traits[last].contains(.joined) {
            // Of a run of brackets each is looked at by each after it.
            if token - last > Self.mostEnclosures { return false }
            last -= 1
            enclosed = true
        }
        if isEllipsis(last, traits) { return !enclosed && ellipsisEnds(last, next: token, traits) }
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
}
