/// Text that equals other text only when their UTF-8 bytes are equal.
///
/// Swift's own `==` on `String` calls canonically equivalent strings equal: "é" as one scalar and as two. A ledger must
/// not: the two have different bytes, hence different hashes. `Text` compares, orders and hashes by bytes, and keeps
/// the string as it came, never normalised.
public struct Text: Sendable {
    /// The text itself, native, in contiguous UTF-8.
    public let string: String

    /// Wraps a string without changing a byte of its UTF-8.
    public init(_ string: String) {
        var native = string
        native.makeContiguousUTF8()
        self.string = native
    }

    /// Copies bytes that the parser has already found to be well-formed UTF-8, without checking them again.
    init(validated bytes: UnsafeBufferPointer<UInt8>, isASCII: Bool = false) {
        string = String(copying: UTF8Span(unchecked: bytes.span, isKnownASCII: isASCII))
    }

    /// The UTF-8 of the text, as a view.
    public var utf8: String.UTF8View { string.utf8 }

    /// Whether the text has no bytes.
    public var isEmpty: Bool { string.isEmpty }

    /// The UTF-8 of the text, as an array.
    public var bytes: [UInt8] { Array(string.utf8) }

    /// Calls `body` with the UTF-8 of the text. The buffer is valid only during the call.
    @inlinable
    public func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        if let result = string.utf8.withContiguousStorageIfAvailable(body) {
            return result
        }
        return Array(string.utf8).withUnsafeBufferPointer(body)
    }
}

extension Text: Hashable {
    /// Whether the UTF-8 of both is the same, byte for byte.
    public static func == (left: Text, right: Text) -> Bool {
        // Short strings are stored inline, and copies of a long one share their bytes.
        typealias Words = (UInt64, UInt64)
        if unsafeBitCast(left.string, to: Words.self) == unsafeBitCast(right.string, to: Words.self) { return true }
        guard left.string.utf8.count == right.string.utf8.count else { return false }
        return left.withBytes { left in right.withBytes { right in firstDifference(left, right) == left.count } }
    }

    /// Returns the first offset at which two buffers differ; the length of the shorter one if there is no such offset.
    static func firstDifference(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Int {
        let (here, there) = (UnsafeRawBufferPointer(left), UnsafeRawBufferPointer(right))
        let end = min(here.count, there.count)
        // Copies of one string share their bytes.
        if here.baseAddress == there.baseAddress { return end }
        var offset = 0
        while offset + 8 <= end {
            let difference =
                UInt64(littleEndian: here.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
                ^ UInt64(littleEndian: there.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            guard difference == 0 else { return offset + difference.trailingZeroBitCount / 8 }
            offset += 8
        }
        while offset < end, here[offset] == there[offset] {
            offset += 1
        }
        return offset
    }

    /// Hashes the UTF-8 and a byte that UTF-8 never contains, so that adjacent texts cannot run together.
    public func hash(into hasher: inout Hasher) {
        withBytes { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        hasher.combine(0xFF as UInt8)
    }
}

extension Text: Comparable {
    /// Orders by UTF-8 bytes, which is the order of Unicode scalars.
    public static func < (left: Text, right: Text) -> Bool {
        left.withBytes { left in
            right.withBytes { right in
                let place = firstDifference(left, right)
                return place < right.count && (place == left.count || left[place] < right[place])
            }
        }
    }
}

extension Text: CustomStringConvertible {
    /// The text itself.
    public var description: String { string }
}

extension Text: ExpressibleByStringInterpolation {
    /// Wraps a string literal.
    public init(stringLiteral value: String) {
        self.init(value)
    }
}
