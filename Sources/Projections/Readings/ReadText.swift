import ProseDiff

/// A text as a reader compares it: values and words, without marks, white space and typography.
struct ReadText: Hashable, Sendable {
    /// Its values and words, in order.
    let tokens: [ReadToken]
    /// For each token, the number of its sentence.
    let sentences: [Int]
    /// For each sentence, its tokens.
    let ranges: [Range<Int>]
    /// For each sentence, what its first words say.
    private let said: [Set<Sense>]
    /// Where each sense stands; all dates stand under one.
    private let places: [Sense: [Int]]

    /// The most words of a sentence that are compared.
    private static let most = 200

    /// - Parameters:
    ///   - bytes: UTF-8.
    ///   - language: BCP 47 tag; nil when it is unknown.
    ///   - labels: The labels of withheld passages: each is one token.
    init(_ bytes: [UInt8], language: String?, labels: Labels) {
        tokens = ReadToken.all(in: bytes, language: language, labels: labels)
        var (sentences, ranges) = ([Int](), [Range<Int>]())
        sentences.reserveCapacity(tokens.count)
        var next = 0
        for sentence in Segmentation.sentences(in: bytes, labels: labels) {
            let start = next
            while next < tokens.count, tokens[next].range.lowerBound < sentence.upperBound {
                sentences.append(ranges.count)
                next += 1
            }
            if next > start { ranges.append(start..<next) }
        }
        if next < tokens.count {
            sentences += Array(repeating: ranges.count, count: tokens.count - next)
            ranges.append(next..<tokens.count)
        }
        (self.sentences, self.ranges) = (sentences, ranges)
        said = ranges.map { [tokens] in Set(tokens[$0].prefix(Self.most).flatMap(\.senses)) }
        var places: [Sense: [Int]] = [:]
        for (index, token) in tokens.enumerated() {
            for sense in token.senses where places[sense.key]?.last != index {
                places[sense.key, default: []].append(index)
            }
        }
        self.places = places
    }

    /// What the sentences of a place say.
    func senses(around place: Range<Int>) -> Set<Sense> {
        guard !tokens.isEmpty else { return [] }
        let first = sentences[min(place.lowerBound, tokens.count - 1)]
        let last = place.isEmpty ? first : sentences[min(place.upperBound, tokens.count) - 1]
        return first >= last ? said[first] : said[first...last].reduce(into: []) { $0.formUnion($1) }
    }

    /// The places where a token may stand, in order.
    func places(of token: ReadToken) -> [Int] {
        guard let first = token.senses.first else { return [] }
        if token.senses.count == 1 { return places[first.key] ?? [] }
        return Set(token.senses.flatMap { places[$0.key] ?? [] }).sorted()
    }

    /// The tokens that a range of bytes touches.
    func tokens(touching bytes: Range<Int>) -> Range<Int> {
        let start = first { $0.range.upperBound > bytes.lowerBound }
        let end = first { $0.range.lowerBound >= bytes.upperBound }
        return start..<max(start, end)
    }

    /// The bytes of some tokens; nil where there are none.
    func bytes(of range: Range<Int>) -> Range<Int>? {
        range.isEmpty ? nil : tokens[range.lowerBound].range.lowerBound..<tokens[range.upperBound - 1].range.upperBound
    }

    /// The sentence of a place between or at tokens.
    func sentence(around place: Range<Int>) -> Range<Int> {
        guard !tokens.isEmpty else { return 0..<0 }
        let first = ranges[sentences[min(place.lowerBound, tokens.count - 1)]]
        let last = place.isEmpty ? first : ranges[sentences[min(place.upperBound, tokens.count) - 1]]
        return first.lowerBound..<max(first.upperBound, last.upperBound)
    }

    /// Whether it has a passage: the same words and values in the same order.
    func has(_ passage: ArraySlice<ReadToken>) -> Bool { !places(of: passage, most: 1).isEmpty }

    /// The places of a passage; none for an empty one.
    func places(of passage: ArraySlice<ReadToken>, most: Int = 64) -> [Range<Int>] {
        guard let head = passage.first, passage.count <= tokens.count else { return [] }
        var found: [Range<Int>] = []
        for start in places(of: head) where start + passage.count <= tokens.count {
            guard zip(tokens[start...], passage).allSatisfy({ $0.says($1) }) else { continue }
            found.append(start..<start + passage.count)
            if found.count == most { break }
        }
        return found
    }

    private func first(_ isPast: (ReadToken) -> Bool) -> Int {
        var (low, high) = (0, tokens.count)
        while low < high {
            let middle = (low + high) / 2
            if isPast(tokens[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

extension Sense {
    /// What it is looked up by: dates and times may say the same without being equal.
    fileprivate var key: Sense {
        switch self {
        case .date: .date(day: nil, month: nil, year: nil)
        case .time(let minutes, _): .time(minutes)
        default: self
        }
    }
}
