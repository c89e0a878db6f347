/// Numbers distinct byte strings from 0, so that tokens are compared as integers.
struct Lexicon {
    private var pool: [UInt8] = []
    /// Where each string ends in `pool`; string n begins where n - 1 ends.
    private var ends: [Int] = []
    private var hashes: [UInt32] = []
    /// Each string packed, where it is short enough; else 0.
    private var keys: [UInt64] = []
    private let isBlank: Bool
    /// How many numbers no string has; the first string comes after them.
    private var reserved: Int32 = 0
    /// Open addressing: how many strings there were when one came, itself among them, or 0 for a free slot.
    private var slots = [Int32](repeating: 0, count: 1024)

    /// - Parameter isBlank: Whether every string gets the number 0, for those who only want to know where tokens are.
    init(isBlank: Bool = false) {
        self.isBlank = isBlank
        guard !isBlank else { return }
        // Room for an article's words, so that a small comparison grows nothing.
        pool.reserveCapacity(2048)
        ends.reserveCapacity(256)
        hashes.reserveCapacity(256)
        keys.reserveCapacity(256)
    }

    /// How many strings have a number.
    var count: Int { ends.count }

    /// Returns the number of a string, giving it the next free one when it is new.
    mutating func number(of bytes: UnsafeRawBufferPointer) -> Int32 {
        guard !isBlank else { return 0 }
        let key = ByteStrings.packed(bytes)
        let hash = UInt32(truncatingIfNeeded: key != 0 ? ByteStrings.hash(packed: key) : ByteStrings.hash(bytes))
        let mask = slots.count - 1
        var slot = Int(hash) & mask
        while slots[slot] != 0 {
            let number = Int(slots[slot]) - 1
            if hashes[number] == hash, keys[number] == key, key != 0 || holds(bytes, at: number) {
                return reserved + Int32(number)
            }
            slot = (slot + 1) & mask
        }
        let number = Int32(ends.count)
        slots[slot] = number + 1
        pool.append(contentsOf: bytes)
        ends.append(pool.count)
        hashes.append(hash)
        keys.append(key)
        if ends.count * 2 > slots.count { grow() }
        return reserved + number
    }

    /// Sets numbers aside that no string will get, and returns the first of them. Only before any string has one.
    mutating func reserve(_ count: Int) -> Int32 {
        precondition(ends.isEmpty, "numbers are set aside first")
        reserved = Int32(count)
        return 0
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
