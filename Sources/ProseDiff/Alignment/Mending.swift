/// Replaces parts of an alignment by paragraphs and sentences, where it is too long, by a longest common subsequence of
/// words.
///
/// Paragraphs and sentences are paired by likeness, which sometimes costs many more words than necessary: in a list
/// that was cut up, or a passage that was copied. Between unchanged paragraphs the words are aligned again. Where that
/// saves enough, the second alignment is used between two matches that both alignments share. A move is dropped if no
/// more words change without it.
struct Mending {
    private let old: ProseText
    private let new: ProseText
    /// Moved runs, in the order of the new text.
    private(set) var moves: [TokenSpan]
    /// Whether each token is in a moved run.
    private var oldMoved: [Bool]
    private var newMoved: [Bool]

    /// Upper limit of the work for one text, in units of about a nanosecond.
    private static let mostWork = 8_000_000
    /// The least number of words to save.
    private static let least = 4
    /// The least saving, as a divisor of the number of changed words.
    private static let part = 32

    init(_ old: ProseText, _ new: ProseText, leaving moves: [TokenSpan]) {
        self.old = old
        self.new = new
        self.moves = moves
        var oldMoved = [Bool](repeating: false, count: old.count)
        var newMoved = [Bool](repeating: false, count: new.count)
        for move in moves {
            for token in move.old { oldMoved[token] = true }
            for token in move.new { newMoved[token] = true }
        }
        self.oldMoved = oldMoved
        self.newMoved = newMoved
    }

    mutating func mend(_ matches: inout [Int32]) {
        var budget = Self.mostWork
        // Unchanged paragraphs have so many words that no other alignment is better.
        var anchors = [Int32](repeating: -1, count: matches.count)
        for token in matches.indices where old.traits[token].contains(.whole) && !oldMoved[token] {
            anchors[token] = matches[token]
        }
        takeBackMoves(anchors, &matches, &budget)
        var isFree = newMoved.map { !$0 }
        for match in matches where match >= 0 { isFree[Int(match)] = false }
        Gaps.forEach(anchors, old: 0..<old.count, new: 0..<new.count) { gap in
            // If almost nothing remains on one side, almost nothing can be saved.
            let gone = gap.old.count { matches[$0] < 0 && !oldMoved[$0] }
            guard 2 * gone > Self.least, 2 * gap.new.count(where: { isFree[$0] }) > Self.least else { return }
            mend(gap, &matches, &budget)
        }
    }

    /// Drops moves within stretches between anchors if no more words change when they are aligned in order.
    private mutating func takeBackMoves(_ anchors: [Int32], _ matches: inout [Int32], _ budget: inout Int) {
        guard !moves.isEmpty else { return }
        var gaps: [TokenSpan] = []
        Gaps.forEach(anchors, old: 0..<old.count, new: 0..<new.count) { if $0.hasBoth { gaps.append($0) } }
        var left = moves[...]
        var kept: [TokenSpan] = []
        for gap in gaps {
            let before = left.prefix { $0.new.lowerBound < gap.new.lowerBound }
            let within = left.dropFirst(before.count).prefix { $0.new.lowerBound < gap.new.upperBound }
            left = left.dropFirst(before.count + within.count)
            // A paragraph that occurs equally often in both texts has surely moved.
            let inner = within.filter { move in
                gap.holds(move) && !move.old.contains { old.traits[$0].contains(.whole) }
            }
            let isTakenBack = !inner.isEmpty && alignInOrder(gap, inner, &matches, &budget)
            kept += before + (isTakenBack ? within.filter { !inner.contains($0) } : Array(within))
        }
        moves = kept + left
    }

    /// Aligns a stretch with some of its moves in order, if no more tokens change than with the moves.
    private mutating func alignInOrder(
        _ gap: TokenSpan, _ inner: [TokenSpan], _ matches: inout [Int32], _ budget: inout Int
    ) -> Bool {
        let kept = gap.old.count { matches[$0] >= 0 && !oldMoved[$0] }
        let changed = gap.old.count { !oldMoved[$0] } + gap.new.count { !newMoved[$0] } - 2 * kept
        for move in inner { setMoved(move, false) }
        let (olds, news) = (gap.old.filter { !oldMoved[$0] }, gap.new.filter { !newMoved[$0] })
        let (oldNumbers, newNumbers) = (olds.map { old.numbers[$0] }, news.map { new.numbers[$0] })
        let reach = (changed + 1) / 2
        let work = 4 * reach * reach + olds.count + news.count
        if changed > 0, work <= budget {
            budget -= work
            if MiddleSnake.isReachable(oldNumbers, newNumbers, within: reach, limit: Self.mostWork) == true {
                var aligner = Aligner(budget: Self.mostWork)
                var shortest = aligner.align(oldNumbers[...], newNumbers[...])
                SentenceEnds(old, olds, new, news).slide(&shortest)
                for (index, token) in olds.enumerated() {
                    matches[token] = shortest[index] < 0 ? -1 : Int32(news[Int(shortest[index])])
                }
                return true
            }
        }
        for move in inner { setMoved(move, true) }
        return false
    }

