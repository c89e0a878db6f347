/// Splits a pair of sequences where a longest common subsequence crosses the middle of the old one, 64 columns at a
/// time.
///
/// Sources: D. S. Hirschberg, "A linear space algorithm for computing maximal common subsequences", Communications of
/// the ACM 18 (1975); Heikki Hyyrö, "Bit-parallel LCS-length computation revisited" (2004), for the row step.
enum BitRows {
    /// The work that ``split(_:_:)`` takes, in units of about a nanosecond.
    static func cost(_ oldCount: Int, _ newCount: Int) -> Int {
        let words = (newCount + 63) / 64
        let (product, overflow) = oldCount.multipliedReportingOverflow(by: words + 4)
        return overflow ? Int.max / 8 : min(product + 4 * newCount, Int.max / 8)
    }

    /// Returns how many new tokens go with the first `old.count / 2` old ones.
    static func split(_ old: UnsafeBufferPointer<Int32>, _ new: UnsafeBufferPointer<Int32>) -> Int {
        let columns = Columns(new)
        let middle = old.count / 2
        let before = lengths(columns, rows: middle) { old[$0] }
        let after = lengths(columns.reversed(), rows: old.count - middle) { old[old.count - 1 - $0] }
        var best = 0
        var most: Int32 = -1
        for column in 0...new.count where before[column] + after[new.count - column] > most {
            best = column
            most = before[column] + after[new.count - column]
        }
        return best
    }

    /// The length of a longest common subsequence of all rows with each prefix of the columns.
    private static func lengths(_ columns: Columns, rows: Int, _ token: (Int) -> Int32) -> [Int32] {
        let words = columns.words
        // A zero bit is a column at which the length grows.
        var state = [UInt64](repeating: .max, count: words)
        var mask = [UInt64](repeating: 0, count: words)
        state.withUnsafeMutableBufferPointer { state in
            mask.withUnsafeMutableBufferPointer { mask in
                for row in 0..<rows {
                    columns.withMask(of: token(row), mask) { mask in step(state, mask) }
                }
            }
        }
        var lengths = [Int32](repeating: 0, count: columns.count + 1)
        for column in 0..<columns.count {
            let grows = state[column >> 6] >> UInt64(column & 63) & 1 == 0
            lengths[column + 1] = lengths[column] + (grows ? 1 : 0)
        }
        return lengths
    }

    @inline(__always)
    private static func step(_ state: UnsafeMutableBufferPointer<UInt64>, _ mask: UnsafePointer<UInt64>) {
        var carry: UInt64 = 0
        for word in 0..<state.count {
            let value = state[word]
            let matching = value & mask[word]
            let (sum, overflow) = value.addingReportingOverflow(matching)
            let (total, overflowAgain) = sum.addingReportingOverflow(carry)
            carry = overflow || overflowAgain ? 1 : 0
            state[word] = total | (value & ~mask[word])
        }
    }

    /// Where each token stands among the columns: as a mask for a frequent one, as a list for a rare one.
    private struct Columns {
        let count: Int
        let words: Int
        private var lists: [Int32: [Int32]] = [:]
        private var masks: [Int32: [UInt64]] = [:]

        init(_ tokens: UnsafeBufferPointer<Int32>) {
            count = tokens.count
            words = (tokens.count + 63) / 64
            for column in tokens.indices { lists[tokens[column], default: []].append(Int32(column)) }
            makeMasks()
        }

        func reversed() -> Columns {
            var copy = self
            copy.masks = [:]
            copy.lists = lists.mapValues { $0.map { Int32(count) - 1 - $0 } }
            copy.makeMasks()
            return copy
        }

        /// At most 64 tokens are so frequent, hence linear space.
        private mutating func makeMasks() {
            for (token, columns) in lists where columns.count > words {
                var mask = [UInt64](repeating: 0, count: words)
                for column in columns { mask[Int(column) >> 6] |= 1 << UInt64(column & 63) }
                masks[token] = mask
            }
        }

        @inline(__always)
        func withMask(
            of token: Int32, _ scratch: UnsafeMutableBufferPointer<UInt64>, _ body: (UnsafePointer<UInt64>) -> Void
        ) {
            if let mask = masks[token] {
                mask.withUnsafeBufferPointer { body($0.baseAddress!) }
            } else if let columns = lists[token] {
                for column in columns { scratch[Int(column) >> 6] |= 1 << UInt64(column & 63) }
                body(UnsafePointer(scratch.baseAddress!))
                for column in columns { scratch[Int(column) >> 6] = 0 }
            }
        }
    }
}
