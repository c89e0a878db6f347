/// What a careful editor calls the same text: white space, quotation marks, dashes and the encoding of letters aside.
enum Typography {
    /// Whether two passages differ in typography only.
    static func isSame(_ old: ArraySlice<UInt8>, _ new: ArraySlice<UInt8>) -> Bool {
        // Swift's own equality is canonical equivalence, which is the one thing wanted of it here.
        String(decoding: folded(old), as: UTF8.self) == String(decoding: folded(new), as: UTF8.self)
            && isWellFormed(old) == isWellFormed(new) && (isWellFormed(old) || old == new)
    }

    /// A passage with its quotation marks, dashes and white space made plain; letters stay as they are encoded.
    static func plain(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: folded(bytes), as: UTF8.self) }

    /// Whether two texts begin to differ where each has another ASCII letter or digit. Then they do not differ in
    /// typography only: a letter of ASCII is one of its own in whatever encoding, and begins nothing that is dropped.
    static func differsInLetter(_ old: UnsafeBufferPointer<UInt8>, _ new: UnsafeBufferPointer<UInt8>) -> Bool {
        let place = commonHead(UnsafeRawBufferPointer(old), UnsafeRawBufferPointer(new))
        return place < min(old.count, new.count) && isLetterOrDigit(old[place]) && isLetterOrDigit(new[place])
    }

    /// Whether two texts may differ in typography only: false is sure, true is not.
    static func mayBeSame(_ old: [UInt8], _ new: [UInt8]) -> Bool {
        func letters(_ text: ArraySlice<UInt8>) -> String {
            String(decoding: folded(text).filter { $0 != 0x20 && $0 != UInt8(ascii: "-") }, as: UTF8.self)
        }
        let (oldRest, newRest) = differing(old, new)
        return letters(oldRest) == letters(newRest)
    }

    /// What is left of two texts without what they begin and end with alike.
    ///
    /// Cut only where a letter or digit of ASCII follows: nothing before it is ever composed or dropped with it.
    private static func differing(_ old: [UInt8], _ new: [UInt8]) -> (ArraySlice<UInt8>, ArraySlice<UInt8>) {
        var (head, tail) = old.withUnsafeBytes { old in new.withUnsafeBytes { new in Self.common(old, new) } }
        // The byte after the head differs, so the head ends before its own last letter; the tail begins with its first.
        repeat { head -= 1 } while head > 0 && !isLetterOrDigit(old[head])
        while tail > 0, !isLetterOrDigit(old[old.count - tail]) { tail -= 1 }
        head = max(head, 0)
        return (old[head..<old.count - tail], new[head..<new.count - tail])
    }

    /// How many bytes two texts begin with alike, and how many of the others they end with alike.
    private static func common(_ old: UnsafeRawBufferPointer, _ new: UnsafeRawBufferPointer) -> (Int, Int) {
        let head = commonHead(old, new)
        let most = min(old.count, new.count) - head
        var tail = 0
        while tail + 8 <= most, word(old, old.count - tail - 8) == word(new, new.count - tail - 8) { tail += 8 }
        while tail < most, old[old.count - 1 - tail] == new[new.count - 1 - tail] { tail += 1 }
        return (head, tail)
    }

    /// How many bytes two texts begin with alike. Looks at eight at a time.
    private static func commonHead(_ old: UnsafeRawBufferPointer, _ new: UnsafeRawBufferPointer) -> Int {
        let shorter = min(old.count, new.count)
        var head = 0
        while head + 8 <= shorter, word(old, head) == word(new, head) { head += 8 }
        while head < shorter, old[head] == new[head] { head += 1 }
        return head
    }

    private static func word(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> UInt64 {
        bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: false
        }
    }

    private static func isWellFormed(_ bytes: ArraySlice<UInt8>) -> Bool {
        String(validating: bytes, as: UTF8.self) != nil
    }

    private static func folded(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        // White space counts only between what is not a dash.
        var isSpaced = false
        bytes.withUnsafeBufferPointer { buffer in
            let reader = ScalarReader(buffer)
            var index = 0
            while index < buffer.count {
                let (value, length, properties) = reader.scalar(at: index)
                defer { index += length }
                if properties.isWhiteSpace {
                    isSpaced = true
                    continue
                }
                if isInvisible(value) { continue }
                let isDash = isDash(value)
                if isDash && result.last == UInt8(ascii: "-") {
                    isSpaced = false
                    continue
                }
                if isSpaced, !isDash, let last = result.last, last != UInt8(ascii: "-") { result.append(0x20) }
                isSpaced = false
                if isDash {
                    result.append(UInt8(ascii: "-"))
                } else if let plain = plain(value) {
                    result += plain
                } else {
                    result += buffer[index..<index + length]
                }
            }
        }
        return result
    }

    /// Scalars that print nothing and say nothing: soft hyphen, zero-width space, word joiner, byte order mark. Joiners
    /// and bidirectional controls are not among them: those change what is read.
    private static func isInvisible(_ value: UInt32) -> Bool {
        value == 0xAD || value == 0x200B || value == 0x2060 || value == 0xFEFF
    }

    private static func isDash(_ value: UInt32) -> Bool {
        value == 0x2D || (0x2010...0x2015).contains(value) || value == 0x2212
    }

    private static func plain(_ value: UInt32) -> [UInt8]? {
        switch value {
        case 0x2018...0x201B, 0x2032, 0x02BC: Array("'".utf8)
        case 0x201C...0x201F, 0x2033, 0xAB, 0xBB: Array("\"".utf8)
        case 0x2026: Array("...".utf8)
        default: nil
        }
    }
}
