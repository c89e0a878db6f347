import CanonicalJSON
import Glibc

/// Walks over a leaf where it lies: there is one way only to write what it says.
///
/// It admits less than a leaf may be: text with escapes or beyond ASCII is left to the slow way, which parses it.
public struct LeafCursor {
    @usableFromInline let bytes: UnsafeRawBufferPointer
    @usableFromInline var place = 0

    /// - Parameter bytes: The leaf, valid as long as the cursor is used.
    @inlinable
    public init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    /// Whether all of the leaf was stepped over.
    @inlinable public var isAtEnd: Bool { place == bytes.count }

    /// Steps over some text, if it is what comes next.
    @inlinable @inline(__always)
    public mutating func skip(_ literal: StaticString) -> Bool {
        skip(UnsafeRawBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount))
    }

    /// Steps over some bytes, if they are what comes next.
    @inlinable @inline(__always)
    public mutating func skip(_ expected: UnsafeRawBufferPointer) -> Bool {
        guard place + expected.count <= bytes.count else { return false }
        let found = UnsafeRawBufferPointer(rebasing: bytes[place..<place + expected.count])
        guard found.equals(expected) else { return false }
        place += expected.count
        return true
    }

    /// Steps over a string that is exactly this text between quotation marks.
    @inlinable @inline(__always)
    public mutating func skip(plain text: UnsafeRawBufferPointer) -> Bool {
        text.isPlainASCII && skip("\"") && skip(text) && skip("\"")
    }

    /// Steps over a number that is exactly this one.
    @inlinable
    public mutating func skip(number: Int64) -> Bool { takeNumber() == number }

    /// Steps over a number from 0, without leading zeros.
    @inlinable
    public mutating func takeNumber() -> Int64? {
        let start = place
        var value: Int64 = 0
        while place < bytes.count, case let digit = bytes[place] &- 0x30, digit < 10 {
            // Sixteen digits are beyond every integer that JSON holds.
            guard place - start < 16 else { return nil }
            value = value * 10 + Int64(digit)
            place += 1
        }
        guard place > start, place == start + 1 || bytes[start] != 0x30, value <= JSON.maximumInteger else {
            return nil
        }
        return value
    }

    /// Steps over a string without escapes.
    @inlinable
    public mutating func takePlainString() -> UnsafeRawBufferPointer? {
        guard skip("\"") else { return nil }
        let start = place
        while place < bytes.count, bytes[place] != 0x22 { place += 1 }
        guard place < bytes.count else { return nil }
        let text = UnsafeRawBufferPointer(rebasing: bytes[start..<place])
        place += 1
        return text.isPlainASCII ? text : nil
    }

    /// Steps over some bytes.
    @inlinable
    public mutating func take(_ count: Int) -> UnsafeRawBufferPointer? {
        guard place + count <= bytes.count else { return nil }
        defer { place += count }
        return UnsafeRawBufferPointer(rebasing: bytes[place..<place + count])
    }
}

extension UnsafeRawBufferPointer {
    /// Whether both hold the same bytes.
    @inlinable @inline(__always)
    public func equals(_ other: UnsafeRawBufferPointer) -> Bool {
        guard count == other.count else { return false }
        guard count > 0, let here = baseAddress, let there = other.baseAddress else { return true }
        return memcmp(here, there, count) == 0
    }

    /// Whether RFC 8785 writes this text as it is, and each byte is a character.
    @inlinable
    public var isPlainASCII: Bool {
        var isPlain = true
        for byte in self { isPlain = isPlain && byte >= 0x20 && byte < 0x7F && byte != 0x22 && byte != 0x5C }
        return isPlain
    }
}
