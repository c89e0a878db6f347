/// Shows two names or numbers that changed places as two replacements: "[-120-]{+60+} to [-60-]{+120+}".
///
/// The fewest words change as well if one of the two is kept and the word between them moves around it.
struct Exchanges {
    private let old: ProseText
    private let new: ProseText

    /// The most words between the two, and of each of them.
    private static let most = 3

    init(_ old: ProseText, _ new: ProseText) {
        self.old = old
        self.new = new
    }

    /// Keeps the words between the two instead of the one that was kept, if they are no fewer.
    func keepBetween(_ matches: inout [Int32]) {
        var gaps: [TokenSpan] = []
        Gaps.forEach(matches, old: 0..<old.count, new: 0..<new.count) { gaps.append($0) }
        for (first, second) in zip(gaps, gaps.dropFirst()) {
            let kept = first.old.upperBound..<second.old.lowerBound
            guard (1...Self.most).contains(kept.count), isTelling(kept.lowerBound),
                matches[kept.lowerBound] == first.new.upperBound
            else { continue }
            for count in kept.count..<Self.most + 1 {
                // "A to B" became "B to A" and B was kept, or A was.
                if first.old.count > count, second.new.count > count,
                    isSame(
                        first.old.upperBound - count - 1..<first.old.upperBound - count,
                        second.new.lowerBound + count..<second.new.lowerBound + count + 1),
                    move(first.old.suffix(count), second.new.prefix(count), kept, &matches)
                {
                    break
                }
                if first.new.count > count, second.old.count > count,
                    isSame(
                        second.old.lowerBound + count..<second.old.lowerBound + count + 1,
                        first.new.upperBound - count - 1..<first.new.upperBound - count),
                    move(second.old.prefix(count), first.new.suffix(count), kept, &matches)
                {
                    break
                }
            }
        }
    }

    private func move(_ olds: Range<Int>, _ news: Range<Int>, _ kept: Range<Int>, _ matches: inout [Int32]) -> Bool {
        guard isSame(olds, news), olds.allSatisfy({ matches[$0] < 0 }) else { return false }
        for token in kept { matches[token] = -1 }
        for (token, partner) in zip(olds, news) { matches[token] = Int32(partner) }
        return true
    }

    private func isTelling(_ token: Int) -> Bool {
        !old.traits[token].isDisjoint(with: [.digit, .capital])
    }

    private func isSame(_ olds: Range<Int>, _ news: Range<Int>) -> Bool { old.numbers[olds] == new.numbers[news] }
}
