extension ProseText {
    /// The first token that begins at or after a byte.
    func token(at byte: Int) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if Int(starts[middle]) < byte { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The tokens that begin within a range of bytes.
    func tokens(in range: Range<Int>) -> Range<Int> {
        let first = token(at: range.lowerBound)
        return first..<max(first, token(at: range.upperBound))
    }

    /// The white space at both ends of a range that cuts no token; all of it is the head when there is no token.
    func edges(of range: Range<Int>) -> (head: Range<Int>, tail: Range<Int>) {
        let tokens = tokens(in: range)
        guard !tokens.isEmpty else { return (range, range.upperBound..<range.upperBound) }
        let bytes = byteRange(tokens)
        return (range.lowerBound..<bytes.lowerBound, bytes.upperBound..<range.upperBound)
    }

    /// Whether a range holds whole sentences and nothing else.
    func isWhole(_ range: Range<Int>) -> Bool {
        let tokens = tokens(in: range)
        guard let first = tokens.first, traits[first].contains(.startsSentence) else { return false }
        return tokens.upperBound == count || traits[tokens.upperBound].contains(.startsSentence)
    }
}

extension ProseText {
    /// How many of some tokens are words, not marks.
    func wordCount(_ tokens: Range<Int>) -> Int { tokens.count { traits[$0].contains(.word) } }

    /// Whether a token is the last of its sentence.
    func endsSentence(_ token: Int) -> Bool {
        token + 1 == count || traits[token + 1].contains(.startsSentence)
    }
}
