/// Takes unchanged numbers out of an alignment where their unit changed, so that the change shows the whole figure:
/// "[-5 km-]{+5 miles+}". What moves around a number decides nothing: each number is compared with its partner.
struct Figures {
    private let old: ProseText
    private let new: ProseText

    init(_ old: ProseText, _ new: ProseText) {
        self.old = old
        self.new = new
    }

    /// Only numbers whose neighbours are no partners are looked at.
    func widen(_ matches: inout [Int32]) {
        var changed: [(old: Figure, new: Figure)] = []
        for token in matches.indices where matches[token] >= 0 && old.isFigure(token) {
            let partner = Int(matches[token])
            guard new.traits.indices.contains(partner), isBesideChange(token, partner, matches) else { continue }
            let before = Figure(old, number: token, language: nil)
            let after = Figure(new, number: partner, language: nil)
            if before.reading != after.reading { changed.append((before, after)) }
        }
        for (before, after) in changed {
            for token in before.tokens where matches[token] >= 0 && after.tokens.contains(Int(matches[token])) {
                matches[token] = -1
            }
        }
    }

    /// Whether the words beside two partners, where a unit may stand, are no partners.
    private func isBesideChange(_ token: Int, _ partner: Int, _ matches: [Int32]) -> Bool {
        for step in [-1, 1, 2, 3, 4] {
            let (before, after) = (token + step, partner + step)
            guard matches.indices.contains(before), new.traits.indices.contains(after) else {
                if matches.indices.contains(before) != new.traits.indices.contains(after) { return true }
                continue
            }
            if Int(matches[before]) != after { return true }
        }
        return false
    }
}

extension ProseText {
    /// Whether a token is a number in digits.
    func isFigure(_ token: Int) -> Bool { traits[token].contains(.digit) && !traits[token].contains(.whole) }
}
