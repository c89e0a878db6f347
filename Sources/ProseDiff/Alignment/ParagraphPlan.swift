/// The pairing of paragraphs: unchanged, edited, split or joined in place, or moved.
struct ParagraphPlan {
    /// Stretches of whole paragraphs that are paired in order, as tokens.
    private(set) var stretches: [TokenSpan] = []
    /// Moved paragraphs, unchanged or edited, as tokens. In the order of the new text.
    private(set) var moves: [TokenSpan] = []

    private let old: ProseText
    private let new: ProseText
    private let oldParagraphs: [Range<Int>]
    private let newParagraphs: [Range<Int>]
    private let oldNumbers: [Int32]
    private let newNumbers: [Int32]
    /// The new partner of each old paragraph in place, or -1; and the reverse.
    private var partners: [Int]
    private var newPartners: [Int]
    /// Paragraphs without a partner that were split off from a pair, or joined to it.
    private var usedOld: Set<Int> = []
    private var usedNew: Set<Int> = []

    /// The likeness, in thousandths, from which two paragraphs at the same place are one edited paragraph.
    private static let edited = 250
    /// The same for paragraphs at different places, where more evidence is needed.
    private static let movedAndEdited = 500
    /// The same for paragraphs at the same place that need not be compared with any other.
    private static let surelyEdited = 700
    /// The words that a passage must have for its move to be reported.
    static let worthMoving = 4

    init(_ old: ProseText, _ new: ProseText, _ options: Comparison.Options, _ aligner: inout Aligner) {
        self.old = old
        self.new = new
        oldParagraphs = old.runs(.startsParagraph, in: 0..<old.count)
        newParagraphs = new.runs(.startsParagraph, in: 0..<new.count)
        var lexicon = TokenInterner()
        oldNumbers = oldParagraphs.map { lexicon.number(ofTokens: old.numbers[$0]) }
        newNumbers = newParagraphs.map { lexicon.number(ofTokens: new.numbers[$0]) }
        partners = [Int](repeating: -1, count: oldParagraphs.count)
        newPartners = [Int](repeating: -1, count: newParagraphs.count)
        let (oldMiddle, newMiddle) = pairEnds()
        if oldMiddle.isEmpty || newMiddle.isEmpty {
            gatherStretches()
        } else {
            pairMiddle(oldMiddle, newMiddle, options, &aligner)
        }
        moves.sort { $0.new.lowerBound < $1.new.lowerBound }
    }

    private mutating func pair(_ oldIndex: Int, _ newIndex: Int) {
        partners[oldIndex] = newIndex
        newPartners[newIndex] = oldIndex
    }

    /// Pairs the equal paragraphs at both ends, and returns the middle.
    private mutating func pairEnds() -> (Range<Int>, Range<Int>) {
        var head = 0
        while head < oldNumbers.count, head < newNumbers.count, oldNumbers[head] == newNumbers[head] {
            pair(head, head)
            head += 1
        }
        var oldEnd = oldNumbers.count
        var newEnd = newNumbers.count
        while oldEnd > head, newEnd > head, oldNumbers[oldEnd - 1] == newNumbers[newEnd - 1] {
            oldEnd -= 1
            newEnd -= 1
            pair(oldEnd, newEnd)
        }
        return (head..<oldEnd, head..<newEnd)
    }

