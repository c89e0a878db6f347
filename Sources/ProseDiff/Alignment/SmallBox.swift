/// Aligns short sequences in one pass, however different they are: all bit-parallel rows are stored, and walked back.
///
/// Source: Heikki Hyyrö, "Bit-parallel LCS-length computation revisited" (2004), for the row step.
enum SmallBox {
    /// The most tokens on either side.
    static let mostOld = 256
    static let mostNew = 64

    /// The work of an alignment, in units of about a nanosecond.
    static func work(_ oldCount: Int, _ newCount: Int) -> Int { oldCount * (newCount + 8) / 2 }

    /// Calls `body` with the pairs of a longest common subsequence, from the last to the first.
    static func align(
        _ old: UnsafeBufferPointer<Int32>, _ new: UnsafeBufferPointer<Int32>, _ body: (_ old: Int, _ new: Int) -> Void
    ) {
        withUnsafeTemporaryAllocation(of: UInt64.self, capacity: old.count + 1) { rows in
            // In row n, a zero bit marks a column at which the length for the first n old tokens grows.
            rows[0] = .max
            for row in old.indices {
                var mask: UInt64 = 0
                for column in new.indices where new[column] == old[row] { mask |= 1 << UInt64(column) }
                let last = rows[row]
                rows[row + 1] = (last &+ (last & mask)) | (last & ~mask)
            }
            var at = (old: old.count, new: new.count)
            while at.old > 0, at.new > 0 {
                if old[at.old - 1] == new[at.new - 1] {
                    at = (at.old - 1, at.new - 1)
                    body(at.old, at.new)
                    continue
                }
                let columns = UInt64.max >> UInt64(64 - at.new)
                let isAsLong = (rows[at.old - 1] & columns).nonzeroBitCount == (rows[at.old] & columns).nonzeroBitCount
                if isAsLong { at.old -= 1 } else { at.new -= 1 }
            }
        }
    }
}
