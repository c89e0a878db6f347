/// Finds where words of the version before were taken out of a sentence that otherwise stayed.
///
/// Marks alone are no words: a comma that goes leaves no cut.
struct SentenceCuts {
    /// The token of the version before that each new one comes from; nil for one that is new or comes back.
    private let sources: [Int?]
    private let last, next: TextHistory.Version
    /// Whether a new token comes from each old one.
    private var stays: [Bool]

    init(_ sources: [Int?], _ last: TextHistory.Version, _ next: TextHistory.Version) {
        (self.sources, self.last, self.next) = (sources, last, next)
        stays = .init(repeating: false, count: last.text.count)
        for case let old? in sources { stays[old] = true }
    }

    /// The version in which words before a token were taken out; -1 for none.
    func before(_ token: Int, _ index: Int) -> Int32 {
        guard let old = sources[token] else { return -1 }
        guard !next.text.traits[token].contains(.startsSentence) else {
            var start = old
            while start > 0, !last.text.traits[start].contains(.startsSentence) { start -= 1 }
            return newest(start..<old, upTo: old, index)
        }
        guard let before = sources[token - 1], before < old else { return -1 }
        // Nearly all tokens: nothing went before them.
        if before + 1 == old { return last.stamps[old].cut }
        return newest(before + 1..<old, upTo: old, index)
    }

    /// The version in which words after a token were taken out, at the end of its sentence; -1 for none.
    func after(_ token: Int, _ index: Int) -> Int32 {
        guard next.text.endsSentence(token), let old = sources[token] else { return -1 }
        var end = old + 1
        while end < last.text.count, !last.text.traits[end].contains(.startsSentence) { end += 1 }
        if isCut(old + 1..<end) { return Int32(truncatingIfNeeded: index) }
        return old + 1 == end ? last.stamps[old].cutAfter : -1
    }

    /// The newest cut among tokens that went and the one after them.
    private func newest(_ tokens: Range<Int>, upTo old: Int, _ index: Int) -> Int32 {
        if isCut(tokens) { return Int32(truncatingIfNeeded: index) }
        if tokens.contains(where: { stays[$0] }) { return -1 }
        return last.stamps[tokens.lowerBound...old].lazy.map(\.cut).max() ?? -1
    }

    /// Whether some tokens went, and words are among them. Words that are elsewhere now were not taken out.
    private func isCut(_ tokens: Range<Int>) -> Bool {
        tokens.contains { last.text.traits[$0].contains(.word) } && !tokens.contains { stays[$0] }
    }
}
