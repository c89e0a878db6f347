/// Slides insertions and deletions so that an unchanged sentence keeps its own full stop.
///
/// An alignment may give "below it{+. Some fled+}." or "below it.{+ Some fled.+}". Only in the second does the
/// unchanged run end its sentence, by which ``ShortMatches`` knows that it is no coincidence.
struct SentenceEnds {
    private let old: ProseText
    private let new: ProseText
    /// The aligned tokens.
    private let olds: [Int]
    private let news: [Int]

    /// The most tokens that end a sentence together: a full stop, a bracket, two quotation marks.
    static let most = 4

    init(_ old: ProseText, _ olds: [Int], _ new: ProseText, _ news: [Int]) {
        self.old = old
        self.olds = olds
        self.new = new
        self.news = news
    }

    /// Slides changes after a match back over the matches after them, up to the end of a sentence.
    func slide(_ matches: inout [Int32]) {
        var last = (old: -1, new: -1)
        // Matches that were slid back are before `last`; those after it come next.
        for index in matches.indices where index > last.old && matches[index] >= 0 {
            let partner = Int(matches[index])
            let gap = TokenSpan(old: last.old + 1..<index, new: last.new + 1..<partner)
            last = (index, partner)
            guard gap.old.isEmpty != gap.new.isEmpty, gap.old.lowerBound > 0, gap.new.lowerBound > 0 else { continue }
            let most = min(Self.most, gap.old.count + gap.new.count, matches.count - index)
            guard let count = (1...most).last(where: { ends(gap, index, partner, $0, matches) }) else { continue }
            for step in 0..<count { matches[index + step] = -1 }
            for step in 0..<count { matches[gap.old.lowerBound + step] = Int32(gap.new.lowerBound + step) }
            last = (gap.old.lowerBound + count - 1, gap.new.lowerBound + count - 1)
        }
    }

    /// Whether a number of matches after a gap could be at its start, and end a sentence there on both sides.
    private func ends(_ gap: TokenSpan, _ index: Int, _ partner: Int, _ count: Int, _ matches: [Int32]) -> Bool {
        let isSame = (0..<count).allSatisfy { step in
            matches[index + step] == partner + step
                && old.numbers[olds[gap.old.lowerBound + step]] == new.numbers[news[gap.new.lowerBound + step]]
        }
        return isSame && old.endsSentence(olds[gap.old.lowerBound + count - 1])
            && new.endsSentence(news[gap.new.lowerBound + count - 1])
    }
}

extension Alignment {
    /// Gives a changed sentence its own end, if the alignment gives it the end of a sentence added or removed after it:
    /// "It costs [-$5m-]{+£5m+}.{+ Shares fell.+}", not "[-$5m-]{+£5m. Shares fell+}.".
    mutating func keepSentenceEnds(_ old: ProseText, _ new: ProseText) {
        var gaps: [TokenSpan] = []
        Gaps.forEach(matches, old: 0..<old.count, new: 0..<new.count) { if $0.hasBoth { gaps.append($0) } }
        for gap in gaps {
            let (end, partner) = (gap.old.upperBound, gap.new.upperBound)
            guard end < old.count, matches[end] == partner, !old.traits[gap.old.lowerBound].contains(.startsSentence),
                !new.traits[gap.new.lowerBound].contains(.startsSentence)
            else { continue }
            let most = min(SentenceEnds.most, old.count - end, new.count - partner)
            let count = (1...most).first { old.endsSentence(end + $0 - 1) && new.endsSentence(partner + $0 - 1) }
            guard let count, (0..<count).allSatisfy({ Int(matches[end + $0]) == partner + $0 }) else { continue }
            let ends = (old: gap.old.first(where: old.endsSentence), new: gap.new.first(where: new.endsSentence))
            let marks = old.numbers[end..<end + count]
            if ends.old == nil, let last = ends.new, last + 1 - count > gap.new.lowerBound,
                new.numbers[last + 1 - count..<last + 1] == marks
            {
                for step in 0..<count { matches[end + step] = Int32(last + 1 - count + step) }
            } else if ends.new == nil, let last = ends.old, last + 1 - count > gap.old.lowerBound,
                old.numbers[last + 1 - count..<last + 1] == marks
            {
                for step in 0..<count { matches[end + step] = -1 }
                for step in 0..<count { matches[last + 1 - count + step] = Int32(partner + step) }
            }
        }
    }

    /// Gives a changed sentence its own beginning, if the alignment gives it that of a sentence removed or added before it:
    /// "[-- Trains run.\n-]- [-Eleven-]{+Twelve+} died", not "- [-Trains run.\n- Eleven-]{+Twelve+} died".
    mutating func keepSentenceStarts(_ old: ProseText, _ new: ProseText) {
        var gaps: [TokenSpan] = []
        Gaps.forEach(matches, old: 0..<old.count, new: 0..<new.count) { if $0.hasBoth { gaps.append($0) } }
        for gap in gaps {
            let (start, partner) = (gap.old.lowerBound, gap.new.lowerBound)
            let most = min(SentenceEnds.most, start, partner)
            let count = (0...most).first { step in
                step > 0 && old.traits[start - step].contains(.startsSentence)
                    && new.traits[partner - step].contains(.startsSentence)
            }
            guard let count, (1...count).allSatisfy({ Int(matches[start - $0]) == partner - $0 }) else { continue }
            func lastStart(_ text: ProseText, _ tokens: Range<Int>) -> Int? {
                tokens.last { text.traits[$0].contains(.startsSentence) }
            }
            let words = old.numbers[start - count..<start]
            switch (lastStart(old, gap.old), lastStart(new, gap.new)) {
            case (let last?, nil) where last + count < gap.old.upperBound && old.numbers[last..<last + count] == words:
                for step in 1...count { matches[start - step] = -1 }
                for step in 0..<count { matches[last + step] = Int32(partner - count + step) }
            case (nil, let last?) where last + count < gap.new.upperBound && new.numbers[last..<last + count] == words:
                for step in 0..<count { matches[start - count + step] = Int32(last + step) }
            default: continue
            }
        }
    }
}
