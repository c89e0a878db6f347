/// Finds the middle snake of a shortest edit script: a run of matches in the middle of it.
///
/// Source: Eugene W. Myers, "An O(ND) Difference Algorithm and Its Variations", Algorithmica 1 (1986), section 4b.
enum MiddleSnake {
    /// The start of the run on each side, and its number of tokens.
    struct Snake {
        var old: Int
        var new: Int
        var length: Int
    }

    /// Returns the middle snake of two sequences that are not empty and begin and end with different tokens, or nil if
    /// that takes more work than allowed; and the work done, in units of about a nanosecond.
    static func find(
        _ old: UnsafeBufferPointer<Int32>, _ new: UnsafeBufferPointer<Int32>, limit: Int
    ) -> (snake: Snake?, work: Int) {
        let most = (old.count + new.count + 1) / 2
        var reach = 0
        while reach < most, reach * reach * 4 < limit { reach += 16 }
        reach = min(reach, most)
        // Diagonals -reach - 1 to reach + 1, for each direction.
        let width = 2 * reach + 3
        return withUnsafeTemporaryAllocation(of: Int32.self, capacity: 2 * width) { store in
            store.initialize(repeating: -1)
            let forward = store.baseAddress! + reach + 1
            var work = width
            let most = mostWork(old.count + new.count, reach, limit)
            let snake = search(old, new, forward, forward + width, reach, &work, most: most)
            return (snake, work)
        }
    }

    /// The work after which a search stops: for all edits that are counted, and for runs of matches of `limit` tokens.
    static func mostWork(_ count: Int, _ reach: Int, _ limit: Int) -> Int {
        count + 4 * (reach + 2) * (reach + 2) + limit
    }

    /// Whether any edit script of two sequences takes at most twice `reach` insertions and deletions.
    ///
    /// - Parameter limit: Tokens in runs of matches that may be visited, in addition to those of the texts.
    /// - Returns: nil if that takes more work than allowed.
    static func isReachable(_ old: [Int32], _ new: [Int32], within reach: Int, limit: Int) -> Bool? {
        var box = SearchBox(old: old.indices, new: new.indices)
        var pairs: [(old: Int32, new: Int32)] = []
        return old.withUnsafeBufferPointer { old in
            new.withUnsafeBufferPointer { new in
                box.trim(old, new, &pairs)
                guard !box.old.isEmpty, !box.new.isEmpty else { return box.old.count + box.new.count <= 2 * reach }
                let (old, new) = (
                    UnsafeBufferPointer(rebasing: old[box.old]), UnsafeBufferPointer(rebasing: new[box.new])
                )
                let reach = min(reach, (old.count + new.count + 1) / 2)
                let width = 2 * reach + 3
                return withUnsafeTemporaryAllocation(of: Int32.self, capacity: 2 * width) { store in
                    store.initialize(repeating: -1)
                    let forward = store.baseAddress! + reach + 1
                    var work = 0
                    let most = mostWork(old.count + new.count, reach, limit)
                    let isFound = search(old, new, forward, forward + width, reach, &work, most: most) != nil
                    return isFound || work <= most ? isFound : nil
                }
            }
        }
    }

    private static func search(
        _ old: UnsafeBufferPointer<Int32>, _ new: UnsafeBufferPointer<Int32>, _ forward: UnsafeMutablePointer<Int32>,
        _ backward: UnsafeMutablePointer<Int32>, _ reach: Int, _ work: inout Int, most: Int
    ) -> Snake? {
        let n = old.count
        let m = new.count
        let delta = n - m
        let isOdd = delta & 1 != 0
        for cost in 0...reach {
            work += 8 * cost + 8
            let diagonals = stride(from: -cost + 2 * max(0, cost - m), through: cost - 2 * max(0, cost - n), by: 2)
            for diagonal in diagonals {
                let start = furthest(forward, diagonal, cost, n, m)
                if start < 0 { continue }
                var x = start
                while x < n, x - diagonal < m, old[x] == new[x - diagonal] { x += 1 }
                work += x - start
                forward[diagonal] = Int32(x)
                let other = delta - diagonal
                if work > most { return nil }
                if isOdd, abs(other) < cost, backward[other] >= 0, x + Int(backward[other]) >= n {
                    return Snake(old: start, new: start - diagonal, length: x - start)
                }
            }
            for diagonal in diagonals {
                let start = furthest(backward, diagonal, cost, n, m)
                if start < 0 { continue }
                var x = start
                while x < n, x - diagonal < m, old[n - 1 - x] == new[m - 1 - (x - diagonal)] { x += 1 }
                work += x - start
                backward[diagonal] = Int32(x)
                let other = delta - diagonal
                if work > most { return nil }
                if !isOdd, abs(other) <= cost, forward[other] >= 0, x + Int(forward[other]) >= n {
                    return Snake(old: n - x, new: m - (x - diagonal), length: x - start)
                }
            }
        }
        return nil
    }

    /// The furthest old index on a diagonal before its run of matches, from its neighbours with one edit less; -1 if
    /// the diagonal cannot be reached.
    @inline(__always)
    private static func furthest(
        _ ends: UnsafeMutablePointer<Int32>, _ diagonal: Int, _ cost: Int, _ n: Int, _ m: Int
    ) -> Int {
        if cost == 0 { return 0 }
        var best = -1
        let above = Int(ends[diagonal + 1])
        if diagonal < cost, above >= 0, above - diagonal <= m { best = above }
        let below = Int(ends[diagonal - 1])
        if diagonal > -cost, below >= 0, below < n, below + 1 > best { best = below + 1 }
        if best < 0 { ends[diagonal] = -1 }
        return best
    }
}
