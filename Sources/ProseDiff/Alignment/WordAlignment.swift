/// Aligns the words of stretches without a common whole sentence.
struct WordAlignment {
    private let old: ProseText
    private let new: ProseText
    /// For each new token, whether it is matched.
    private var taken: [Bool]
    /// For each old token, whether it may have no match outside of the passage it moved with; empty if nothing moved.
    private var isClosed: [Bool] = []

    init(_ old: ProseText, _ new: ProseText, _ matches: [Int32]) {
        self.old = old
        self.new = new
        taken = [Bool](repeating: false, count: new.count)
        for match in matches where match >= 0 { taken[Int(match)] = true }
    }

    /// Leaves the rest of a moved passage without matches.
    mutating func close(_ span: TokenSpan) {
        if isClosed.isEmpty { isClosed = [Bool](repeating: false, count: old.count) }
        for token in span.old { isClosed[token] = true }
        for token in span.new { taken[token] = true }
    }

    /// Matches the words of a stretch, in order. Tokens that are matched already (of a moved sentence) are skipped.
    mutating func align(_ span: TokenSpan, _ matches: inout [Int32], _ aligner: inout Aligner) {
        let olds = span.old.filter { matches[$0] < 0 && (isClosed.isEmpty || !isClosed[$0]) }
        let news = span.new.filter { !taken[$0] }
        guard !olds.isEmpty, !news.isEmpty else { return }
        var found = aligner.align(olds.map { old.numbers[$0] }[...], news.map { new.numbers[$0] }[...])
        SentenceEnds(old, olds, new, news).slide(&found)
        for (index, match) in found.enumerated() where match >= 0 {
            let partner = news[Int(match)]
            matches[olds[index]] = Int32(partner)
            taken[partner] = true
        }
    }
}
