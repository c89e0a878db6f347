/// Hashes and compares byte strings eight bytes at a time.
package enum ByteStrings {
    /// A multiplicative hash without a seed, so that every run is the same. Equality is decided on bytes; colliding
    /// strings cost time in proportion to their number.
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

    /// The offset of the first line feed at or after `start`; the end if there is none.
    ///
    /// Source: Mycroft's zero-in-word test; bits above the first zero do not matter.
    @inline(__always)
    package static func lineEnd(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
        let ones: UInt64 = 0x0101_0101_0101_0101
        var index = start
        while index + 8 <= bytes.count {
            let word =
                UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)) ^ (ones &* 0x0A)
            let zeros = (word &- ones) & ~word & (ones &* 0x80)
            if zeros != 0 { return index + zeros.trailingZeroBitCount / 8 }
            index += 8
        }
        while index < bytes.count, bytes[index] != 0x0A { index += 1 }
        return index
    }

    /// How many ASCII letters and digits the eight bytes at an offset begin with.
    @inline(__always)
    static func letterOrDigitCount(_ bytes: UnsafeRawBufferPointer, at index: Int) -> Int {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
        let low = word & (ones &* 0x7F)
        let small = low | ones &* 0x20
        // The highest bit of each byte tells whether it is at least the first limit, and not above the second.
        let letters = (small &+ ones &* (0x80 - 0x61)) & ~(small &+ ones &* (0x7F - 0x7A))
        let digits = (low &+ ones &* (0x80 - 0x30)) & ~(low &+ ones &* (0x7F - 0x39))
        return (~((letters | digits) & ~word) & (ones &* 0x80)).trailingZeroBitCount / 8
    }

    /// A string of at most seven bytes and its length as one integer: equal only for equal strings; 0 for longer ones.
    @inline(__always)
    static func packed(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        let count = bytes.count
        func part<Part: FixedWidthInteger>(_ offset: Int, as type: Part.Type) -> UInt64 {
            UInt64(truncatingIfNeeded: Part(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: type)))
        }
        let length = UInt64(count) << 56
        switch count {
        // The two parts may overlap, where they hold the same bytes.
        case 4...7:
            return length | part(0, as: UInt32.self) | part(count - 4, as: UInt32.self) << UInt64(8 * (count - 4))
        case 2...3: return length | part(0, as: UInt16.self) | UInt64(bytes[count - 1]) << UInt64(8 * (count - 1))
        case 1: return length | UInt64(bytes[0])
        default: return 0
        }
    }

    /// The hash of a packed string, by the same method as ``hash(_:)``.
    @inline(__always)
    static func hash(packed key: UInt64) -> UInt64 {
        let hash = (key ^ key >> 32) &* 0x9E37_79B9_7F4A_7C15
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
