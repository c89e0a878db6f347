/// Splits a pair of sequences at the point where a longest common subsequence crosses the middle of the old one, 64
/// columns at a time.
///
/// Sources: D. S. Hirschberg, "A linear space algorithm for computing maximal common subsequences", Communications of
/// the ACM 18 (1975); Heikki Hyyrö, "Bit-parallel LCS-length computation revisited" (2004), for the row step. A row
/// with a rare token touches only the machine words in which the token occurs and those that its carries reach, about
/// half of them.
struct BitRows {
    private var columns = TokenColumns()

    /// Upper limit of the work of a split, in units of about a nanosecond.
    static func mostWork(_ oldCount: Int, _ newCount: Int) -> Int { oldCount * ((newCount + 63) / 64 + 4) }

    /// Lower limit of the work of a split.
    static func leastWork(_ oldCount: Int, _ newCount: Int) -> Int {
        8 * newCount + oldCount * (4 + (newCount + 63) / 64 / 2)
    }

    /// Prepares ``split(_:_:)`` of the same sequences, and returns its estimated work.
    mutating func prepare(_ old: UnsafeBufferPointer<Int32>, _ new: UnsafeBufferPointer<Int32>) -> Int {
        columns.note(new)
        var work = 8 * new.count
        for token in old { work += 4 + (columns.isFrequent(token) ? columns.words : columns.words / 2) }
        return work
    }

    /// Returns how many new tokens belong to the first `old.count / 2` old ones.
    mutating func split(_ old: UnsafeBufferPointer<Int32>, _ new: UnsafeBufferPointer<Int32>) -> Int {
        let middle = old.count / 2
        let before = lengths(new, rows: 0..<middle, isReversed: false) { old[$0] }
        let after = lengths(new, rows: 0..<old.count - middle, isReversed: true) { old[old.count - 1 - $0] }
        var best = 0
        var most: Int32 = -1
        for column in 0...new.count where before[column] + after[new.count - column] > most {
            best = column
            most = before[column] + after[new.count - column]
        }
        return best
    }

    /// The length of a longest common subsequence of all rows and each prefix of the columns.
    private mutating func lengths(
        _ new: UnsafeBufferPointer<Int32>, rows: Range<Int>, isReversed: Bool, _ token: (Int) -> Int32
    ) -> [Int32] {
        columns.makeMasks(isReversed: isReversed)
        // A zero bit marks a column at which the length grows.
        var state = [UInt64](repeating: .max, count: columns.words)
        state.withUnsafeMutableBufferPointer { state in
            for row in rows {
                columns.locate(token(row)) { mask in
                    Self.step(state, mask)
                } places: { places in
                    Self.step(state, places, new.count, isReversed)
                }
            }
        }
        var lengths = [Int32](repeating: 0, count: new.count + 1)
        for column in 0..<new.count {
            let grows = state[column >> 6] >> UInt64(column & 63) & 1 == 0
            lengths[column + 1] = lengths[column] + (grows ? 1 : 0)
        }
        return lengths
    }

    @inline(__always)
    private static func step(_ value: UInt64, _ mask: UInt64, _ carry: inout Bool) -> UInt64 {
        let (sum, overflow) = value.addingReportingOverflow(value & mask)
        let (total, overflowAgain) = sum.addingReportingOverflow(carry ? 1 : 0)
        carry = overflow || overflowAgain
        return total | (value & ~mask)
    }

    private static func step(_ state: UnsafeMutableBufferPointer<UInt64>, _ mask: UnsafePointer<UInt64>) {
        var carry = false
        for word in 0..<state.count { state[word] = step(state[word], mask[word], &carry) }
    }

    private static func step(
        _ state: UnsafeMutableBufferPointer<UInt64>, _ places: UnsafeBufferPointer<Int32>, _ count: Int,
        _ isReversed: Bool
    ) {
        var index = 0
        func column() -> Int {
            isReversed ? count - 1 - Int(places[places.count - 1 - index]) : Int(places[index])
        }
        var carry = false
        var word = 0
        while index < places.count || carry {
            if !carry { word = column() >> 6 }
            guard word < state.count else { return }
            var mask: UInt64 = 0
            while index < places.count, column() >> 6 == word {
                mask |= 1 << UInt64(column() & 63)
                index += 1
            }
            state[word] = step(state[word], mask, &carry)
            word += 1
        }
    }
}

