/// A moved run of tokens, with its bytes.
struct Move {
    var tokens: TokenSpan
    var old: Range<Int>
    var new: Range<Int>

    /// Gives each move its bytes. White space before it moves along if it is the same on both sides, else white space
    /// after it, so that no blank line remains at one place and is missing at the other.
    static func withGaps(_ spans: [TokenSpan], _ old: ProseText, _ new: ProseText) -> [Move] {
        var takenOld: Set<Int> = []
        var takenNew: Set<Int> = []
        return spans.map { span in
            var move = Move(tokens: span, old: old.byteRange(span.old), new: new.byteRange(span.new))
            for (oldGap, newGap) in [
                (span.old.lowerBound, span.new.lowerBound), (span.old.upperBound, span.new.upperBound),
            ] {
                let oldBytes = old.gap(before: oldGap)
                let newBytes = new.gap(before: newGap)
                guard !oldBytes.isEmpty, old.bytes[oldBytes] == new.bytes[newBytes], !takenOld.contains(oldGap),
                    !takenNew.contains(newGap)
                else { continue }
                takenOld.insert(oldGap)
                takenNew.insert(newGap)
                move.old = min(move.old.lowerBound, oldBytes.lowerBound)..<max(move.old.upperBound, oldBytes.upperBound)
                move.new = min(move.new.lowerBound, newBytes.lowerBound)..<max(move.new.upperBound, newBytes.upperBound)
                break
            }
            return move
        }
    }
}

/// The moves that a walk through both texts has not reached yet.
struct MoveCursor {
    var arrivals: ArraySlice<Move>
    var departures: ArraySlice<Move>

    mutating func takeDepartures(until token: Int) -> [Move] {
        var taken: [Move] = []
        while let move = departures.first, move.tokens.old.lowerBound < token {
            taken.append(move)
            departures.removeFirst()
        }
        return taken
    }

    mutating func takeArrivals(until token: Int) -> [Move] {
        var taken: [Move] = []
        while let move = arrivals.first, move.tokens.new.lowerBound < token {
            taken.append(move)
            arrivals.removeFirst()
        }
        return taken
    }
}
