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
    /// What is written without a capital.
    private let small: Set<Sense>

    /// The most words of a sentence that are compared.
    private static let most = 200
    /// The most sentences after the first of a place that are compared.
    private static let mostSentences = 8

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
        var (places, small) = ([Sense: [Int]](), Set<Sense>())
        for (index, token) in tokens.enumerated() {
            for sense in token.senses where places[sense.key]?.last != index {
                places[sense.key, default: []].append(index)
                if !token.isCapital { small.insert(sense.key) }
            }
        }
        (self.places, self.small) = (places, small)
    }

    /// What the sentences of a place say.
    func senses(around place: Range<Int>) -> Set<Sense> {
        guard !tokens.isEmpty else { return [] }
        let first = sentences[min(place.lowerBound, tokens.count - 1)]
        let last = place.isEmpty ? first : sentences[min(place.upperBound, tokens.count) - 1]
        guard first < last else { return said[first] }
        return said[first...min(last, first + Self.mostSentences)].reduce(into: []) { $0.formUnion($1) }
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
        var work = WordBudget(for: [self])
        return places(of: passage, most: most, &work)
    }

    /// The places of a passage, as far as the work lasts; none for an empty one.
    func places(of passage: ArraySlice<ReadToken>, most: Int = 64, _ work: inout WordBudget) -> [Range<Int>] {
        guard passage.count <= tokens.count, let anchor = rarest(in: passage) else { return [] }
        work.spend(passage.count)
        let before = anchor - passage.startIndex
        var found: [Range<Int>] = []
        for place in places(of: passage[anchor]) {
            let start = place - before
            guard start >= 0, start + passage.count <= tokens.count else { continue }
            let same = zip(tokens[start...], passage).prefix { $0.says($1) }.count
            work.spend(same + 1)
            if same == passage.count { found.append(start..<start + passage.count) }
            if found.count == most || work.isSpent { break }
        }
        return found
    }

    /// The token of a passage that the text has least often; nil for an empty passage.
    private func rarest(in passage: ArraySlice<ReadToken>) -> Int? {
        var best: (index: Int, count: Int)?
        for index in passage.indices {
            let count = passage[index].senses.reduce(0) { $0 + (places[$1.key]?.count ?? 0) }
            if count < best?.count ?? .max { best = (index, count) }
            if count == 0 { break }
        }
        return best?.index
    }

    /// Whether a word stands in the text with a small letter.
    func hasSmall(_ word: ReadToken) -> Bool { word.senses.contains { small.contains($0.key) } }

    private func first(_ isPast: (ReadToken) -> Bool) -> Int {
        var (low, high) = (0, tokens.count)
        while low < high {
            let middle = (low + high) / 2
            if isPast(tokens[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

/// How many words may be compared for one reading of a story, so that its cost grows as its texts do, whatever they say.
///
/// Words that people write need a small part of it. What a text made to be slow leaves undone is not told.
struct WordBudget {
    private var left: Int

    private static let (base, perWord) = (400_000, 64)

    init(for texts: [ReadText]) { left = Self.base + Self.perWord * texts.reduce(0) { $0 + $1.tokens.count } }

    /// Whether no more may be compared.
    var isSpent: Bool { left < 0 }

    /// Counts compared words.
    mutating func spend(_ words: Int) { left -= words }
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
