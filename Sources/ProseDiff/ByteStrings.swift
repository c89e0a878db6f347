/// Hashing and comparing byte strings eight bytes at a time.
enum ByteStrings {
    /// A multiplicative hash. Unseeded, so that every run is alike; equality is decided on bytes, and a flood of
    /// collisions costs time in proportion to the strings that collide.
    @inline(__always)
    static func hash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        var hash = UInt64(truncatingIfNeeded: bytes.count) &* 0x9E37_79B9_7F4A_7C15
        var index = 0
        while index + 8 <= bytes.count {
            hash = (hash ^ bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)) &* 0x9E37_79B9_7F4A_7C15
            hash ^= hash >> 32
            index += 8
        }
        var rest: UInt64 = 0
        while index < bytes.count {
            rest = rest << 8 | UInt64(bytes[index])
            index += 1
        }
        hash = (hash ^ rest) &* 0x9E37_79B9_7F4A_7C15
        return hash ^ hash >> 29
    }

    @inline(__always)
    static func areEqual(_ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer) -> Bool {
        guard first.count == second.count else { return false }
        var index = 0
        while index + 8 <= first.count {
            guard
                first.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                    == second.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            else { return false }
            index += 8
        }
        while index < first.count {
            guard first[index] == second[index] else { return false }
            index += 1
        }
        return true
    }
}
