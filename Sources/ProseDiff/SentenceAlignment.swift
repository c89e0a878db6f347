/// Aligns the sentences of paired stretches, and finds moved sentences.
struct SentenceAlignment {
    private let old: ProseText
    private let new: ProseText
    private var lexicon = TokenInterner()
    /// Whether each token belongs to a moved paragraph; empty if no paragraph moved.
    private var oldMoved: [Bool] = []
    private var newMoved: [Bool] = []
    /// Sentences of both texts that are not matched yet, in order.
    private var gone: [Sentence] = []
    private var come: [Sentence] = []

    private typealias Sentence = (tokens: Range<Int>, number: Int32)

    /// - Parameter moves: The moved paragraphs.
    init(_ old: ProseText, _ new: ProseText, leaving moves: [TokenSpan]) {
        self.old = old
        self.new = new
        guard !moves.isEmpty else { return }
        oldMoved = [Bool](repeating: false, count: old.count)
        newMoved = [Bool](repeating: false, count: new.count)
        for move in moves {
            for token in move.old { oldMoved[token] = true }
            for token in move.new { newMoved[token] = true }
        }
    }

    /// Matches unchanged sentences, in order.
    mutating func align(_ span: TokenSpan, _ matches: inout [Int32], _ aligner: inout Aligner) {
        if old.numbers[span.old] == new.numbers[span.new] {
            for (oldToken, newToken) in zip(span.old, span.new) { matches[oldToken] = Int32(newToken) }
        } else {
            let (olds, news) = (sentences(old, span.old), sentences(new, span.new))
            align(olds, news, &matches, &aligner)
        }
    }

    /// Matches unchanged sentences of a stretch that may contain moved paragraphs, which are left out.
    mutating func alignUnmoved(_ span: TokenSpan, _ matches: inout [Int32], _ aligner: inout Aligner) {
        let (olds, news) = (unmoved(old, span.old, oldMoved), unmoved(new, span.new, newMoved))
        align(olds, news, &matches, &aligner)
    }

    private func align(_ olds: [Sentence], _ news: [Sentence], _ matches: inout [Int32], _ aligner: inout Aligner) {
        guard !olds.isEmpty, !news.isEmpty else { return }
        let same = aligner.align(olds.map(\.number)[...], news.map(\.number)[...])
        for (sentence, partner) in zip(olds, same) where partner >= 0 {
            for (oldToken, newToken) in zip(sentence.tokens, news[Int(partner)].tokens) {
                matches[oldToken] = Int32(newToken)
            }
        }
    }

    /// Records the sentences of a stretch without matches, for ``findMoves(_:)``. Stretches come in order.
    mutating func noteUnplaced(_ span: TokenSpan) {
        gone += unmoved(old, span.old, oldMoved)
        come += unmoved(new, span.new, newMoved)
    }

    /// Matches sentences that disappeared at one place and appeared unchanged at another. Of several equal ones, the
    /// first is matched with the first.
    mutating func findMoves(_ matches: inout [Int32]) -> [TokenSpan] {
        guard !gone.isEmpty, !come.isEmpty else { return [] }
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

    private mutating func unmoved(_ text: ProseText, _ tokens: Range<Int>, _ moved: [Bool]) -> [Sentence] {
        let all = sentences(text, tokens)
        return moved.isEmpty ? all : all.filter { !moved[$0.tokens.lowerBound] }
    }

    private mutating func sentences(_ text: ProseText, _ tokens: Range<Int>) -> [Sentence] {
        text.runs(.startsSentence, in: tokens).map { ($0, lexicon.number(ofTokens: text.numbers[$0])) }
    }
}
