/// Finds longest common subsequences of numbered tokens, within a budget of work.
///
/// A stretch is searched with Myers' middle snake while its sides are similar, with bit-parallel rows when they are
/// not, and in one pass when it is small. All are exact and need linear space. A stretch too large for them is split at
/// runs of tokens that occur once on each side or, without such runs, by position.
struct Aligner {
    /// Work left, in units of about a nanosecond.
    private(set) var budget: Int
    /// The lowest quality so far.
    private(set) var quality = Comparison.Quality.minimal
    private var matches: [Int32] = []
    private var common = CommonTokens()
    private var rows = BitRows()

    init(budget: Int) { self.budget = budget }

    /// Returns the matching new token for each old token, or -1. Matches are in order on both sides.
    mutating func align(_ old: ArraySlice<Int32>, _ new: ArraySlice<Int32>) -> [Int32] {
        matches = [Int32](repeating: -1, count: old.count)
        old.withUnsafeBufferPointer { old in
            new.withUnsafeBufferPointer { new in alignFiltered(old, new) }
        }
        return matches
    }

    /// Aligns without the tokens that only one side has: they match nothing, so no match is lost.
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
                solve(SearchBox(old: 0..<old.count, new: 0..<new.count), old, new, &pairs)
            }
        }
        for pair in pairs { matches[Int(oldKept[Int(pair.old)])] = newKept[Int(pair.new)] }
    }

    private mutating func solve(
        _ whole: SearchBox, _ old: UnsafeBufferPointer<Int32>, _ new: UnsafeBufferPointer<Int32>,
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
            let isStrained = box.isUnlike || quality != .minimal
            if isStrained, oldPart.count <= SmallBox.mostOld, newPart.count <= SmallBox.mostNew {
                spend(SmallBox.work(oldPart.count, newPart.count))
                SmallBox.align(oldPart, newPart) { old, new in
                    pairs.append((Int32(box.old.lowerBound + old), Int32(box.new.lowerBound + new)))
                }
                continue
            }
            var snake: MiddleSnake.Snake?
            let size = oldPart.count + newPart.count
            if !isStrained {
                snake = search(oldPart, newPart, limit: max(16384, 4 * size))
            }
            var affordsRows = false
            if snake == nil {
                spend(size)
                let isHopeless = BitRows.leastWork(oldPart.count, newPart.count) > budget / 2
                let rowsCost = isHopeless ? Int.max : rows.prepare(oldPart, newPart)
                affordsRows = rowsCost <= budget / 2
                if !isStrained { snake = search(oldPart, newPart, limit: affordsRows ? rowsCost / 4 : budget / 16) }
                if snake == nil && affordsRows { spend(rowsCost) }
            }
            if let snake {
                for offset in 0..<snake.length {
                    let at = (old: box.old.lowerBound + snake.old, new: box.new.lowerBound + snake.new)
                    pairs.append((Int32(at.old + offset), Int32(at.new + offset)))
                }
                stack += box.split(snake.old, snake.new, skipping: snake.length)
            } else if affordsRows {
                box.isUnlike = true
                stack += box.split(oldPart.count / 2, rows.split(oldPart, newPart), skipping: 0)
            } else {
                stack += splitRoughly(box, oldPart, newPart, &pairs)
            }
        }
    }

    private mutating func search(
        _ old: UnsafeBufferPointer<Int32>, _ new: UnsafeBufferPointer<Int32>, limit: Int
    ) -> MiddleSnake.Snake? {
        let (snake, work) = MiddleSnake.find(old, new, limit: limit)
        spend(work)
        return snake
    }

    /// Splits a box that is too large to search.
    private mutating func splitRoughly(
        _ box: SearchBox, _ old: UnsafeBufferPointer<Int32>, _ new: UnsafeBufferPointer<Int32>,
        _ pairs: inout [(old: Int32, new: Int32)]
    ) -> [SearchBox] {
        for length in [4, 1] {
            let anchors = UniqueRuns.anchors(old, new, length: length)
            spend(4 * (old.count + new.count))
            if anchors.isEmpty { continue }
            settle(for: .bounded)
            var boxes: [SearchBox] = []
            var from = (old: box.old.lowerBound, new: box.new.lowerBound)
            for anchor in anchors {
                let at = (old: box.old.lowerBound + Int(anchor.old), new: box.new.lowerBound + Int(anchor.new))
                pairs.append((Int32(at.old), Int32(at.new)))
                boxes.append(SearchBox(old: from.old..<at.old, new: from.new..<at.new))
                from = (at.old + 1, at.new + 1)
            }
            boxes.append(SearchBox(old: from.old..<box.old.upperBound, new: from.new..<box.new.upperBound))
            return boxes
        }
        settle(for: .degraded)
        guard budget > 0 else { return [] }
        // Enough pieces that the searches of all of them fit the remaining budget.
        let pieces = 1 + BitRows.mostWork(old.count, new.count) / budget * 4
        return (0..<pieces).map { piece in
            let olds = old.count * piece / pieces..<old.count * (piece + 1) / pieces
            let news = new.count * piece / pieces..<new.count * (piece + 1) / pieces
            return SearchBox(
                old: box.old.lowerBound + olds.lowerBound..<box.old.lowerBound + olds.upperBound,
                new: box.new.lowerBound + news.lowerBound..<box.new.lowerBound + news.upperBound, isUnlike: true)
        }
    }

    private mutating func spend(_ work: Int) { budget = max(0, budget - work) }

    private mutating func settle(for worse: Comparison.Quality) {
        if quality != .degraded { quality = worse }
    }
}
