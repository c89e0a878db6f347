import ProseDiff

/// Makes bytes of a text safe and visible for a terminal or a page.
enum VisibleText {
    /// Returns bytes as text. Controls and bidirectional controls are shown by name, so that they have no effect; an
    /// ill-formed byte becomes U+FFFD.
    ///
    /// - Parameter reveals: Whether white space and characters without width are shown by name, too.
    static func string(_ bytes: ArraySlice<UInt8>, reveals: Bool = false) -> String {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        bytes.withUnsafeBufferPointer { buffer in
            let reader = ScalarReader(buffer)
            // Characters that are shown unchanged are copied a run at a time.
            var start = 0
            var index = 0
            while index < buffer.count {
                if buffer[index] &- 0x20 < 0x5F {
                    index += 1
                    continue
                }
                if let run = HiddenManifest.run(in: reader, at: index) {
                    result += buffer[start..<index]
                    result += Array("<hidden manifest, \(run.bytes) bytes>".utf8)
                    index += run.bytes
                    start = index
                    continue
                }
                let (value, length, properties) = reader.scalar(at: index)
                let isReplaced = value == 0xFFFD
                // Of CR LF only LF is shown: a terminal and a page break the line there.
                let isOfLineEnd = value == 0x0D && !reveals && index + 1 < buffer.count && buffer[index + 1] == 0x0A
                let name = isReplaced ? "\u{FFFD}" : isOfLineEnd ? "" : name(value, properties, reveals)
                if let name {
                    result += buffer[start..<index]
                    result += Array(name.utf8)
                    start = index + length
                }
                index += length
            }
            result += buffer[start..<buffer.count]
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// Whether bytes are invisible, so that a change of them must be shown by name.
    static func isBlank(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.withUnsafeBufferPointer { buffer in
            let reader = ScalarReader(buffer)
            var index = 0
            while index < buffer.count {
                let (_, length, properties) = reader.scalar(at: index)
                guard properties.isWhiteSpace || properties.isZeroWidth || properties.isIgnorable else { return false }
                index += length
            }
            return true
        }
    }

    /// Whether a passage of a sentence says something by itself: words, currencies, units, signs, symbols, question and
    /// exclamation marks. Commas, full stops, quotation marks, brackets, and dashes between words do not.
    static func saysSomething(_ bytes: [UInt8], _ range: Range<Int>, in sentence: Range<Int>) -> Bool {
        bytes.withUnsafeBufferPointer { buffer in
            let reader = ScalarReader(buffer)
            var index = range.lowerBound
            while index < range.upperBound {
                let (value, length, properties) = reader.scalar(at: index)
                if isDashOrHyphen(value) {
                    // A sign has a word or a number on one side only: "-5", "A-".
                    let isAfter = index > sentence.lowerBound && isOfWord(buffer, before: index)
                    let end = index + length
                    let isBefore = end < sentence.upperBound && isJoined(reader.scalar(at: end))
                    if isAfter != isBefore { return true }
                } else if !isPunctuation(value, properties) {
                    return true
                }
                index += length
            }
            return false
        }
    }

    /// Whether the scalar before a byte is part of a word, or a currency or unit.
    private static func isOfWord(_ buffer: UnsafeBufferPointer<UInt8>, before index: Int) -> Bool {
        var start = index - 1
        while start > 0, index - start < 4, buffer[start] & 0xC0 == 0x80 { start -= 1 }
        return isJoined(ScalarReader(buffer).scalar(at: start))
    }

    private static func isJoined(_ scalar: (value: UInt32, length: Int, properties: ScalarProperties)) -> Bool {
        !isDashOrHyphen(scalar.value) && !isPunctuation(scalar.value, scalar.properties)
    }

    private static func isDashOrHyphen(_ value: UInt32) -> Bool {
        value == 0x2D || (0x2010...0x2015).contains(value) || value == 0x2212 || value == 0xFF0D
    }

    /// Whether a scalar is invisible, or only joins, encloses or ends words.
    private static func isPunctuation(_ value: UInt32, _ properties: ScalarProperties) -> Bool {
        if properties.isWordlike { return false }
        if properties.isWhiteSpace || properties.isZeroWidth || properties.isIgnorable { return true }
        switch value {
        case 0x21, 0x3F, 0x203C, 0x203D, 0x2047...0x2049, 0x61F, 0xFF01, 0xFF1F: return false
        case 0x3B, 0x61B, 0x2026, 0xFF1B: return true
        default: return properties.isPunctuation
        }
    }

    /// The scalars of bytes by number, such as `U+0065 U+0301`.
    static func scalars(_ bytes: ArraySlice<UInt8>) -> String {
        bytes.withUnsafeBufferPointer { buffer in
            let reader = ScalarReader(buffer)
            var names: [String] = []
            var index = 0
            while index < buffer.count {
                let (value, length, _) = reader.scalar(at: index)
                names.append(number(value))
                index += length
            }
            return names.joined(separator: " ")
        }
    }

    private static func name(_ value: UInt32, _ properties: ScalarProperties, _ reveals: Bool) -> String? {
        switch value {
        case 0x0A: return reveals ? "\u{21B5}\n" : nil
        case 0x09: return reveals ? "\u{2409}\t" : nil
        case 0x20: return nil
        case 0..<0x20: return picture(value)
        case 0x7F..<0xA0, 0x061C, 0x200E, 0x200F, 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069:
            return "<\(number(value))>"
        // Invisible characters, which could make one name look like another. Joiners and variation selectors shape
        // their neighbours.
        case 0xAD, 0x34F, 0x115F, 0x1160, 0x180E, 0x200B, 0x2060...0x2064, 0x206A...0x206F, 0x3164, 0xFEFF, 0xFFA0,
            0xFFF9...0xFFFB, 0xE0000...0xE007F:
            return "<\(number(value))>"
        case 0xFFFD: return nil
        default:
            guard reveals, properties.isWhiteSpace || properties.isIgnorable || properties.isZeroWidth else {
                return nil
            }
            return "<\(number(value))>"
        }
    }

    /// The control picture of a C0 control character.
    private static func picture(_ value: UInt32) -> String {
        UnicodeScalar(0x2400 + value).map { String(Character($0)) } ?? "<\(number(value))>"
    }

    private static func number(_ value: UInt32) -> String {
        let digits = String(value, radix: 16, uppercase: true)
        return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
