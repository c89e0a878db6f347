/// Finds longest common subsequences of numbered tokens, within a budget of work.
///
/// A stretch is searched with Myers' middle snake while the sides are alike, with bit-parallel rows when they are not;
/// both are exact and need linear space. What is too big for either is split at runs of tokens that occur once on each
/// side, and failing those by position.
struct Aligner {
    /// Work left, in units of about a nanosecond.
    private(set) var budget: Int
    /// The worst that had to be settled for so far.
    private(set) var quality = Comparison.Quality.minimal
    private var matches: [Int32] = []
    private var common = CommonTokens()
    private var rows = BitRows()

    init(budget: Int) { self.budget = budget }

    /// Returns, for each old token, the new token that it is, or -1. Matches are in order on both sides.
    mutating func align(_ old: ArraySlice<Int32>, _ new: ArraySlice<Int32>) -> [Int32] {
        matches = [Int32](repeating: -1, count: old.count)
        old.withUnsafeBufferPointer { old in
            new.withUnsafeBufferPointer { new in alignFiltered(old, new) }
        }
        return matches
    }

    /// Sets aside the tokens that only one side has: they can match nothing, so leaving them out loses no match.
    private mutating func alignFiltered(_ old: UnsafeBufferPointer<Int32>, _ new: UnsafeBufferPointer<Int32>) {
        var head = 0
        while head < old.count, head < new.count, old[head] == new[head] {
            matches[head] = Int32(head)
            head += 1
        }
        var tail = 0
        while tail < old.count - head, tail < new.count - head, old[old.count - 1 - tail] == new[new.count - 1 - tail] {
            tail += 1
            matches[old.count - tail] = Int32(new.count - tail)
        }
        let oldMiddle = head..<old.count - tail
        let newMiddle = head..<new.count - tail
        guard !oldMiddle.isEmpty, !newMiddle.isEmpty else { return }
        let (oldKept, newKept) = common.filter(old, oldMiddle, new, newMiddle)
        spend(oldMiddle.count + newMiddle.count)
        let oldTokens = oldKept.map { old[Int($0)] }
        let newTokens = newKept.map { new[Int($0)] }
        var pairs: [(old: Int32, new: Int32)] = []
        oldTokens.withUnsafeBufferPointer { old in
            newTokens.withUnsafeBufferPointer { new in
                solve(Box(old: 0..<old.count, new: 0..<new.count), old, new, &pairs)
            }
        }
        for pair in pairs { matches[Int(oldKept[Int(pair.old)])] = newKept[Int(pair.new)] }
    }

    private mutating func solve(
        _ whole: Box, _ old: UnsafeBufferPointer<Int32>, _ new: UnsafeBufferPointer<Int32>,
        _ pairs: inout [(old: Int32, new: Int32)]
    ) {
        var stack = [whole]
        while var box = stack.popLast() {
            box.trim(old, new, &pairs)
            guard !box.old.isEmpty, !box.new.isEmpty else { continue }
            let oldPart = UnsafeBufferPointer(rebasing: old[box.old])
            let newPart = UnsafeBufferPointer(rebasing: new[box.new])
            if box.old.count == 1 || box.new.count == 1 {
                spend(box.old.count + box.new.count)
                box.matchSingle(old, new, &pairs)
                continue
            }
            let near = MiddleSnake.find(oldPart, newPart, limit: max(16384, 4 * (oldPart.count + newPart.count)))
            spend(near.work)
            var snake = near.snake
            var affordsRows = false
            if snake == nil {
                spend(oldPart.count + newPart.count)
                let rowsCost = rows.prepare(oldPart, newPart)
                affordsRows = rowsCost <= budget / 2
                let far = MiddleSnake.find(oldPart, newPart, limit: affordsRows ? rowsCost : budget / 8)
                spend(far.work)
                snake = far.snake
                if snake == nil && affordsRows { spend(rowsCost) }
            }
            if let snake {
                for offset in 0..<snake.length {
                    let at = (old: box.old.lowerBound + snake.old, new: box.new.lowerBound + snake.new)
                    pairs.append((Int32(at.old + offset), Int32(at.new + offset)))
                }
                stack += box.split(snake.old, snake.new, skipping: snake.length)
            } else if affordsRows {
                stack += box.split(oldPart.count / 2, rows.split(oldPart, newPart), skipping: 0)
            } else {
                stack += splitRoughly(box, oldPart, newPart, &pairs)
            }
        }
    }

