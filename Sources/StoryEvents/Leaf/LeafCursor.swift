import CanonicalJSON
import Glibc

/// Reads a leaf in place. A leaf has only one valid form.
///
/// It accepts only a subset of leaves: text with escapes or beyond ASCII is left to the slow path, which parses it.
public struct LeafCursor {
    @usableFromInline let bytes: UnsafeRawBufferPointer
    @usableFromInline var place = 0

    /// - Parameter bytes: The leaf; it must stay valid while the cursor is used.
    @inlinable
    public init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    /// Whether the whole leaf was read.
    @inlinable public var isAtEnd: Bool { place == bytes.count }

    /// Skips a text, if it comes next.
    @inlinable @inline(__always)
    public mutating func skip(_ literal: StaticString) -> Bool {
        skip(UnsafeRawBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount))
    }

    /// Skips some bytes, if they come next.
    @inlinable @inline(__always)
    public mutating func skip(_ expected: UnsafeRawBufferPointer) -> Bool {
        guard place + expected.count <= bytes.count else { return false }
        let found = UnsafeRawBufferPointer(rebasing: bytes[place..<place + expected.count])
        guard found.equals(expected) else { return false }
        place += expected.count
        return true
    }

    /// Skips a string that equals this text, with its quotation marks.
    @inlinable @inline(__always)
    public mutating func skip(plain text: UnsafeRawBufferPointer) -> Bool {
        text.isPlainASCII && skip("\"") && skip(text) && skip("\"")
    }

    /// Skips a number that equals this one.
    @inlinable
    public mutating func skip(number: Int64) -> Bool { takeNumber() == number }

    /// Reads a number from 0, without leading zeros.
    @inlinable
    public mutating func takeNumber() -> Int64? {
        let start = place
        var value: Int64 = 0
        while place < bytes.count, case let digit = bytes[place] &- 0x30, digit < 10 {
            // No integer of JSON has sixteen digits here.
            guard place - start < 16 else { return nil }
            value = value * 10 + Int64(digit)
            place += 1
        }
        guard place > start, place == start + 1 || bytes[start] != 0x30, value <= JSON.maximumInteger else {
            return nil
        }
        return value
    }

    /// Reads a string without escapes.
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

    /// Skips a number of bytes.
    @inlinable
    public mutating func take(_ count: Int) -> UnsafeRawBufferPointer? {
        guard place + count <= bytes.count else { return nil }
        defer { place += count }
        return UnsafeRawBufferPointer(rebasing: bytes[place..<place + count])
    }
}

extension UnsafeRawBufferPointer {
    /// Whether both contain the same bytes.
    @inlinable @inline(__always)
    public func equals(_ other: UnsafeRawBufferPointer) -> Bool {
        guard count == other.count else { return false }
        guard count > 0, let here = baseAddress, let there = other.baseAddress else { return true }
        return memcmp(here, there, count) == 0
    }

    /// Whether RFC 8785 writes this ASCII text without escapes.
    @inlinable
    public var isPlainASCII: Bool {
        var isPlain = true
        for byte in self { isPlain = isPlain && byte >= 0x20 && byte < 0x7F && byte != 0x22 && byte != 0x5C }
        return isPlain
    }
}