    private mutating func pairMiddle(
        _ oldMiddle: Range<Int>, _ newMiddle: Range<Int>, _ options: Comparison.Options, _ aligner: inout Aligner
    ) {
        if oldMiddle.count == 1 && newMiddle.count == 1 {
            // There are no candidates.
            pairLeftovers(oldMiddle, newMiddle)
            return gatherStretches()
        }
        let copies = Copies(oldNumbers[oldMiddle], newNumbers[newMiddle])
        if pairInPlace(oldMiddle, newMiddle, copies) {
            return gatherStretches()
        }
        let oldOdd = oldMiddle.filter { !copies.isOnBothSides(oldNumbers[$0]) }
        let newOdd = newMiddle.filter { !copies.isOnBothSides(newNumbers[$0]) }
        let index = PassageIndex(old, oldOdd.map { oldParagraphs[$0] }, new, newOdd.map { newParagraphs[$0] })
        let scores = index.scores.map {
            PassageIndex.Score(old: oldOdd[$0.old], new: newOdd[$0.new], shared: $0.shared, likeness: $0.likeness)
        }
        // As much text as possible should stay in place.
        var candidates = copies.pairs.map {
            HeaviestChain.Pair(old: $0.old, new: $0.new, weight: 1 + old.byteRange(oldParagraphs[$0.old]).count)
        }
        for score in scores where score.likeness >= Self.edited && score.shared > 0 {
            let size = min(
                old.byteRange(oldParagraphs[score.old]).count, new.byteRange(newParagraphs[score.new]).count)
            candidates.append(.init(old: score.old, new: score.new, weight: 1 + size * score.likeness / 1000))
        }
        for pair in HeaviestChain.choose(candidates, newCount: newNumbers.count) { self.pair(pair.old, pair.new) }
        pairCopiesInGaps(oldMiddle, newMiddle, &aligner)
        pairLeftovers(oldMiddle, newMiddle)
        var splits = SplitParagraphs(scores, oldOdd, index.oldMasses, newOdd, index.newMasses)
        gatherStretches(&splits)
        if options.findsMoves { findMoves(scores, oldMiddle, newMiddle, &splits) }
    }

    /// Pairs paragraphs one to one in order, if each is unchanged or surely edited: then nothing moved, was split or
    /// joined. Saves a tenth of the comparison of a page with two edits (`LedgerBenchmarks diff --only article`).
    private mutating func pairInPlace(_ oldMiddle: Range<Int>, _ newMiddle: Range<Int>, _ copies: Copies) -> Bool {
        guard oldMiddle.count == newMiddle.count else { return false }
        for (oldIndex, newIndex) in zip(oldMiddle, newMiddle) where oldNumbers[oldIndex] != newNumbers[newIndex] {
            guard !copies.isOnBothSides(oldNumbers[oldIndex]), !copies.isOnBothSides(newNumbers[newIndex]),
                WordBag.likeness(old, oldParagraphs[oldIndex], new, newParagraphs[newIndex]) >= Self.surelyEdited
            else { return false }
        }
        for (oldIndex, newIndex) in zip(oldMiddle, newMiddle) { pair(oldIndex, newIndex) }
        return true
    }

    /// Between pairs, aligns paragraphs that are repeated so often that they were no candidates.
    private mutating func pairCopiesInGaps(_ oldMiddle: Range<Int>, _ newMiddle: Range<Int>, _ aligner: inout Aligner) {
        forEachGap(oldMiddle, newMiddle) { plan, oldGap, newGap in
            let matches = aligner.align(plan.oldNumbers[oldGap], plan.newNumbers[newGap])
            for (offset, match) in matches.enumerated() where match >= 0 {
                plan.pair(oldGap.lowerBound + offset, newGap.lowerBound + Int(match))
            }
        }
    }

    /// Pairs a paragraph with the only other one at its place if they share enough words.
    private mutating func pairLeftovers(_ oldMiddle: Range<Int>, _ newMiddle: Range<Int>) {
        forEachGap(oldMiddle, newMiddle) { plan, oldGap, newGap in
            guard oldGap.count == 1, newGap.count == 1 else { return }
            let (oldIndex, newIndex) = (oldGap.lowerBound, newGap.lowerBound)
            let likeness = WordBag.likeness(
                plan.old, plan.oldParagraphs[oldIndex], plan.new, plan.newParagraphs[newIndex])
            if likeness >= Self.edited { plan.pair(oldIndex, newIndex) }
        }
    }

