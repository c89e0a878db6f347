/// Which tokens of two texts are the same: in order, and moved.
struct Alignment {
    /// For each old token the new one that it is, or -1. In order, except within ``moves``.
    var matches: [Int32]
    /// Runs that stand elsewhere, in the order of the new text. They overlap on neither side.
    var moves: [TokenSpan] = []
    var quality = Comparison.Quality.minimal

    /// Aligns two texts whose tokens one lexicon numbered: paragraphs, then sentences, then words.
    init(_ old: ProseText, _ new: ProseText, _ options: Comparison.Options) {
        var aligner = Aligner(budget: options.workLimit)
        matches = [Int32](repeating: -1, count: old.count)
        let plan = ParagraphPlan(old, new, options, &aligner)
        var sentences = SentenceAlignment(old, new)
        for span in plan.stretches { sentences.align(span, &matches, &aligner) }
        var moves = plan.moves
        if options.findsMoves {
            sentences.noteLoose(old: plan.looseOld, new: plan.looseNew)
            moves += sentences.findMoves(&matches)
        }
        // Only now, so that no sentence moves out of a paragraph that moved.
        for span in plan.moves { sentences.align(span, &matches, &aligner) }
        alignWords(old, new, sentences.unlike, &aligner)
        self.moves = Self.joined(Self.outOfOrder(moves, matches), old, new)
        EdgeSlider(old, new).slide(&self)
        quality = aligner.quality
    }

    private mutating func alignWords(
        _ old: ProseText, _ new: ProseText, _ spans: [TokenSpan], _ aligner: inout Aligner
    ) {
        var taken = [Bool](repeating: false, count: new.count)
        for match in matches where match >= 0 { taken[Int(match)] = true }
        let words = WordAlignment(old, new)
        for span in spans { words.align(span, &matches, taken, &aligner) }
    }
}
