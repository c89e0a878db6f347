/// Runs of tokens that occur exactly once on each side: safe points to split a search that is too large.
enum UniqueRuns {
    /// Returns the starts of such runs in order on both sides, as many as possible.
    ///
    /// - Parameter length: Tokens in a run, at least 1.
    ///
    /// Source: Bram Cohen's patience diff, with runs in place of lines.
    static func anchors(
        _ old: UnsafeBufferPointer<Int32>, _ new: UnsafeBufferPointer<Int32>, length: Int
    ) -> [(old: Int32, new: Int32)] {
        guard old.count >= length, new.count >= length else { return [] }
        var table = Table(capacity: old.count)
        forEachRun(old, length) { hash, index in table.noteOld(hash, index) }
        forEachRun(new, length) { hash, index in table.noteNew(hash, index) }
        let candidates = table.unique().filter { pair in
            (0..<length).allSatisfy { old[Int(pair.old) + $0] == new[Int(pair.new) + $0] }
        }
        return longestRise(candidates.sorted { $0.old < $1.old })
    }

    /// A rolling polynomial hash of each run of `length` tokens.
    private static func forEachRun(
        _ tokens: UnsafeBufferPointer<Int32>, _ length: Int, _ body: (UInt64, Int32) -> Void
    ) {
        let base: UInt64 = 0x9E37_79B9_7F4A_7C15
        var leading: UInt64 = 1
        for _ in 1..<length { leading = leading &* base }
        var hash: UInt64 = 0
        for index in tokens.indices {
            if index >= length { hash = hash &- leading &* (UInt64(tokens[index - length]) &+ 1) }
            hash = hash &* base &+ (UInt64(tokens[index]) &+ 1)
            if index >= length - 1 { body(hash ^ hash >> 31, Int32(index - length + 1)) }
        }
    }

    /// The longest subsequence with ascending new indices, by patience sorting.
    static func longestRise(_ pairs: [(old: Int32, new: Int32)]) -> [(old: Int32, new: Int32)] {
        var piles: [Int] = []
        var previous = [Int](repeating: -1, count: pairs.count)
        for index in pairs.indices {
            var low = 0
            var high = piles.count
            while low < high {
                let middle = (low + high) / 2
                if pairs[piles[middle]].new < pairs[index].new { low = middle + 1 } else { high = middle }
            }
            if low > 0 { previous[index] = piles[low - 1] }
            if low == piles.count { piles.append(index) } else { piles[low] = index }
        }
        var rise: [(old: Int32, new: Int32)] = []
        var index = piles.last ?? -1
        while index >= 0 {
            rise.append(pairs[index])
            index = previous[index]
        }
        return rise.reversed()
    }

    /// Counts runs by hash, up to two on each side.
    private struct Table {
        private var hashes: [UInt64]
        /// -1 for none, -2 for several.
        private var olds: [Int32]
        private var news: [Int32]

        init(capacity: Int) {
            var size = 16
            while size < capacity * 2 { size *= 2 }
            hashes = [UInt64](repeating: 0, count: size)
            olds = [Int32](repeating: -1, count: size)
            news = olds
        }

        private func slot(_ hash: UInt64) -> Int {
            let mask = hashes.count - 1
            var slot = Int(truncatingIfNeeded: hash) & mask
            while olds[slot] != -1, hashes[slot] != hash { slot = (slot + 1) & mask }
            return slot
        }

        mutating func noteOld(_ hash: UInt64, _ index: Int32) {
            let slot = slot(hash)
            olds[slot] = olds[slot] == -1 ? index : -2
            hashes[slot] = hash
        }

        mutating func noteNew(_ hash: UInt64, _ index: Int32) {
            let slot = slot(hash)
            if olds[slot] != -1 { news[slot] = news[slot] == -1 ? index : -2 }
        }

        func unique() -> [(old: Int32, new: Int32)] {
            olds.indices.compactMap { olds[$0] >= 0 && news[$0] >= 0 ? (olds[$0], news[$0]) : nil }
        }
    }
}