    /// Calls `body` with each gap between pairs in which both sides have paragraphs left.
    private mutating func forEachGap(
        _ oldMiddle: Range<Int>, _ newMiddle: Range<Int>, _ body: (inout Self, Range<Int>, Range<Int>) -> Void
    ) {
        var from = (old: oldMiddle.lowerBound, new: newMiddle.lowerBound)
        for index in oldMiddle.lowerBound...oldMiddle.upperBound {
            let atEnd = index == oldMiddle.upperBound
            guard atEnd || partners[index] >= 0 else { continue }
            let partner = atEnd ? newMiddle.upperBound : partners[index]
            if index > from.old, partner > from.new { body(&self, from.old..<index, from.new..<partner) }
            from = (index + 1, partner + 1)
        }
    }

    /// Makes stretches of the pairs, where no paragraph was split or joined.
    private mutating func gatherStretches() {
        var none = SplitParagraphs([], [], [], [], [])
        gatherStretches(&none)
    }

    /// Makes stretches of the pairs, with the neighbours that were split off from them or joined to them.
    private mutating func gatherStretches(_ splits: inout SplitParagraphs) {
        for (oldIndex, newIndex) in partners.enumerated() where newIndex >= 0 {
            var span = TokenSpan(old: oldParagraphs[oldIndex], new: newParagraphs[newIndex])
            if oldNumbers[oldIndex] != newNumbers[newIndex] {
                let news = splits.parts(of: oldIndex, around: newIndex) {
                    $0 < newPartners.count && newPartners[$0] < 0
                }
                let olds = splits.parts(joining: newIndex, around: oldIndex) { $0 < partners.count && partners[$0] < 0 }
                span.new = newParagraphs[news.lowerBound].lowerBound..<newParagraphs[news.upperBound].upperBound
                span.old = oldParagraphs[olds.lowerBound].lowerBound..<oldParagraphs[olds.upperBound].upperBound
            }
            stretches.append(span)
        }
        usedOld = splits.usedOld
        usedNew = splits.usedNew
    }

    /// Pairs the remaining paragraphs: first equal ones, then the most similar ones, with the neighbours that were split
    /// off from them or joined to them on the way.
    private mutating func findMoves(
        _ scores: [PassageIndex.Score], _ oldMiddle: Range<Int>, _ newMiddle: Range<Int>,
        _ splits: inout SplitParagraphs
    ) {
        var waiting: [Int32: [Int]] = [:]
        var oldLeft = Set(oldMiddle.filter { partners[$0] < 0 && !usedOld.contains($0) })
        var newLeft = Set(newMiddle.filter { newPartners[$0] < 0 && !usedNew.contains($0) })
        for index in oldMiddle.reversed() where oldLeft.contains(index) {
            waiting[oldNumbers[index], default: []].append(index)
        }
        for index in newMiddle where newLeft.contains(index) && new.isWorthMoving(newParagraphs[index]) {
            guard let origin = waiting[newNumbers[index]]?.popLast() else { continue }
            oldLeft.remove(origin)
            newLeft.remove(index)
            moves.append(TokenSpan(old: oldParagraphs[origin], new: newParagraphs[index]))
        }
        let likest = scores.filter { $0.likeness >= Self.movedAndEdited }
            .sorted { ($1.likeness, $0.new, $0.old) < ($0.likeness, $1.new, $1.old) }
        for score in likest where oldLeft.contains(score.old) && newLeft.contains(score.new) {
            guard new.isWorthMoving(newParagraphs[score.new]) else { continue }
            oldLeft.remove(score.old)
            newLeft.remove(score.new)
            let news = splits.parts(of: score.old, around: score.new) { newLeft.contains($0) }
            let olds = splits.parts(joining: score.new, around: score.old) { oldLeft.contains($0) }
            newLeft.subtract(news.lowerBound...news.upperBound)
            oldLeft.subtract(olds.lowerBound...olds.upperBound)
            moves.append(
                TokenSpan(
                    old: oldParagraphs[olds.lowerBound].lowerBound..<oldParagraphs[olds.upperBound].upperBound,
                    new: newParagraphs[news.lowerBound].lowerBound..<newParagraphs[news.upperBound].upperBound))
        }
    }
}
