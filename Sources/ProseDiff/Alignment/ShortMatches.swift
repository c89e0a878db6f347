/// Short runs of words that two passages share by chance, between changes that are longer.
///
/// "The mayor [-resigned-]{+was cleared+} on [-Friday after the vote-]{+charges of fraud by a jury+}" is easier to read
/// if "on" is part of the change. Dropping such a run makes the script longer, and shows better what was rewritten.
struct ShortMatches {
    private let old: ProseText
    private let new: ProseText

    init(_ old: ProseText, _ new: ProseText) {
        self.old = old
        self.new = new
    }

    /// A run of matches, and the size of the change before it, in letters, estimated.
    private struct Run {
        var old: Range<Int>
        var new: Range<Int>
        var before = 0
    }

    /// A run with this many letters is never dropped.
    private static let safe = 6
    /// How many times its letters must have changed on either side for a run to be dropped.
    private static let isolation = 8

    /// Drops runs that are short beside the changes on both sides.
    ///
    /// - Parameter moves: Moved runs; they keep all matches.
    func dissolve(_ matches: inout [Int32], leaving moves: [TokenSpan]) {
        var staying = matches
        for move in moves { for token in move.old { staying[token] = -1 } }
        var kept: [Run] = []
        var from = (old: 0, new: 0)
        let end = Run(old: old.count..<old.count, new: new.count..<new.count)
        for var run in runs(staying) + [end] {
            run.before = change(from.old, run.old.lowerBound, from.new, run.new.lowerBound)
            from = (run.old.upperBound, run.new.upperBound)
            // Dropping a run makes the change before this one longer, which may drop the run before that.
            while let last = kept.last, isIsland(last, after: run.before) {
                run.before += last.before + weight(old, last.old)
                kept.removeLast()
                for index in last.old { matches[index] = -1 }
            }
            kept.append(run)
        }
    }

    private func runs(_ matches: [Int32]) -> [Run] {
        var runs: [Run] = []
        for (index, match) in matches.enumerated() where match >= 0 {
            let partner = Int(match)
            if let last = runs.last, last.old.upperBound == index, last.new.upperBound == partner {
                runs[runs.count - 1].old = last.old.lowerBound..<index + 1
                runs[runs.count - 1].new = last.new.lowerBound..<partner + 1
            } else {
                runs.append(Run(old: index..<index + 1, new: partner..<partner + 1))
            }
        }
        return runs
    }

    private func isIsland(_ run: Run, after: Int) -> Bool {
        // A token has at least one letter.
        guard run.before > 0, after > 0, run.old.count < Self.safe, !endsSentence(run) else { return false }
        if isLoneSign(run) { return true }
        let weight = weight(old, run.old)
        return weight < Self.safe && Self.isolation * weight <= min(run.before, after)
    }

    /// Whether a run is one sign of a script without spaces, right between changes: most likely a part of a word.
    private func isLoneSign(_ run: Run) -> Bool {
        let (token, partner) = (run.old.lowerBound, run.new.lowerBound)
        guard run.old.count == 1, token + 1 < old.count, partner + 1 < new.count, token > 0, partner > 0,
            old.bytes[Int(old.starts[token])] >= 0xE3, old.traits[token].contains(.word)
        else { return false }
        return [(old, token), (new, partner)].allSatisfy { text, token in
            text.traits[token].contains(.joined) && text.traits[token + 1].contains(.joined)
                && text.traits[token].isDisjoint(with: [.digit, .startsSentence])
        }
    }

    /// Whether a sentence ends within the run on both sides: dropping it would merge two sentences.
    private func endsSentence(_ run: Run) -> Bool {
        zip(run.old, run.new).contains { old.endsSentence($0) && new.endsSentence($1) }
    }

    private func change(_ oldStart: Int, _ oldEnd: Int, _ newStart: Int, _ newEnd: Int) -> Int {
        max(
            weight(old, Range(from: oldStart, upTo: oldEnd)), weight(new, Range(from: newStart, upTo: newEnd)))
    }

    /// The number of letters, estimated; marks count little.
    private func weight(_ text: ProseText, _ tokens: Range<Int>) -> Int {
        tokens.reduce(0) { sum, token in
            sum + (text.traits[token].contains(.word) ? Int(text.ends[token] - text.starts[token]) : 1)
        }
    }
}
