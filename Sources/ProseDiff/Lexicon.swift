/// Numbers distinct byte strings from 0, so that tokens are compared as integers.
struct Lexicon {
    private var pool: [UInt8] = []
    /// Where each string ends in `pool`; string n begins where n - 1 ends.
    private var ends: [Int] = []
    private var hashes: [UInt32] = []
    /// Open addressing: string number + 1, or 0 for a free slot.
    private var slots = [Int32](repeating: 0, count: 1024)

    /// How many strings have a number.
    var count: Int { ends.count }

    /// Returns the number of a string, giving it the next free one when it is new.
    mutating func number(of bytes: UnsafeRawBufferPointer) -> Int32 {
        let hash = UInt32(truncatingIfNeeded: ByteStrings.hash(bytes))
        let mask = slots.count - 1
        var slot = Int(hash) & mask
        while slots[slot] != 0 {
            let number = Int(slots[slot]) - 1
            if hashes[number] == hash, holds(bytes, at: number) { return Int32(number) }
            slot = (slot + 1) & mask
        }
        let number = Int32(ends.count)
        slots[slot] = number + 1
        pool.append(contentsOf: bytes)
        ends.append(pool.count)
        hashes.append(hash)
        if ends.count * 2 > slots.count { grow() }
        return number
    }

    private func holds(_ bytes: UnsafeRawBufferPointer, at number: Int) -> Bool {
        let start = number == 0 ? 0 : ends[number - 1]
        guard ends[number] - start == bytes.count else { return false }
        return pool.withUnsafeBytes { ByteStrings.areEqual(.init(rebasing: $0[start..<ends[number]]), bytes) }
    }

    private mutating func grow() {
        slots = [Int32](repeating: 0, count: slots.count * 2)
        let mask = slots.count - 1
        for number in hashes.indices {
            var slot = Int(hashes[number]) & mask
            while slots[slot] != 0 { slot = (slot + 1) & mask }
            slots[slot] = Int32(number + 1)
        }
    }
}

extension Lexicon {
    /// Returns the number of a run of numbered tokens.
    mutating func number(ofTokens tokens: ArraySlice<Int32>) -> Int32 {
        tokens.withUnsafeBytes { number(of: $0) }
    }
}
