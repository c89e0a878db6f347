/// Takes unchanged numbers out of an alignment where their sign, currency or unit changed, so that the change shows the
/// whole figure: "[-12-]{+-12+}", "[-5 km-]{+5 miles+}".
struct Figures {
    private let old: ProseText
    private let new: ProseText

    init(_ old: ProseText, _ new: ProseText) {
        self.old = old
        self.new = new
    }

    /// Only numbers beside changes are looked at.
    func widen(_ matches: inout [Int32]) {
        var changed: [(old: Figure, new: Figure)] = []
        Gaps.forEach(matches, old: 0..<old.count, new: 0..<new.count) { gap in
            // The number right before the change or right after it, or parted from it by the rest of its unit.
            for step in [-1, 0] {
                let edge =
                    step < 0
                    ? (gap.old.lowerBound - 1, gap.new.lowerBound - 1) : (gap.old.upperBound, gap.new.upperBound)
                guard old.traits.indices.contains(edge.0), new.traits.indices.contains(edge.1),
                    old.traits[edge.0].contains(.digit), new.traits[edge.1].contains(.digit),
                    matches[edge.0] == edge.1
                else { continue }
                let before = Figure(old, number: edge.0)
                let after = Figure(new, number: edge.1)
                if before.kind != after.kind { changed.append((before, after)) }
            }
        }
        for (before, after) in changed {
            for token in before.tokens where matches[token] >= 0 && after.tokens.contains(Int(matches[token])) {
                matches[token] = -1
            }
        }
    }
}
