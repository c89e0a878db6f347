/// Aligns the sentences of stretches of paragraphs that go together, and finds those that went elsewhere.
struct SentenceAlignment {
    private let old: ProseText
    private let new: ProseText
    private var lexicon = Lexicon()
    /// Sentences of both texts that have not been placed, in order.
    private var gone: [(tokens: Range<Int>, number: Int32)] = []
    private var come: [(tokens: Range<Int>, number: Int32)] = []
    /// Stretches without a whole sentence in common: their words are to be aligned.
    private(set) var unlike: [TokenSpan] = []

    init(_ old: ProseText, _ new: ProseText) {
        self.old = old
        self.new = new
    }

    /// Matches the sentences that stayed the same, in order.
    mutating func align(_ span: TokenSpan, _ matches: inout [Int32], _ aligner: inout Aligner) {
        if old.numbers[span.old] == new.numbers[span.new] {
            for (oldToken, newToken) in zip(span.old, span.new) { matches[oldToken] = Int32(newToken) }
            return
        }
        let olds = sentences(old, span.old)
        let news = sentences(new, span.new)
        let same = aligner.align(olds.map(\.number)[...], news.map(\.number)[...])
        var from = (old: 0, new: 0)
        for index in 0...olds.count {
            let partner = index < olds.count ? Int(same[index]) : news.count
            guard partner >= 0 else { continue }
            between(olds[from.old..<index], news[from.new..<partner], span)
            guard index < olds.count else { break }
            for (oldToken, newToken) in zip(olds[index].tokens, news[partner].tokens) {
                matches[oldToken] = Int32(newToken)
            }
            from = (index + 1, partner + 1)
        }
    }

    private mutating func between(
        _ olds: ArraySlice<(tokens: Range<Int>, number: Int32)>,
        _ news: ArraySlice<(tokens: Range<Int>, number: Int32)>, _ span: TokenSpan
    ) {
        gone += olds
        come += news
        if let oldFirst = olds.first, let oldLast = olds.last, let newFirst = news.first, let newLast = news.last {
            unlike.append(
                TokenSpan(
                    old: oldFirst.tokens.lowerBound..<oldLast.tokens.upperBound,
                    new: newFirst.tokens.lowerBound..<newLast.tokens.upperBound))
        }
    }

    /// Adds the sentences of tokens that belong to no stretch.
    mutating func noteLoose(old oldTokens: [Range<Int>], new newTokens: [Range<Int>]) {
        for tokens in oldTokens { gone += sentences(old, tokens) }
        for tokens in newTokens { come += sentences(new, tokens) }
        gone.sort { $0.tokens.lowerBound < $1.tokens.lowerBound }
        come.sort { $0.tokens.lowerBound < $1.tokens.lowerBound }
    }

    /// Matches sentences that left one place and came, the same, to another. Of several the same, the first goes with
    /// the first.
    mutating func findMoves(_ matches: inout [Int32]) -> [TokenSpan] {
        var waiting: [Int32: [Range<Int>]] = [:]
        for sentence in gone.reversed() { waiting[sentence.number, default: []].append(sentence.tokens) }
        var moves: [TokenSpan] = []
        for sentence in come {
            guard new.wordCount(sentence.tokens) >= ParagraphPlan.worthMoving,
                let origin = waiting[sentence.number]?.popLast()
            else { continue }
            for (oldToken, newToken) in zip(origin, sentence.tokens) { matches[oldToken] = Int32(newToken) }
            moves.append(TokenSpan(old: origin, new: sentence.tokens))
        }
        return moves
    }

    private mutating func sentences(_ text: ProseText, _ tokens: Range<Int>) -> [(tokens: Range<Int>, number: Int32)] {
        text.runs(.startsSentence, in: tokens).map { ($0, lexicon.number(ofTokens: text.numbers[$0])) }
    }
}