/// The places of each token among the columns: a mask for a frequent one, a list for a rare one. Storage is reused, so
/// that a small stretch costs little.
private struct TokenColumns {
    private(set) var words = 0
    private var count = 0
    private var stamp: UInt32 = 0
    private var stamps: [UInt32] = []
    /// Occurrences of each slot's token.
    private var counts: [Int32] = []
    /// The slot of each token with the current stamp.
    private var slots: [Int32] = []
    /// The start of each slot's places, and one more for the end.
    private var starts: [Int32] = []
    private var places: [Int32] = []
    /// The number of each slot's mask, or -1.
    private var maskNumbers: [Int32] = []
    private var masks: [UInt64] = []

    mutating func note(_ tokens: UnsafeBufferPointer<Int32>) {
        count = tokens.count
        words = (tokens.count + 63) / 64
        stamp += 1
        counts.removeAll(keepingCapacity: true)
        for token in tokens {
            if Int(token) >= stamps.count {
                let more = Int(token) + 1 - stamps.count + stamps.count / 2
                stamps += [UInt32](repeating: 0, count: more)
                slots += [Int32](repeating: 0, count: more)
            }
            if stamps[Int(token)] != stamp {
                stamps[Int(token)] = stamp
                slots[Int(token)] = Int32(counts.count)
                counts.append(0)
            }
            counts[Int(slots[Int(token)])] += 1
        }
        starts.removeAll(keepingCapacity: true)
        starts.append(0)
        maskNumbers.removeAll(keepingCapacity: true)
        var masked: Int32 = 0
        for count in counts {
            starts.append(starts[starts.count - 1] + count)
            // At most 64 tokens and a few more are this frequent, so masks need linear space.
            let isFrequent = Int(count) * 4 > words
            maskNumbers.append(isFrequent ? masked : -1)
            if isFrequent { masked += 1 }
        }
        masks = [UInt64](repeating: 0, count: Int(masked) * words)
        var next = starts
        places = [Int32](repeating: 0, count: tokens.count)
        for (place, token) in tokens.enumerated() {
            let slot = Int(slots[Int(token)])
            places[Int(next[slot])] = Int32(place)
            next[slot] += 1
        }
    }

    mutating func makeMasks(isReversed: Bool) {
        for index in masks.indices { masks[index] = 0 }
        for (slot, number) in maskNumbers.enumerated() where number >= 0 {
            for index in starts[slot]..<starts[slot + 1] {
                let place = Int(places[Int(index)])
                let column = isReversed ? count - 1 - place : place
                masks[Int(number) * words + (column >> 6)] |= 1 << UInt64(column & 63)
            }
        }
    }

    func isFrequent(_ token: Int32) -> Bool { slot(token).map { maskNumbers[$0] >= 0 } ?? false }

    /// Calls one of two functions with a token's places: the mask of a frequent token, the list of a rare one.
    @inline(__always)
    func locate(
        _ token: Int32, mask: (UnsafePointer<UInt64>) -> Void, places visit: (UnsafeBufferPointer<Int32>) -> Void
    ) {
        guard let slot = slot(token) else { return }
        if maskNumbers[slot] >= 0 {
            masks.withUnsafeBufferPointer { mask($0.baseAddress! + Int(maskNumbers[slot]) * words) }
        } else {
            places.withUnsafeBufferPointer {
                visit(UnsafeBufferPointer(rebasing: $0[Int(starts[slot])..<Int(starts[slot + 1])]))
            }
        }
    }

    @inline(__always)
    private func slot(_ token: Int32) -> Int? {
        Int(token) < stamps.count && stamps[Int(token)] == stamp ? Int(slots[Int(token)]) : nil
    }
}
