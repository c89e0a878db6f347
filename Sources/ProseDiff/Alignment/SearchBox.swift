/// A stretch of each side to align.
struct SearchBox {
    var old: Range<Int>
    var new: Range<Int>
    /// Whether the sides are so different that searching a middle snake is useless.
    var isUnlike = false

    mutating func trim(
        _ oldTokens: UnsafeBufferPointer<Int32>, _ newTokens: UnsafeBufferPointer<Int32>,
        _ pairs: inout [(old: Int32, new: Int32)]
    ) {
        var oldStart = old.lowerBound
        var newStart = new.lowerBound
        while oldStart < old.upperBound, newStart < new.upperBound, oldTokens[oldStart] == newTokens[newStart] {
            pairs.append((Int32(oldStart), Int32(newStart)))
            oldStart += 1
            newStart += 1
        }
        var oldEnd = old.upperBound
        var newEnd = new.upperBound
        while oldEnd > oldStart, newEnd > newStart, oldTokens[oldEnd - 1] == newTokens[newEnd - 1] {
            oldEnd -= 1
            newEnd -= 1
            pairs.append((Int32(oldEnd), Int32(newEnd)))
        }
        old = oldStart..<oldEnd
        new = newStart..<newEnd
    }

    /// Matches the only token of one side with the first equal token on the other.
    func matchSingle(
        _ oldTokens: UnsafeBufferPointer<Int32>, _ newTokens: UnsafeBufferPointer<Int32>,
        _ pairs: inout [(old: Int32, new: Int32)]
    ) {
        for oldIndex in old {
            for newIndex in new where oldTokens[oldIndex] == newTokens[newIndex] {
                pairs.append((Int32(oldIndex), Int32(newIndex)))
                return
            }
        }
    }

    func split(_ oldCount: Int, _ newCount: Int, skipping length: Int) -> [SearchBox] {
        let oldAt = old.lowerBound + oldCount
        let newAt = new.lowerBound + newCount
        return [
            SearchBox(old: old.lowerBound..<oldAt, new: new.lowerBound..<newAt, isUnlike: isUnlike),
            SearchBox(old: oldAt + length..<old.upperBound, new: newAt + length..<new.upperBound, isUnlike: isUnlike),
        ]
    }
}
