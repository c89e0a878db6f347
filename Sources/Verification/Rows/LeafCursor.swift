import Glibc

/// Walks over a leaf, comparing it in place with what the columns say it must be.
///
/// It admits less than a leaf may be: text with escapes or beyond ASCII is left to the slow way.
struct LeafCursor {
    private let bytes: UnsafeRawBufferPointer
    private var place = 0

    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    var isAtEnd: Bool { place == bytes.count }

    @inline(__always)
    mutating func skip(_ literal: StaticString) -> Bool {
        skip(UnsafeRawBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount))
    }

    @inline(__always)
    mutating func skip(_ expected: UnsafeRawBufferPointer) -> Bool {
        guard place + expected.count <= bytes.count else { return false }
        let found = UnsafeRawBufferPointer(rebasing: bytes[place..<place + expected.count])
        guard found.equals(expected) else { return false }
        place += expected.count
        return true
    }

    /// Steps over a string that is exactly this text between quotation marks.
    @inline(__always)
    mutating func skip(plain text: UnsafeRawBufferPointer) -> Bool {
        text.isPlainASCII && skip("\"") && skip(text) && skip("\"")
    }

    /// Steps over a number that is exactly this one.
    mutating func skip(number: Int64) -> Bool { takeNumber() == number }

    /// Steps over a number from 0, without leading zeros.
    mutating func takeNumber() -> Int64? {
        let start = place
        var value: Int64 = 0
        while place < bytes.count, case let digit = bytes[place] &- 0x30, digit < 10 {
            // Sixteen digits are beyond every integer that JSON holds.
            guard place - start < 16 else { return nil }
            value = value * 10 + Int64(digit)
            place += 1
        }
        guard place > start, place == start + 1 || bytes[start] != 0x30 else { return nil }
        return value
    }

    /// Steps over a string without escapes.
    mutating func takePlainString() -> UnsafeRawBufferPointer? {
        guard skip("\"") else { return nil }
        let start = place
        while place < bytes.count, bytes[place] != 0x22 { place += 1 }
        guard place < bytes.count else { return nil }
        let text = UnsafeRawBufferPointer(rebasing: bytes[start..<place])
        place += 1
        return text.isPlainASCII ? text : nil
    }

    /// Steps over some bytes.
    mutating func take(_ count: Int) -> UnsafeRawBufferPointer? {
        guard place + count <= bytes.count else { return nil }
        defer { place += count }
        return UnsafeRawBufferPointer(rebasing: bytes[place..<place + count])
    }
}

extension UnsafeRawBufferPointer {
    /// Whether both hold the same bytes.
    @inline(__always)
    func equals(_ other: UnsafeRawBufferPointer) -> Bool {
        guard count == other.count else { return false }
        guard count > 0, let here = baseAddress, let there = other.baseAddress else { return true }
        return memcmp(here, there, count) == 0
    }

    /// Whether this comes before, after (-1, 1) or is the same as (0) other bytes, as SQLite orders text.
    func order(to other: UnsafeRawBufferPointer) -> Int {
        let shorter = Swift.min(count, other.count)
        if shorter > 0, let here = baseAddress, let there = other.baseAddress {
            let order = memcmp(here, there, shorter)
            if order != 0 { return order < 0 ? -1 : 1 }
        }
        return count == other.count ? 0 : count < other.count ? -1 : 1
    }

    /// Whether RFC 8785 writes this text as it is, and each byte is a character.
    var isPlainASCII: Bool {
        var isPlain = true
        for byte in self { isPlain = isPlain && byte >= 0x20 && byte < 0x7F && byte != 0x22 && byte != 0x5C }
        return isPlain
    }
}