    private mutating func setMoved(_ move: TokenSpan, _ isMoved: Bool) {
        for token in move.old { oldMoved[token] = isMoved }
        for token in move.new { newMoved[token] = isMoved }
    }

    private func mend(_ gap: TokenSpan, _ matches: inout [Int32], _ budget: inout Int) {
        let span = trimmed(gap, matches)
        let olds = span.old.filter { !oldMoved[$0] }
        var places = [Int32](repeating: -1, count: span.new.count)
        var news: [Int] = []
        for token in span.new where !newMoved[token] {
            places[token - span.new.lowerBound] = Int32(news.count)
            news.append(token)
        }
        // By index among the tokens that stayed.
        let current = olds.map { token -> Int32 in
            let match = Int(matches[token])
            return span.new.contains(match) ? places[match - span.new.lowerBound] : -1
        }
        let changed = olds.count + news.count - 2 * current.count { $0 >= 0 }
        let most = 2 * common(olds, news, current)
        let work = min(changed * changed / 2, 2 * BitRows.mostWork(olds.count, news.count)) + olds.count + news.count
        guard most > max(Self.least, changed / Self.part), work <= budget else { return }
        budget -= work
        var aligner = Aligner(budget: Self.mostWork)
        var shortest = aligner.align(olds.map { old.numbers[$0] }[...], news.map { new.numbers[$0] }[...])
        guard aligner.quality == .minimal else { return }
        SentenceEnds(old, olds, new, news).slide(&shortest)
        let shared = zip(current, shortest).map { $0 == $1 ? $0 : -1 }
        Gaps.forEach(shared, old: olds.indices, new: news.indices) { gap in
            let kept = current[gap.old].count { $0 >= 0 }
            let found = shortest[gap.old].count { $0 >= 0 }
            let least = gap.old.count + gap.new.count - 2 * found
            guard 2 * (found - kept) >= max(Self.least, least / Self.part) else { return }
            for index in gap.old {
                matches[olds[index]] = shortest[index] < 0 ? -1 : Int32(news[Int(shortest[index])])
            }
        }
    }

    /// A stretch without the common beginning and end of both sides, except for the tokens that ``SentenceEnds`` needs.
    private func trimmed(_ span: TokenSpan, _ matches: [Int32]) -> TokenSpan {
        func stays(_ token: Int, _ partner: Int) -> Bool { matches[token] == partner && !oldMoved[token] }
        let head = max(0, zip(span.old, span.new).prefix { stays($0, $1) }.count - 1)
        let rest = min(span.old.count, span.new.count) - head
        var tail = 0
        while tail < rest, stays(span.old.upperBound - 1 - tail, span.new.upperBound - 1 - tail) { tail += 1 }
        tail = max(0, tail - SentenceEnds.most)
        return TokenSpan(old: span.old.dropFirst(head).dropLast(tail), new: span.new.dropFirst(head).dropLast(tail))
    }

    /// The largest number of matches that unmatched tokens could have, ignoring order.
    private func common(_ olds: [Int], _ news: [Int], _ matches: [Int32]) -> Int {
        var isMatched = [Bool](repeating: false, count: news.count)
        for match in matches where match >= 0 { isMatched[Int(match)] = true }
        let gone = olds.indices.filter { matches[$0] < 0 }.map { old.numbers[olds[$0]] }.sorted()
        let come = news.indices.filter { !isMatched[$0] }.map { new.numbers[news[$0]] }.sorted()
        var (common, at) = (0, 0)
        for number in come {
            while at < gone.count, gone[at] < number { at += 1 }
            if at < gone.count, gone[at] == number { (common, at) = (common + 1, at + 1) }
        }
        return common
    }
}
