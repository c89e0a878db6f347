/// Finds how far the inside of a string stands for itself, many bytes at a time.
enum PlainText {
    /// Returns the offset of the first quotation mark, backslash or control character at or after `start`; the end of
    /// the buffer when there is none.
    @inline(__always)
    static func end(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var offset = start
        let raw = UnsafeRawBufferPointer(bytes)
        while offset + 32 <= raw.count,
            stops(in: raw.word(at: offset)) | stops(in: raw.word(at: offset + 8))
                | stops(in: raw.word(at: offset + 16)) | stops(in: raw.word(at: offset + 24)) == 0
        {
            offset += 32
        }
        while offset + 8 <= raw.count {
            let stops = Self.stops(in: raw.word(at: offset))
            if stops != 0 { return offset + stops.trailingZeroBitCount / 8 }
            offset += 8
        }
        while offset < raw.count, !isStop(raw[offset]) { offset += 1 }
        return offset
    }

    /// Returns the offset of the first byte of 0x80 or more at or after `start`; the end of the buffer when there is none.
    @inline(__always)
    static func endOfASCII(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var offset = start
        let raw = UnsafeRawBufferPointer(bytes)
        while offset + 8 <= raw.count {
            let high = raw.word(at: offset) & highs
            if high != 0 { return offset + high.trailingZeroBitCount / 8 }
            offset += 8
        }
        while offset < raw.count, raw[offset] < 0x80 { offset += 1 }
        return offset
    }

    private static var ones: UInt64 { 0x0101_0101_0101_0101 }
    private static var highs: UInt64 { 0x8080_8080_8080_8080 }

    /// Returns a word whose lowest set bit is the high bit of the first byte that ends plain text; 0 when none does.
    ///
    /// Subtracting 1 from a byte of zero borrows, and may make the bytes above look like zero, never those below.
    ///
    /// Source: Mycroft's zero-in-word test.
    @inline(__always)
    private static func stops(in word: UInt64) -> UInt64 {
        let quote = (word ^ ones &* UInt64(UInt8.quote)) &- ones
        let backslash = (word ^ ones &* UInt64(UInt8.backslash)) &- ones
        let control = word &- ones &* UInt64(UInt8.space)
        return (quote | backslash | control) & ~word & highs
    }

    @inline(__always)
    private static func isStop(_ byte: UInt8) -> Bool {
        byte == .quote || byte == .backslash || byte < .space
    }
}

extension UnsafeRawBufferPointer {
    /// The eight bytes at an offset, the first of them lowest.
    @inline(__always)
    fileprivate func word(at offset: Int) -> UInt64 {
        UInt64(littleEndian: loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }
}
