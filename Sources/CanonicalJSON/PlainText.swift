/// Finds how far the inside of a string stands for itself, eight bytes at a time.
enum PlainText {
    /// Returns the offset of the first quotation mark, backslash or control character at or after `start`; the end of
    /// the buffer when there is none.
    ///
    /// - Parameter asciiOnly: Whether a byte of 0x80 or more ends it, too.
    @inline(__always)
    static func end(in bytes: UnsafeBufferPointer<UInt8>, from start: Int, asciiOnly: Bool) -> Int {
        var offset = start
        let raw = UnsafeRawBufferPointer(bytes)
        while offset + 8 <= raw.count {
            let word = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            let stops = Self.stops(in: word, asciiOnly: asciiOnly)
            if stops != 0 {
                return offset + stops.trailingZeroBitCount / 8
            }
            offset += 8
        }
        while offset < bytes.count, !isStop(bytes[offset], asciiOnly: asciiOnly) {
            offset += 1
        }
        return offset
    }

    /// Returns a word whose lowest set bit is the high bit of the first byte that ends plain text; 0 when none does.
    ///
    /// Subtracting 1 from a byte of zero borrows, and may make the bytes above look like zero, never those below.
    ///
    /// Source: Mycroft's zero-in-word test.
    @inline(__always)
    private static func stops(in word: UInt64, asciiOnly: Bool) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highs: UInt64 = 0x8080_8080_8080_8080
        let quote = (word ^ ones &* UInt64(UInt8.quote)) &- ones
        let backslash = (word ^ ones &* UInt64(UInt8.backslash)) &- ones
        let control = word &- ones &* UInt64(UInt8.space)
        let ascii = (quote | backslash | control) & ~word & highs
        return asciiOnly ? ascii | word & highs : ascii
    }

    @inline(__always)
    private static func isStop(_ byte: UInt8, asciiOnly: Bool) -> Bool {
        byte == .quote || byte == .backslash || byte < .space || asciiOnly && byte >= 0x80
    }
}
