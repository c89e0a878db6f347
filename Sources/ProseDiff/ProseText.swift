/// A text cut into tokens: words and marks, numbered by a ``Lexicon``. What lies between two tokens (white space,
/// zero-width spaces) is a gap and belongs to neither.
struct ProseText {
    let bytes: [UInt8]
    private(set) var starts: [Int32] = []
    private(set) var ends: [Int32] = []
    private(set) var numbers: [Int32] = []
    private(set) var traits: [TokenTraits] = []

    var count: Int { numbers.count }

    init(_ bytes: [UInt8], _ lexicon: inout Lexicon) {
        self.bytes = bytes
        let expected = bytes.count / 4
        starts.reserveCapacity(expected)
        ends.reserveCapacity(expected)
        numbers.reserveCapacity(expected)
        traits.reserveCapacity(expected)
        bytes.withUnsafeBufferPointer { buffer in
            let raw = UnsafeRawBufferPointer(buffer)
            var start = 0
            WordBreaker(buffer).forEach { end, first, joined, isFiller in
                if !isFiller {
                    starts.append(Int32(start))
                    ends.append(Int32(end))
                    numbers.append(lexicon.number(of: UnsafeRawBufferPointer(rebasing: raw[start..<end])))
                    traits.append(TokenTraits(first: first, joined: joined))
                }
                start = end
            }
            SentenceBreaker(buffer, starts, ends).mark(&traits)
        }
    }

    /// The bytes between a token and the one before it; `gap(before: count)` is what follows the last token.
    func gap(before token: Int) -> Range<Int> {
        let start = token == 0 ? 0 : Int(ends[token - 1])
        return start..<(token == count ? bytes.count : Int(starts[token]))
    }

    /// The bytes of a run of tokens, from the start of the first to the end of the last.
    func byteRange(_ tokens: Range<Int>) -> Range<Int> {
        guard !tokens.isEmpty else {
            let start = gap(before: tokens.lowerBound).lowerBound
            return start..<start
        }
        return Int(starts[tokens.lowerBound])..<Int(ends[tokens.upperBound - 1])
    }

    /// The runs of tokens that begin where a trait is set.
    func runs(_ trait: TokenTraits, in tokens: Range<Int>) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        var start = tokens.lowerBound
        for token in tokens where token > start && traits[token].contains(trait) {
            runs.append(start..<token)
            start = token
        }
        if start < tokens.upperBound { runs.append(start..<tokens.upperBound) }
        return runs
    }
}
