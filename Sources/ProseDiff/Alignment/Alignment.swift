/// The matching tokens of two texts: in order, and moved.
struct Alignment {
    /// The matching new token for each old token, or -1. In order, except within ``moves``.
    var matches: [Int32]
    /// Moved runs, in the order of the new text. They do not overlap on either side.
    var moves: [TokenSpan] = []
    var quality = Comparison.Quality.minimal

    /// Aligns two texts with token numbers from one lexicon: paragraphs, then sentences, then words.
    init(_ old: ProseText, _ new: ProseText, _ options: Comparison.Options) {
        var aligner = Aligner(budget: options.workLimit)
        matches = [Int32](repeating: -1, count: old.count)
        let plan = ParagraphPlan(old, new, options, &aligner)
        var sentences = SentenceAlignment(old, new, leaving: plan.moves)
        for span in plan.stretches { sentences.align(span, &matches, &aligner) }
        alignRecutParagraphs(&sentences, plan.stretches, new.count, &aligner)
        var spans: [TokenSpan] = []
        // The words of a single gap are aligned at once, which leaves nothing to mend.
        var gaps = plan.moves.count
        var cursor = SpanCursor(plan.stretches)
        Gaps.forEach(matches, old: 0..<old.count, new: 0..<new.count) { gap in
            let parts = cursor.parts(of: gap)
            spans += parts
            gaps += parts.isEmpty || parts == [gap] ? 1 : 2
            if options.findsMoves { sentences.noteUnplaced(gap) }
        }
        moves = plan.moves
        if options.findsMoves { moves += sentences.findMoves(&matches) }
        alignWords(old, new, spans, plan.moves + sentences.editedMoves, &sentences, &aligner)
        if gaps > 1 || !moves.isEmpty {
            var mending = Mending(old, new, leaving: moves)
            mending.mend(&matches)
            moves = mending.moves
        }
        ShortMatches(old, new).dissolve(&matches, leaving: moves)
        moves = Self.joined(moves, old, new)
        EdgeSlider(old, new).slide(&self)
        keepSentenceEnds(old, new)
        keepSentenceStarts(old, new)
        Exchanges(old, new).keepBetween(&matches)
        Figures(old, new).widen(&matches)
        keepInOrder(new.count)
        quality = aligner.quality
    }

    /// Aligns two texts that differ only in typography, token by token.
    init(inOrder old: ProseText, _ new: ProseText, _ options: Comparison.Options) {
        var aligner = Aligner(budget: options.workLimit)
        matches = aligner.align(old.numbers[...], new.numbers[...])
        quality = aligner.quality
        keepInOrder(new.count)
    }

    /// Matches sentences that stayed in order although paragraphs were cut differently, between matched ones.
    private mutating func alignRecutParagraphs(
        _ sentences: inout SentenceAlignment, _ stretches: [TokenSpan], _ newCount: Int, _ aligner: inout Aligner
    ) {
        var gaps: [TokenSpan] = []
        var cursor = SpanCursor(stretches)
        Gaps.forEach(matches, old: matches.indices, new: 0..<newCount) { gap in
            // Within one stretch there is no whole sentence in common.
            if gap.hasBoth, !cursor.holds(gap) { gaps.append(gap) }
        }
        for gap in gaps { sentences.alignUnmoved(gap, &matches, &aligner) }
    }

    /// Matches the words of paired paragraphs, then the remaining words between matches.
    private mutating func alignWords(
        _ old: ProseText, _ new: ProseText, _ spans: [TokenSpan], _ moved: [TokenSpan],
        _ sentences: inout SentenceAlignment, _ aligner: inout Aligner
    ) {
        // After sentences have moved, so that none moves out of a paragraph that moved.
        for span in moved { sentences.align(span, &matches, &aligner) }
        var words = WordAlignment(old, new, matches)
        for span in moved {
            var gaps: [TokenSpan] = []
            Gaps.forEach(matches, old: span.old, new: span.new) { gaps.append($0) }
            for gap in gaps { words.align(gap, &matches, &aligner) }
            words.close(span)
        }
        for span in spans { words.align(span, &matches, &aligner) }
        moves = Self.outOfOrder(moves, matches)
        var staying = matches
        for move in moves { for token in move.old { staying[token] = -1 } }
        var cursor = SpanCursor(spans)
        Gaps.forEach(staying, old: 0..<old.count, new: 0..<new.count) { gap in
            if gap.hasBoth, !cursor.holds(gap) { words.align(gap, &matches, &aligner) }
        }
    }

    /// Drops matches that are out of order and moves that overlap another, so that a walk through both texts never goes
    /// back.
    mutating func keepInOrder(_ newCount: Int) {
        var isMoved = [Bool](repeating: false, count: moves.isEmpty ? 0 : newCount)
        var isGone = [Bool](repeating: false, count: moves.isEmpty ? 0 : matches.count)
        var apart: [TokenSpan] = []
        for move in moves {
            if move.new.contains(where: { isMoved[$0] }) || move.old.contains(where: { isGone[$0] }) { continue }
            for token in move.new { isMoved[token] = true }
            for token in move.old { isGone[token] = true }
            keepRising(move.old, within: move.new) { _, _ in true }
            apart.append(move)
        }
        moves = apart
        keepRising(matches.indices, within: 0..<newCount) { old, new in
            isGone.isEmpty || !isMoved[new]
        } steppingOver: {
            isGone.isEmpty ? false : isGone[$0]
        }
    }

    private mutating func keepRising(
        _ olds: Range<Int>, within news: Range<Int>, where isAllowed: (Int, Int) -> Bool,
        steppingOver isSkipped: (Int) -> Bool = { _ in false }
    ) {
        var next = news.lowerBound
        for token in olds where matches[token] >= 0 && !isSkipped(token) {
            let partner = Int(matches[token])
            if partner >= next, partner < news.upperBound, isAllowed(token, partner) {
                next = partner + 1
            } else {
                matches[token] = -1
            }
        }
    }
}
