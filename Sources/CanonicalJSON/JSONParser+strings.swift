extension JSONParser {
    /// Reads the string whose quotation mark is at `position`.
    mutating func string() throws(JSONSyntaxError) -> Text {
        position += 1
        let start = position
        var isASCII = try scanPlain()
        if bytes[position] == .quote {
            defer { position += 1 }
            return Text(validated: UnsafeBufferPointer(rebasing: bytes[start..<position]), isASCII: isASCII)
        }
        // Unescaped text is never longer than escaped text. Memory that is not written to is not allocated.
        let most = bytes.count - start
        if scratch.count < most { scratch = [UInt8](unsafeUninitializedCapacity: most) { $1 = most } }
        // The parser is used while the buffer is filled.
        var room: [UInt8] = []
        swap(&room, &scratch)
        defer { swap(&room, &scratch) }
        return try room.withUnsafeMutableBufferPointer { (room) throws(JSONSyntaxError) in
            var count = 0
            func copy(from start: Int, to end: Int) {
                _ = room[count...].update(fromContentsOf: bytes[start..<end])
                count += end - start
            }
            copy(from: start, to: position)
            while bytes[position] == .backslash {
                position += 1
                // An escape by number may be of any script; the others are ASCII.
                if position < bytes.count, bytes[position] == UInt8(ascii: "u") {
                    isASCII = false
                    for byte in try unicodeEscape().utf8 {
                        room[count] = byte
                        count += 1
                    }
                } else {
                    room[count] = try escape()
                    count += 1
                }
                // Line breaks often come in pairs.
                if position < bytes.count, bytes[position] == .backslash { continue }
                let start = position
                isASCII = try scanPlain() && isASCII
                copy(from: start, to: position)
            }
            position += 1
            return Text(validated: UnsafeBufferPointer(rebasing: room[..<count]), isASCII: isASCII)
        }
    }

    /// Steps over plain text, up to a quotation mark or backslash: well-formed, without noncharacters.
    ///
    /// - Returns: Whether all of it is ASCII.
    private mutating func scanPlain() throws(JSONSyntaxError) -> Bool {
        var isASCII = true
        while true {
            position = UnescapedRun.endOfASCII(in: bytes, from: position)
            guard position < bytes.count else { throw unexpected(.endOfString) }
            let byte = bytes[position]
            if byte < 0x80 {
                guard byte >= .space else { throw JSONSyntaxError(.controlCharacter(byte), offset: position) }
                return isASCII
            }
            isASCII = false
            repeat { position += try sequenceLength() } while position < bytes.count && bytes[position] >= 0x80
        }
    }

    /// Returns the length of the sequence at `position`.
    @inline(__always)
    private func sequenceLength() throws(JSONSyntaxError) -> Int {
        let common = Self.commonSequenceLength(in: bytes, at: position)
        if common > 0 { return common }
        guard let sequence = UTF8Sequence(in: bytes, at: position) else {
            throw JSONSyntaxError(.notUTF8(bytes[position]), offset: position)
        }
        guard !sequence.scalar.isNoncharacter else {
            throw JSONSyntaxError(.noncharacter(sequence.scalar), offset: position)
        }
        return sequence.length
    }

    /// Returns the length of a sequence of two or three bytes whose lead byte rules out overlong forms, surrogates and
    /// noncharacters; 0 for any other. Nearly all sequences have such a lead byte.
    @inline(__always)
    private static func commonSequenceLength(in bytes: UnsafeBufferPointer<UInt8>, at offset: Int) -> Int {
        guard offset + 3 <= bytes.count else { return 0 }
        let isFollowed = bytes[offset + 1] & 0xC0 == 0x80
        switch bytes[offset] {
        case 0xC2...0xDF: return isFollowed ? 2 : 0
        case 0xE1...0xEC, 0xEE: return isFollowed && bytes[offset + 2] & 0xC0 == 0x80 ? 3 : 0
        default: return 0
        }
    }

    /// Reads the letter or sign that follows a backslash.
    ///
    /// - Returns: The character that it means.
    private mutating func escape() throws(JSONSyntaxError) -> UInt8 {
        guard position < bytes.count else { throw unexpected(.endOfString) }
        defer { position += 1 }
        switch bytes[position] {
        case .quote: return .quote
        case .backslash: return .backslash
        case .slash:
            lastOddity = position
            return .slash
        case UInt8(ascii: "b"): return .backspace
        case UInt8(ascii: "f"): return .formFeed
        case UInt8(ascii: "n"): return .lineFeed
        case UInt8(ascii: "r"): return .carriageReturn
        case UInt8(ascii: "t"): return .tab
        default: throw unwanted { .invalidEscape($0) }
        }
    }

    /// Reads from the `u` of one `\uXXXX` to its end, or to the end of the second of a pair.
    ///
    /// - Returns: The scalar that it means, which takes fewer bytes than the escape.
    private mutating func unicodeEscape() throws(JSONSyntaxError) -> Unicode.Scalar {
        let start = position - 1
        // Also for a scalar that can be written in no other way: that is rare.
        lastOddity = start
        let unit = try codeUnit()
        var value = UInt32(unit)
        if UTF16.isLeadSurrogate(unit), skipUnicodeEscapeStart() {
            let trail = try codeUnit()
            if UTF16.isTrailSurrogate(trail) {
                value = 0x10000 + (value - 0xD800) << 10 + UInt32(trail - 0xDC00)
            }
        }
        guard let scalar = Unicode.Scalar(value) else {
            throw JSONSyntaxError(.loneSurrogate(unit), offset: start)
        }
        guard !scalar.isNoncharacter else {
            throw JSONSyntaxError(.noncharacter(scalar), offset: start)
        }
        return scalar
    }

    /// Steps from a backslash to a following `u`. Returns whether there is one.
    private mutating func skipUnicodeEscapeStart() -> Bool {
        guard position + 1 < bytes.count, bytes[position] == .backslash, bytes[position + 1] == UInt8(ascii: "u")
        else {
            return false
        }
        position += 1
        return true
    }

    /// Reads the `u` and the four digits after it.
    private mutating func codeUnit() throws(JSONSyntaxError) -> UInt16 {
        var unit: UInt16 = 0
        for _ in 0..<4 {
            position += 1
            guard position < bytes.count else { throw unexpected(.endOfString) }
            guard let digit = bytes[position].hexadecimalValue else { throw unwanted { .invalidUnicodeEscape($0) } }
            unit = unit << 4 | digit
        }
        position += 1
        return unit
    }
}
