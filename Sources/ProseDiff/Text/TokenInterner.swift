/// Numbers distinct byte strings from 0, so that tokens are compared as integers.
struct TokenInterner {
    private var pool: [UInt8] = []
    /// The end of each string in `pool`; string n begins where string n - 1 ends.
    private var ends: [Int] = []
    private var hashes: [UInt32] = []
    /// Each string packed into an integer if it is short enough; else 0.
    private var keys: [UInt64] = []
    private let isBlank: Bool
    /// The number of reserved numbers; strings are numbered after them.
    private var reserved: Int32 = 0
    /// Open addressing: the number of strings up to and including the slot's one, or 0 for a free slot.
    private var slots = [Int32](repeating: 0, count: 1024)
    /// For each string that was added as a word, the number of its plain form.
    private var plain: [Int32] = []
    /// The numbers of plain forms with scalars beyond ASCII. Canonically equivalent keys are equal.
    private var composed: [String: Int32] = [:]

    /// - Parameter isBlank: Whether every string gets the number 0, for callers that only need the places of tokens.
    init(isBlank: Bool = false) {
        self.isBlank = isBlank
        guard !isBlank else { return }
        // Capacity for an article's words, so that a small comparison does not reallocate.
        pool.reserveCapacity(2048)
        ends.reserveCapacity(256)
        hashes.reserveCapacity(256)
        keys.reserveCapacity(256)
        plain.reserveCapacity(256)
    }

    /// The number of strings.
    var count: Int { ends.count }

    /// Returns the number of a string; a new string gets the next free one.
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

    /// Returns the number of a word's plain form: the same for words that differ only in typography.
    ///
    /// - Returns: The number, and whether the word differs from its plain form.
    mutating func number(ofWord bytes: UnsafeRawBufferPointer) -> (number: Int32, isVariant: Bool) {
        let own = number(of: bytes)
        guard !isBlank else { return (own, false) }
        let index = Int(own - reserved)
        if index >= plain.count {
            if index == plain.count, Typography.isPlainWord(bytes) {
                plain.append(own)
            } else {
                notePlainForm(of: bytes, own, index)
            }
        }
        return (plain[index], plain[index] != own)
    }

    /// Stores the plain form of a new string. Not inlined: most words are known or plain.
    @inline(never)
    private mutating func notePlainForm(of bytes: UnsafeRawBufferPointer, _ own: Int32, _ index: Int) {
        plain += (plain.count...index).map { Int32($0) + reserved }
        let form = Typography.plainWord(bytes)
        let isASCII = form?.allSatisfy { $0 < 0x80 } ?? bytes.allSatisfy { $0 < 0x80 }
        if isASCII {
            if let form { plain[index] = form.withUnsafeBytes { number(ofWord: $0).number } }
        } else if let string = String(validating: form ?? Array(bytes), as: UTF8.self) {
            // The first of canonically equivalent words represents all of them.
            if let known = composed[string] { plain[index] = known } else { composed[string] = own }
        }
    }

    /// Reserves numbers that no string will get, and returns the first. Must be called before the first string.
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

extension TokenInterner {
    /// Returns the number of a run of numbered tokens.
    mutating func number(ofTokens tokens: ArraySlice<Int32>) -> Int32 {
        tokens.withUnsafeBytes { number(of: $0) }
    }
}
