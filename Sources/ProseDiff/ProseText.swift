/// A text cut into tokens: words and marks, numbered by a ``Lexicon``. What lies between two tokens (white space,
/// zero-width spaces) is a gap and belongs to neither.
struct ProseText {
    let bytes: [UInt8]
    private(set) var starts: [Int32] = []
    private(set) var ends: [Int32] = []
    private(set) var numbers: [Int32] = []
    private(set) var traits: [TokenTraits] = []

    var count: Int { numbers.count }

    /// Cuts a text into tokens.
    ///
    /// - Parameters:
    ///   - whole: Paragraphs to take as one token each, from ``WholeParagraphs``.
    ///   - firstKind: The number of the first of their kinds, from ``Lexicon/reserve(_:)``.
    init(
        _ bytes: [UInt8], _ lexicon: inout Lexicon, whole: [WholeParagraphs.Paragraph] = [], firstKind: Int32 = 0
    ) {
        self.bytes = bytes
        let expected = (bytes.count - whole.reduce(0) { $0 + $1.range.count }) / 4 + whole.count
        starts.reserveCapacity(expected)
        ends.reserveCapacity(expected)
        numbers.reserveCapacity(expected)
        traits.reserveCapacity(expected)
        bytes.withUnsafeBufferPointer { buffer in
            var from = 0
            for paragraph in whole {
                cut(buffer, from..<paragraph.range.lowerBound, &lexicon)
                add(paragraph.range, firstKind + Int32(paragraph.kind), [.word, .whole])
                from = paragraph.range.upperBound
            }
            cut(buffer, from..<bytes.count, &lexicon)
            SentenceBreaker(buffer, starts, ends).mark(&traits)
        }
    }

    /// Cuts a part that line breaks or the text's ends bound, so that no rule looks past it.
    private mutating func cut(_ buffer: UnsafeBufferPointer<UInt8>, _ part: Range<Int>, _ lexicon: inout Lexicon) {
        let raw = UnsafeRawBufferPointer(buffer)
        var start = part.lowerBound
        WordBreaker(UnsafeBufferPointer(rebasing: buffer[part])).forEach { offset, first, joined, isFiller in
            let end = part.lowerBound + offset
            if !isFiller {
                let number = lexicon.number(of: UnsafeRawBufferPointer(rebasing: raw[start..<end]))
                add(start..<end, number, TokenTraits(first: first, joined: joined))
            }
            start = end
        }
    }

    @inline(__always)
    private mutating func add(_ range: Range<Int>, _ number: Int32, _ traits: TokenTraits) {
        starts.append(Int32(range.lowerBound))
        ends.append(Int32(range.upperBound))
        numbers.append(number)
        self.traits.append(traits)
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
