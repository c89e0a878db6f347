/// Aligns the words of stretches that have no whole sentence in common.
struct WordAlignment {
    private let old: ProseText
    private let new: ProseText

    init(_ old: ProseText, _ new: ProseText) {
        self.old = old
        self.new = new
    }

    /// Matches the words of a stretch, in order. Tokens that are matched already (a sentence that went elsewhere) are
    /// stepped over.
    ///
    /// - Parameter taken: For each new token, whether it is matched already.
    func align(_ span: TokenSpan, _ matches: inout [Int32], _ taken: [Bool], _ aligner: inout Aligner) {
        let olds = span.old.filter { matches[$0] < 0 }
        let news = span.new.filter { !taken[$0] }
        guard !olds.isEmpty, !news.isEmpty else { return }
        var found = aligner.align(olds.map { old.numbers[$0] }[...], news.map { new.numbers[$0] }[...])
        SentenceEnds(old, olds, new, news).slide(&found)
        Islands(old, olds, new, news).dissolve(&found)
        for (index, match) in found.enumerated() where match >= 0 { matches[olds[index]] = Int32(news[Int(match)]) }
    }
}
