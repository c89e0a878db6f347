/// The words that tell one statement from another: numbers, names and quotations.
public enum TellingWords {
    /// Returns quotations and, outside of them, numbers and runs of capitalised words that do not begin a sentence.
    ///
    /// - Parameter bytes: UTF-8.
    /// - Returns: UTF-8 byte ranges, quotations first.
    public static func inside(_ bytes: [UInt8]) -> [Range<Int>] {
        var lexicon = TokenInterner(isBlank: true)
        let text = ProseText(bytes, &lexicon)
        let quotations = QuotedPassages.inside(bytes)
        var found = quotations
        var quoted = quotations[...]
        var name: Range<Int>?
        func close() {
            if let words = name { found.append(words) }
            name = nil
        }
        for token in 0..<text.count {
            let range = text.byteRange(token..<token + 1)
            while let first = quoted.first, first.upperBound <= range.lowerBound { quoted.removeFirst() }
            if let first = quoted.first, first.contains(range.lowerBound) {
                close()
            } else if text.isName(token) {
                name = (name?.lowerBound ?? range.lowerBound)..<range.upperBound
            } else {
                close()
                if text.traits[token].contains(.digit) { found.append(range) }
            }
        }
        close()
        return found
    }
}
