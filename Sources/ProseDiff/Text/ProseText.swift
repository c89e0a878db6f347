/// A text cut into tokens: words and marks, numbered by a ``TokenInterner``. The bytes between two tokens (white space,
/// zero-width spaces) are a gap and belong to neither.
struct ProseText {
    let bytes: [UInt8]
    private(set) var starts: [Int32] = []
    private(set) var ends: [Int32] = []
    private(set) var numbers: [Int32] = []
    private(set) var traits: [TokenTraits] = []
    /// The labels that are one token each.
    let labels: Labels

    var count: Int { numbers.count }

    /// Cuts a text into tokens.
    ///
    /// - Parameters:
    ///   - labels: The labels of withheld passages, which become one token each.
    ///   - whole: Paragraphs that become one token each, from ``WholeParagraphs``.
    ///   - firstKind: The first of the numbers for them, from ``TokenInterner/reserve(_:)``.
    ///   - joinsNumbers: Whether a number is one token with its sign, currency, separators and scale.
    init(
        _ bytes: [UInt8], _ lexicon: inout TokenInterner, labels: Labels = Labels(),
        whole: [WholeParagraphs.Paragraph] = [],
        firstKind: Int32 = 0, joinsNumbers: Bool = true
    ) {
        self.bytes = bytes
        self.labels = labels
        let holes = labels.places(in: bytes)
        let expected = (bytes.count - whole.reduce(0) { $0 + $1.range.count }) / 4 + whole.count
        starts.reserveCapacity(expected)
        ends.reserveCapacity(expected)
        numbers.reserveCapacity(expected)
        traits.reserveCapacity(expected)
        bytes.withUnsafeBufferPointer { buffer in
            var from = 0
            var next = holes[...]
            for paragraph in whole {
                cut(buffer, from..<paragraph.range.lowerBound, &next, &lexicon)
                add(paragraph.range, firstKind + Int32(paragraph.kind), [.word, .whole])
                from = paragraph.range.upperBound
            }
            cut(buffer, from..<bytes.count, &next, &lexicon)
            SentenceBreaker(buffer, starts, ends).mark(&traits)
        }
        if joinsNumbers { joinNumbers(&lexicon) }
    }

    /// Cuts a part between line breaks or ends of the text, with its labels.
    private mutating func cut(
        _ buffer: UnsafeBufferPointer<UInt8>, _ part: Range<Int>, _ holes: inout ArraySlice<Range<Int>>,
        _ lexicon: inout TokenInterner
    ) {
        var from = part.lowerBound
        while let hole = holes.first, hole.upperBound <= part.upperBound {
            holes.removeFirst()
            // A label within a whole paragraph is a part of its token.
            guard hole.lowerBound >= from else { continue }
            cut(buffer, from..<hole.lowerBound, &lexicon)
            add(
                hole, lexicon.number(of: UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: buffer[hole]))),
                [.word, .label])
            from = hole.upperBound
        }
        cut(buffer, from..<part.upperBound, &lexicon)
    }

    /// Cuts a part between line breaks, labels or ends of the text, which no rule looks beyond.
    private mutating func cut(_ buffer: UnsafeBufferPointer<UInt8>, _ part: Range<Int>, _ lexicon: inout TokenInterner)
    {
        let raw = UnsafeRawBufferPointer(buffer)
        var start = part.lowerBound
        WordBreaker(UnsafeBufferPointer(rebasing: buffer[part])).forEach { offset, first, joined, isFiller in
            var end = part.lowerBound + offset
            // The rest of a run of marks that is one token already.
            guard end > start else { return }
            if !isFiller {
                if end == start + 1 { end = Self.runEnd(raw, start, part.upperBound) }
                let (number, isVariant) = lexicon.number(ofWord: UnsafeRawBufferPointer(rebasing: raw[start..<end]))
                var traits = TokenTraits(first: first, joined: joined)
                if isVariant { traits.insert(.variant) }
                add(start..<end, number, traits)
            }
            start = end
        }
    }

    /// The end of a run of two or three full stops or hyphens, which is one token like an ellipsis or a long dash; one
    /// byte later if there is no such run.
    private static func runEnd(_ raw: UnsafeRawBufferPointer, _ start: Int, _ limit: Int) -> Int {
        let mark = raw[start]
        guard mark == UInt8(ascii: ".") || mark == UInt8(ascii: "-"), start == 0 || raw[start - 1] != mark else {
            return start + 1
        }
        var end = start + 1
        while end < limit, end < start + 4, raw[end] == mark { end += 1 }
        // A longer run is a drawn line. A scalar beyond ASCII after it may belong to the last mark.
        let isRun = end < start + 4 && (end == limit || raw[end] < 0x80)
        return isRun ? end : start + 1
    }

    @inline(__always)
    private mutating func add(_ range: Range<Int>, _ number: Int32, _ traits: TokenTraits) {
        starts.append(Int32(range.lowerBound))
        ends.append(Int32(range.upperBound))
        numbers.append(number)
        self.traits.append(traits)
    }

    /// Replaces a token by another one.
    mutating func set(_ token: Int, _ range: Range<Int>, _ number: Int32, _ traits: TokenTraits) {
        starts[token] = Int32(range.lowerBound)
        ends[token] = Int32(range.upperBound)
        numbers[token] = number
        self.traits[token] = traits
    }

    /// Drops the tokens after the first ones.
    mutating func cut(to count: Int) {
        starts.removeLast(starts.count - count)
        ends.removeLast(ends.count - count)
        numbers.removeLast(numbers.count - count)
        traits.removeLast(traits.count - count)
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

    /// The runs of tokens that begin at a token with a trait.
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
