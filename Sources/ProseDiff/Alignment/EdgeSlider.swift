/// Slides inserted and deleted runs to the edges that a person would choose.
///
/// In "One. Two. [-Two. -]Three" any of several runs may be called the new one. The best one begins with a paragraph, a
/// sentence, a line or a clause.
struct EdgeSlider {
    private let old: ProseText
    private let new: ProseText

    /// How many tokens a run may slide in either direction.
    private static let reach = 256

    init(_ old: ProseText, _ new: ProseText) {
        self.old = old
        self.new = new
    }

    /// Slides every run of the alignment that is only inserted or only deleted.
    func slide(_ alignment: inout Alignment) {
        var back = [Int32](repeating: -1, count: new.count)
        for (token, match) in alignment.matches.enumerated() where match >= 0 { back[Int(match)] = Int32(token) }
        var fixedOld = [Bool](repeating: false, count: old.count)
        var fixedNew = [Bool](repeating: false, count: new.count)
        for move in alignment.moves {
            for token in move.old { fixedOld[token] = true }
            for token in move.new { fixedNew[token] = true }
        }
        slide(new, old, &back, &alignment.matches, fixedNew)
        slide(old, new, &alignment.matches, &back, fixedOld)
    }

    /// Slides the runs of `text` without matches, where the other side has nothing in their place.
    private func slide(
        _ text: ProseText, _ other: ProseText, _ matches: inout [Int32], _ back: inout [Int32], _ fixed: [Bool]
    ) {
        var start = 0
        while start < text.count {
            guard matches[start] < 0, !fixed[start] else {
                start += 1
                continue
            }
            var end = start + 1
            while end < text.count, matches[end] < 0, !fixed[end] { end += 1 }
            let next = end
            // The tokens before and after it must be matched with neighbours, in place.
            let before = start == 0 ? -1 : matches[start - 1]
            let after = end == text.count ? Int32(other.count) : matches[end]
            let isPure = before + 1 == after && (start == 0 || before >= 0 && !fixed[start - 1])
            if isPure, end == text.count || !fixed[end] {
                slide(start..<end, text, &matches, &back, fixed)
            }
            start = next
        }
    }

    private func slide(
        _ run: Range<Int>, _ text: ProseText, _ matches: inout [Int32], _ back: inout [Int32], _ fixed: [Bool]
    ) {
        var up = 0
        while up < Self.reach, run.lowerBound - up > 0 {
            let token = run.lowerBound - up - 1
            guard matches[token] >= 0, !fixed[token], text.numbers[token] == text.numbers[run.upperBound - up - 1],
                up == 0 || matches[token] + 1 == matches[token + 1]
            else { break }
            up += 1
        }
        var down = 0
        while down < Self.reach, run.upperBound + down < text.count {
            let token = run.upperBound + down
            guard matches[token] >= 0, !fixed[token], text.numbers[token] == text.numbers[run.lowerBound + down],
                down == 0 || matches[token] == matches[token - 1] + 1
            else { break }
            down += 1
        }
        var best = 0
        var bestScore = score(run, text)
        for shift in -up...down where shift != 0 {
            let moved = run.lowerBound + shift..<run.upperBound + shift
            let found = score(moved, text)
            if found > bestScore || (found == bestScore && shift > best) {
                best = shift
                bestScore = found
            }
        }
        shift(run, by: best, &matches, &back)
    }

    private func shift(_ run: Range<Int>, by shift: Int, _ matches: inout [Int32], _ back: inout [Int32]) {
        if shift < 0 {
            for step in 1...(-shift) {
                let partner = matches[run.lowerBound - step]
                matches[run.lowerBound - step] = -1
                matches[run.upperBound - step] = partner
                back[Int(partner)] = Int32(run.upperBound - step)
            }
        } else if shift > 0 {
            for step in 0..<shift {
                let partner = matches[run.upperBound + step]
                matches[run.upperBound + step] = -1
                matches[run.lowerBound + step] = partner
                back[Int(partner)] = Int32(run.lowerBound + step)
            }
        }
    }

    private func score(_ run: Range<Int>, _ text: ProseText) -> Int {
        boundary(run.lowerBound, text) * 2 + boundary(run.upperBound, text)
    }

    /// The rank of an edge before a token; higher is better.
    private func boundary(_ token: Int, _ text: ProseText) -> Int {
        if token == text.count { return 6 }
        let traits = text.traits[token]
        if traits.contains(.startsParagraph) { return 6 }
        if traits.contains(.startsSentence) { return 5 }
        if traits.contains(.startsLine) { return 4 }
        if traits.contains(.joined) { return traits.contains(.pause) ? 1 : 0 }
        return text.traits[token - 1].contains(.pause) || !traits.contains(.word) ? 3 : 2
    }
}
