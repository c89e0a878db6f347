/// The order of keys in RFC 8785: by UTF-16 code units, compared here without leaving UTF-8.
///
/// UTF-8 bytes order text by scalars. UTF-16 differs in one thing: scalars beyond U+FFFF are written with surrogates,
/// U+D800 to U+DFFF, and so come before U+E000 to U+FFFF.
///
/// Source: RFC 8785, 3.2.3.
enum UTF16Order {
    /// Whether one text comes before another; equal texts do not.
    static func precedes(_ left: Text, _ right: Text) -> Bool {
        left.withBytes { left in right.withBytes { right in precedes(left, right) } }
    }

    private static func precedes(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Bool {
        let place = Text.firstDifference(left, right)
        guard place < left.count, place < right.count else { return left.count < right.count }
        return rank(left[place]) < rank(right[place])
    }

    /// Rank of the sequences that a byte leads. The first bytes that differ are both leads, or both continuations in
    /// sequences with the same lead, whose order is that of their bytes.
    private static func rank(_ byte: UInt8) -> UInt8 {
        switch byte {
        case 0xF0...0xF4: byte - 2  // beyond U+FFFF
        case 0xEE...0xEF: byte + 5  // U+E000 to U+FFFF
        default: byte
        }
    }
}
