extension SentenceBreaker {
    func word(_ token: Int) -> Slice<UnsafeBufferPointer<UInt8>> { bytes[Int(starts[token])..<Int(ends[token])] }

    /// Whether a full stop belongs to an abbreviation or an ordinal, and ends no sentence.
    func abbreviates(stop: Int, next: Int, _ sentence: Int, _ traits: [TokenTraits]) -> Bool {
        guard stop > sentence, traits[stop].contains(.joined) else { return false }
        let token = stop - 1
        if traits[token].contains(.digit) { return token == sentence || isOrdinal(token, next, sentence, traits) }
        guard traits[token].contains(.word) else { return false }
        let text = withoutArticle(word(token))
        let isAfterNumber = token > sentence && traits[token - 1].contains(.digit)
        if isLetter(text) {
            return !isAfterNumber && isInitial(token, next, sentence, traits)
        }
        if text.contains(UInt8(ascii: ".")) && text.count <= 5 { return !isOpener(next) }
        // "5 min.", "100 м.": a unit after a number ends the sentence.
        if isAfterNumber, abbreviations.scales.contains(text) { return !isOpener(next) }
        if abbreviations.titles.contains(text) { return !isAfterNumber || !isOpener(next) }
        if abbreviations.initials.contains(text) { return !isAfterNumber && !isOpener(next) }
        return traits[next].contains(.digit) && abbreviations.beforeNumbers.contains(text)
    }

    /// Whether a letter with a stop stands for a word. A small vowel may be a word, so it does only beside another one:
    /// "u. a."
    private func isInitial(_ token: Int, _ next: Int, _ sentence: Int, _ traits: [TokenTraits]) -> Bool {
        if isOpener(next) { return false }
        if traits[token].contains(.capital) { return word(token).count == 1 || !isCyrillicWord(word(token)) }
        if traits[token].contains(.small), !isConsonant(word(token)) {
            let isBefore =
                next + 1 < traits.count && word(token).count == 1 && isLetter(word(next))
                && traits[next + 1].contains(.stop)
            return isBefore || token > sentence + 1 && traits[token - 1].contains(.stop) && isLetter(word(token - 2))
        }
        return true
    }

    /// Whether a word is one letter: Latin, Greek, Cyrillic or Arabic.
    private func isLetter(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        guard let first = text.first else { return false }
        return text.count == 1 || text.count == 2 && (0xC3..<0xDC).contains(first)
    }

    private func isConsonant(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        guard let first = text.first, let last = text.last else { return false }
        if text.count == 1 { return !Self.vowels.contains(last) }
        // U+0431 to U+0449 without the vowels; other letters of two bytes may be words.
        switch (first, last) {
        case (0xD0, 0xB1...0xBF): return last != 0xB5 && last != 0xB8 && last != 0xBE
        case (0xD1, 0x80...0x89): return last != 0x83
        default: return false
        }
    }

    private static let vowels = Array("aeiouyAEIOUY".utf8)

    /// Whether a capital is a Cyrillic word of its own: U+042F and U+0404.
    private func isCyrillicWord(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        text.elementsEqual([0xD0, 0xAF]) || text.elementsEqual([0xD0, 0x84])
    }

    /// Whether a word usually begins a sentence, and is no initial: "A. S. Pushkin".
    private func isOpener(_ token: Int) -> Bool {
        guard abbreviations.openers.contains(word(token)) else { return false }
        let isInitial =
            isLetter(word(token)) && token + 1 < starts.count && starts[token + 1] == ends[token]
            && word(token + 1).elementsEqual([UInt8(ascii: ".")])
        return !isInitial
    }

    /// What follows an elided article: "l'avv".
    private func withoutArticle(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> Slice<UnsafeBufferPointer<UInt8>> {
        guard let mark = text.prefix(6).lastIndex(where: { $0 == UInt8(ascii: "'") || $0 == 0x99 }) else { return text }
        return text[(mark + 1)...]
    }

    /// Whether a number with a stop is a German ordinal: "am 3. Mai", "im 2. Quartal", "der 1. FC".
    private func isOrdinal(_ number: Int, _ next: Int, _ sentence: Int, _ traits: [TokenTraits]) -> Bool {
        guard word(number).count <= 2, traits[next].contains(.capital), !isOpener(next) else { return false }
        if abbreviations.ordinals.contains(word(next)) { return true }
        guard number > sentence, abbreviations.beforeOrdinals.contains(smallWord(number - 1)) else { return false }
        // "I am 30. Anna left."
        return number < sentence + 2 || !word(number - 2).elementsEqual([UInt8(ascii: "I")])
    }

    /// A word whose first letter is small.
    private func smallWord(_ token: Int) -> [UInt8] {
        var word = Array(word(token))
        if let first = word.first, first &- 0x41 < 26 { word[0] = first | 0x20 }
        return word
    }

    /// Whether a token is an ellipsis, of one scalar or of dots.
    @inline(__always)
    func isEllipsis(_ token: Int, _ traits: [TokenTraits]) -> Bool {
        guard !traits[token].contains(.word), ends[token] - starts[token] == 3 else { return false }
        let start = Int(starts[token])
        return bytes[start] == 0xE2 && bytes[start + 1] == 0x80 && bytes[start + 2] == 0xA6
            || bytes[start] == UInt8(ascii: ".") && bytes[start + 1] == UInt8(ascii: ".")
    }

    /// Whether a sentence ends with an ellipsis. With a space before it, it stands for words within the sentence.
    func ellipsisEnds(_ ellipsis: Int, next: Int, _ traits: [TokenTraits]) -> Bool {
        guard traits[next].contains(.capital), !traits[next].contains(.joined) else { return false }
        return traits[ellipsis].contains(.joined) ? !word(next).elementsEqual([UInt8(ascii: "I")]) : isOpener(next)
    }
}
