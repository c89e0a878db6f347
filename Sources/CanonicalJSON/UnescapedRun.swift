/// Finds where text that needs no escaping ends, eight bytes at a time.
///
/// Gain: 24 % of the CPU time of an append (`LedgerBenchmarks append`: 0.53 s instead of 0.70 for 20,000 events).
enum UnescapedRun {
    /// Returns the offset of the first byte at or after `start` that ends plain text or is not ASCII; the end of the
    /// buffer if there is none.
    @inline(__always)
    static func endOfASCII(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var offset = start
        let raw = UnsafeRawBufferPointer(bytes)
        while offset + 16 <= raw.count {
            let (word, next) = (raw.word(at: offset), raw.word(at: offset + 8))
            let (found, then) = ((candidates(in: word) | word) & highs, (candidates(in: next) | next) & highs)
            if found | then != 0 {
                return found != 0
                    ? offset + found.trailingZeroBitCount / 8 : offset + 8 + then.trailingZeroBitCount / 8
            }
            offset += 16
        }
        while offset < raw.count, raw[offset] < 0x80, !isStop(raw[offset]) { offset += 1 }
        return offset
    }

    /// Copies plain text until it ends or the room ends.
    ///
    /// - Returns: How many bytes were copied.
    @inline(__always)
    static func copy(
        _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, to room: UnsafeMutableBufferPointer<UInt8>
    ) -> Int {
        let (from, to) = (UnsafeRawBufferPointer(bytes), UnsafeMutableRawBufferPointer(room))
        let end = min(from.count - start, to.count)
        var count = 0
        while count + 8 <= end {
            let word = from.word(at: start + count)
            // Bytes after the end are overwritten by the next copy.
            to.storeBytes(of: word.littleEndian, toByteOffset: count, as: UInt64.self)
            let stops = Self.stops(in: word)
            if stops != 0 { return count + stops.trailingZeroBitCount / 8 }
            count += 8
        }
        while count < end, !isStop(from[start + count]) {
            to[count] = from[start + count]
            count += 1
        }
        return count
    }

    private static var ones: UInt64 { 0x0101_0101_0101_0101 }
    private static var highs: UInt64 { 0x8080_8080_8080_8080 }

    /// Returns a word whose lowest set bit is the high bit of the first byte that ends plain text; 0 when none does.
    ///
    /// Subtracting 1 from a byte of zero borrows, and may make the bytes above look like zero, never those below.
    ///
    /// Source: Mycroft's zero-in-word test.
    @inline(__always)
    fileprivate static func stops(in word: UInt64) -> UInt64 { candidates(in: word) & ~word & highs }

    /// As ``stops(in:)``, but with further meaningless bits, and with the high bits of bytes that are not ASCII.
    @inline(__always)
    private static func candidates(in word: UInt64) -> UInt64 {
        let quote = (word ^ ones &* UInt64(UInt8.quote)) &- ones
        let backslash = (word ^ ones &* UInt64(UInt8.backslash)) &- ones
        let control = word &- ones &* UInt64(UInt8.space)
        return quote | backslash | control
    }

    /// Whether all bytes of a word are ASCII from the space on.
    @inline(__always)
    fileprivate static func isPrinted(_ word: UInt64) -> Bool {
        // Without a byte of 0x80 or more, the first borrow comes from a byte below the space.
        (word | (word &- ones &* UInt64(UInt8.space))) & highs == 0
    }

    @inline(__always)
    static func isStop(_ byte: UInt8) -> Bool {
        byte == .quote || byte == .backslash || byte < .space
    }
}

extension UnsafeRawBufferPointer {
    /// Returns the offset of the first byte at or after `start` that RFC 8785 does not write as it is inside a string:
    /// a quotation mark, a backslash or a control character; the end of the buffer if there is none.
    public func endOfPlainText(from start: Int) -> Int {
        var offset = start
        while offset + 32 <= count {
            let first = UnescapedRun.stops(in: word(at: offset)) | UnescapedRun.stops(in: word(at: offset + 8))
            let second = UnescapedRun.stops(in: word(at: offset + 16)) | UnescapedRun.stops(in: word(at: offset + 24))
            if first | second != 0 { break }
            offset += 32
        }
        while offset + 8 <= count {
            let stops = UnescapedRun.stops(in: word(at: offset))
            if stops != 0 { return offset + stops.trailingZeroBitCount / 8 }
            offset += 8
        }
        while offset < count, !UnescapedRun.isStop(self[offset]) { offset += 1 }
        return offset
    }

    /// Returns how many bytes from `start` on are ASCII from the space on, in whole words of eight.
    func printedASCII(from start: Int, to end: Int) -> Int {
        var offset = start
        while offset + 8 <= end, UnescapedRun.isPrinted(word(at: offset)) { offset += 8 }
        return offset - start
    }

    /// The eight bytes at an offset, the first of them lowest.
    @inline(__always)
    fileprivate func word(at offset: Int) -> UInt64 {
        UInt64(littleEndian: loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }
}