    /// Splits a box that is too big to search.
    private mutating func splitRoughly(
        _ box: Box, _ old: UnsafeBufferPointer<Int32>, _ new: UnsafeBufferPointer<Int32>,
        _ pairs: inout [(old: Int32, new: Int32)]
    ) -> [Box] {
        for length in [8, 4, 2, 1] {
            let anchors = UniqueRuns.anchors(old, new, length: length)
            spend(4 * (old.count + new.count))
            if anchors.isEmpty { continue }
            settle(for: .bounded)
            var boxes: [Box] = []
            var from = (old: box.old.lowerBound, new: box.new.lowerBound)
            for anchor in anchors {
                let at = (old: box.old.lowerBound + Int(anchor.old), new: box.new.lowerBound + Int(anchor.new))
                pairs.append((Int32(at.old), Int32(at.new)))
                boxes.append(Box(old: from.old..<at.old, new: from.new..<at.new))
                from = (at.old + 1, at.new + 1)
            }
            boxes.append(Box(old: from.old..<box.old.upperBound, new: from.new..<box.new.upperBound))
            return boxes
        }
        settle(for: .degraded)
        guard budget > 0 else { return [] }
        // So many pieces that searching each costs what is left, all in all.
        let pieces = 1 + BitRows.mostWork(old.count, new.count) / budget * 4
        return (0..<pieces).map { piece in
            Box(
                old: box.old.lowerBound + old.count * piece / pieces..<box.old.lowerBound + old.count * (piece + 1)
                    / pieces,
                new: box.new.lowerBound + new.count * piece / pieces..<box.new.lowerBound + new.count * (piece + 1)
                    / pieces)
        }
    }

    private mutating func spend(_ work: Int) { budget = max(0, budget - work) }

    private mutating func settle(for worse: Comparison.Quality) {
        if quality != .degraded { quality = worse }
    }
}

/// A stretch of each side that is to be aligned.
private struct Box {
    var old: Range<Int>
    var new: Range<Int>

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

    /// Matches the only token of one side with the first like it on the other.
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

    func split(_ oldCount: Int, _ newCount: Int, skipping length: Int) -> [Box] {
        let oldAt = old.lowerBound + oldCount
        let newAt = new.lowerBound + newCount
        return [
            Box(old: old.lowerBound..<oldAt, new: new.lowerBound..<newAt),
            Box(old: oldAt + length..<old.upperBound, new: newAt + length..<new.upperBound),
        ]
    }
}

/// Which tokens both sides have. Keeps its tables between calls, stamped, so that a small stretch costs little.
private struct CommonTokens {
    private var stamps: [UInt32] = []
    private var stamp: UInt32 = 0

    /// Returns the indices of the tokens that the other side has too.
    mutating func filter(
        _ old: UnsafeBufferPointer<Int32>, _ oldRange: Range<Int>, _ new: UnsafeBufferPointer<Int32>,
        _ newRange: Range<Int>
    ) -> (old: [Int32], new: [Int32]) {
        var highest: Int32 = 0
        for index in oldRange { highest = max(highest, old[index]) }
        for index in newRange { highest = max(highest, new[index]) }
        if stamps.count <= Int(highest) {
            stamps += [UInt32](repeating: 0, count: Int(highest) + 1 - stamps.count + stamps.count / 2)
        }
        stamp += 2
        for index in oldRange { stamps[Int(old[index])] = stamp }
        var newKept: [Int32] = []
        for index in newRange where stamps[Int(new[index])] >= stamp {
            newKept.append(Int32(index))
            stamps[Int(new[index])] = stamp + 1
        }
        var oldKept: [Int32] = []
        for index in oldRange where stamps[Int(old[index])] == stamp + 1 { oldKept.append(Int32(index)) }
        return (oldKept, newKept)
    }
}
