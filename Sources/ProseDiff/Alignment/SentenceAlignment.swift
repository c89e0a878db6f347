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
    /// The stretch that each of them belongs to.
    private var goneFrom: [Int] = []
    private var comeTo: [Int] = []
    private var stretches = 0
    /// The moved sentences that were edited.
    private(set) var editedMoves: [TokenSpan] = []

    private typealias Sentence = (tokens: Range<Int>, number: Int32)

    /// The likeness, in thousandths, from which two sentences at different places are one that was moved and edited.
    private static let movedAndEdited = 600
    /// The rare words and pairs of words that they must share.
    private static let leastShared = 6
    /// The most sentences of one side that are compared.
    private static let mostCompared = 2000

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
        goneFrom += Array(repeating: stretches, count: gone.count - goneFrom.count)
        comeTo += Array(repeating: stretches, count: come.count - comeTo.count)
        stretches += 1
    }

    /// Matches sentences that disappeared at one place and appeared unchanged at another. Of several equal ones, the
    /// first is matched with the first.
    mutating func findMoves(_ matches: inout [Int32]) -> [TokenSpan] {
        guard !gone.isEmpty, !come.isEmpty else { return [] }
        var waiting: [Int32: [Range<Int>]] = [:]
        for sentence in gone.reversed() { waiting[sentence.number, default: []].append(sentence.tokens) }
        var moves: [TokenSpan] = []
        var moved: (old: Set<Int>, new: Set<Int>) = ([], [])
        for sentence in come {
            guard new.isWorthMoving(sentence.tokens),
                let origin = waiting[sentence.number]?.popLast()
            else { continue }
            for (oldToken, newToken) in zip(origin, sentence.tokens) { matches[oldToken] = Int32(newToken) }
            moves.append(TokenSpan(old: origin, new: sentence.tokens))
            moved.old.insert(origin.lowerBound)
            moved.new.insert(sentence.tokens.lowerBound)
        }
        editedMoves = findEditedMoves(besides: moved)
        return (moves + editedMoves).sorted { $0.new.lowerBound < $1.new.lowerBound }
    }

    /// Finds sentences that were edited and moved: pairs by likeness, the most similar first. Pairs that keep their order
    /// within one stretch stay there.
    private func findEditedMoves(besides moved: (old: Set<Int>, new: Set<Int>)) -> [TokenSpan] {
        let quoting = quotingInPlace()
        let olds = gone.indices.filter { !moved.old.contains(gone[$0].tokens.lowerBound) && !quoting.old.contains($0) }
        let news = come.indices.filter { !moved.new.contains(come[$0].tokens.lowerBound) && !quoting.new.contains($0) }
        guard !olds.isEmpty, !news.isEmpty, max(olds.count, news.count) <= Self.mostCompared else { return [] }
        var counts = [(old: Int, new: Int)](repeating: (0, 0), count: stretches)
        for sentence in olds { counts[goneFrom[sentence]].old += 1 }
        for sentence in news { counts[comeTo[sentence]].new += 1 }
        // Else each sentence has its own place.
        guard
            counts.contains(where: { $0.old > $0.new }) && counts.contains(where: { $0.old < $0.new })
                || counts.contains(where: { $0.old > 1 && $0.new > 1 })
        else { return [] }
        let index = PassageIndex(old, olds.map { gone[$0].tokens }, new, news.map { come[$0].tokens })
        func stays(_ score: PassageIndex.Score) -> Bool { goneFrom[olds[score.old]] == comeTo[news[score.new]] }
        func rank(_ score: PassageIndex.Score) -> (Int, Int, Int, Int) {
            (-score.likeness, stays(score) ? 0 : 1, score.new, score.old)
        }
        var used: (old: Set<Int>, new: Set<Int>) = ([], [])
        var pairs: [PassageIndex.Score] = []
        for score in index.scores.filter({ $0.shared > 0 }).sorted(by: { rank($0) < rank($1) })
        where !used.old.contains(score.old) && !used.new.contains(score.new) {
            used.old.insert(score.old)
            used.new.insert(score.new)
            pairs.append(score)
        }
        let inPlace = HeaviestChain.choose(
            pairs.filter(stays).map { .init(old: $0.old, new: $0.new, weight: 1 + $0.shared) }, newCount: news.count)
        let staying = Set(inPlace.map(\.old))
        return pairs.filter { pair in
            !staying.contains(pair.old) && pair.likeness >= Self.movedAndEdited && pair.shared >= Self.leastShared
                && new.isWorthMoving(come[news[pair.new]].tokens)
        }.map { TokenSpan(old: gone[olds[$0.old]].tokens, new: come[news[$0.new]].tokens) }
    }

    /// The sentences that have the same quotation in both texts, in order within their stretch: they stay there, whatever
    /// speaker the new text gives them.
    private func quotingInPlace() -> (old: Set<Int>, new: Set<Int>) {
        var waiting: [ArraySlice<Int32>: Int] = [:]
        for index in gone.indices {
            if let words = quotation(old, gone[index].tokens) { waiting[words] = index }
        }
        guard !waiting.isEmpty else { return ([], []) }
        var staying: (old: Set<Int>, new: Set<Int>) = ([], [])
        var last = -1
        for index in come.indices {
            guard let words = quotation(new, come[index].tokens), let partner = waiting[words], partner > last,
                goneFrom[partner] == comeTo[index]
            else { continue }
            last = partner
            staying.old.insert(partner)
            staying.new.insert(index)
        }
        return staying
    }

    /// The words of a sentence's first quotation, if it has two or more.
    private func quotation(_ text: ProseText, _ tokens: Range<Int>) -> ArraySlice<Int32>? {
        guard let open = tokens.first(where: { QuotationMarks.isMark(text, $0) }),
            let close = tokens[(open + 1)...].first(where: { QuotationMarks.isMark(text, $0) }), close > open + 2
        else { return nil }
        return text.numbers[open + 1..<close]
    }

    private mutating func unmoved(_ text: ProseText, _ tokens: Range<Int>, _ moved: [Bool]) -> [Sentence] {
        let all = sentences(text, tokens)
        return moved.isEmpty ? all : all.filter { !moved[$0.tokens.lowerBound] }
    }

    private mutating func sentences(_ text: ProseText, _ tokens: Range<Int>) -> [Sentence] {
        text.runs(.startsSentence, in: tokens).map { ($0, lexicon.number(ofTokens: text.numbers[$0])) }
    }
}
