extension ProseText {
    /// The first token that begins at or after a byte.
    func token(at byte: Int) -> Int { token(at: byte, within: 0..<count) }

    private func token(at byte: Int, within tokens: Range<Int>) -> Int {
        var low = tokens.lowerBound
        var high = tokens.upperBound
        while low < high {
            let middle = (low + high) / 2
            if Int(starts[middle]) < byte { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The tokens that begin within a range of bytes.
    func tokens(in range: Range<Int>) -> Range<Int> {
        let first = token(at: range.lowerBound)
        // Most ranges are short: the end is searched near the start, in doubling steps.
        var (low, step) = (first, 1)
        while low + step <= count, Int(starts[low + step - 1]) < range.upperBound {
            low += step
            step *= 2
        }
        return first..<token(at: range.upperBound, within: low..<min(count, low + step))
    }

    /// The white space at both ends of a range that cuts no token; without a token all of it is the head.
    func edges(of range: Range<Int>) -> (head: Range<Int>, tail: Range<Int>) {
        let tokens = tokens(in: range)
        guard !tokens.isEmpty else { return (range, range.upperBound..<range.upperBound) }
        let bytes = byteRange(tokens)
        return (range.lowerBound..<bytes.lowerBound, bytes.upperBound..<range.upperBound)
    }

    /// Whether a range consists of whole sentences.
    func isWhole(_ range: Range<Int>) -> Bool {
        let tokens = tokens(in: range)
        guard let first = tokens.first, traits[first].contains(.startsSentence) else { return false }
        return tokens.upperBound == count || traits[tokens.upperBound].contains(.startsSentence)
    }
}

extension ProseText {
    /// The number of words among some tokens; marks do not count.
    func wordCount(_ tokens: Range<Int>) -> Int {
        let (text, tokens) = detailed(tokens)
        return tokens.count { text.traits[$0].contains(.word) }
    }

    /// Whether a move of some tokens is worth telling: it has a few words, or a withheld passage.
    func isWorthMoving(_ tokens: Range<Int>) -> Bool {
        let (text, tokens) = detailed(tokens)
        return text.wordCount(tokens) >= ParagraphPlan.worthMoving
            || tokens.contains { text.traits[$0].contains(.label) }
    }

    /// The number of sentences that some tokens belong to.
    func sentenceCount(_ tokens: Range<Int>) -> Int {
        let (text, tokens) = detailed(tokens)
        return tokens.isEmpty ? 0 : 1 + tokens.dropFirst().count { text.traits[$0].contains(.startsSentence) }
    }

    /// Some tokens, with whole paragraphs cut into words: in this text if there are none among them, else in a text of
    /// their own.
    func detailed(_ tokens: Range<Int>) -> (text: ProseText, tokens: Range<Int>) {
        guard tokens.contains(where: { traits[$0].contains(.whole) }) else { return (self, tokens) }
        var lexicon = TokenInterner(isBlank: true)
        let text = ProseText(Array(bytes[byteRange(tokens)]), &lexicon, labels: labels)
        return (text, 0..<text.count)
    }

    /// Whether a token is the last of its sentence.
    func endsSentence(_ token: Int) -> Bool {
        token + 1 == count || traits[token + 1].contains(.startsSentence)
    }
}
