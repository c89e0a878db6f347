extension Alignment {
    /// Drops moves that turn out to be in place: no token that stayed is between their old and new places.
    static func outOfOrder(_ moves: [TokenSpan], _ matches: [Int32]) -> [TokenSpan] {
        guard !moves.isEmpty else { return [] }
        var moved = [Bool](repeating: false, count: matches.count)
        for move in moves { for token in move.old { moved[token] = true } }
        // For each old token, the first new place after everything that stayed before it, and the last before what
        // follows.
        var lowest = [Int32](repeating: 0, count: matches.count + 1)
        for token in matches.indices {
            let stays = matches[token] >= 0 && !moved[token]
            lowest[token + 1] = stays ? matches[token] + 1 : lowest[token]
        }
        var highest = [Int32](repeating: .max, count: matches.count + 1)
        for token in matches.indices.reversed() {
            let stays = matches[token] >= 0 && !moved[token]
            highest[token] = stays ? matches[token] : highest[token + 1]
        }
        var reached = 0
        let kept = moves.sorted { $0.old.lowerBound < $1.old.lowerBound }.filter { move in
            let isInPlace =
                move.new.lowerBound >= max(reached, Int(lowest[move.old.lowerBound]))
                && move.new.upperBound <= Int(highest[move.old.upperBound])
            if isInPlace { reached = move.new.upperBound }
            return !isInPlace
        }
        return kept.sorted { $0.new.lowerBound < $1.new.lowerBound }
    }

    /// Joins moves that went together, if the text between them is the same, too.
    ///
    /// - Parameter moves: In the order of the new text.
    static func joined(_ moves: [TokenSpan], _ old: ProseText, _ new: ProseText) -> [TokenSpan] {
        var runs: [TokenSpan] = []
        for move in moves {
            if let last = runs.last, last.old.upperBound == move.old.lowerBound,
                last.new.upperBound == move.new.lowerBound,
                old.bytes[old.gap(before: move.old.lowerBound)] == new.bytes[new.gap(before: move.new.lowerBound)]
            {
                runs[runs.count - 1].old = last.old.lowerBound..<move.old.upperBound
                runs[runs.count - 1].new = last.new.lowerBound..<move.new.upperBound
            } else {
                runs.append(move)
            }
        }
        return runs
    }
}
