/// Text as a reader of YAML may see it, where each run of blanks and line ends is one space.
enum FoldedText {
    /// What is taken for another character.
    enum Escapes: CaseIterable {
        case none
        /// `''` for `'`, as in single quotes of YAML.
        case quotes
        /// `\\x20`, `\\u00e9`, `\\_` and others, as in double quotes of YAML; a backslash at the end of a line joins two lines.
        case backslashes
        /// `%20`, as in names of files and in the note of work.
        case percents

        /// The byte that begins them; nil for none.
        var sign: UInt8? {
            switch self {
            case .none: nil
            case .quotes: UInt8(ascii: "'")
            case .backslashes: UInt8(ascii: "\\")
            case .percents: UInt8(ascii: "%")
            }
        }
    }

    /// - Parameter bytes: UTF-8; ill-formed bytes stay as they are.
    static func text(of bytes: [UInt8], _ escapes: Escapes = .none) -> [UInt8] {
        bytes.withUnsafeBytes { bytes in
            var folded = Folding(escapes.sign)
            folded.text.reserveCapacity(bytes.count)
            var place = 0
            while place < bytes.count {
                let blank = blank(bytes, at: place)
                if blank > 0 {
                    folded.addBlank()
                    place += blank
                } else if bytes[place] == folded.sign {
                    place += escape(bytes, at: place, escapes, &folded)
                } else {
                    folded.text.append(bytes[place])
                    place += 1
                }
            }
            return folded.text
        }
    }

    private struct Folding {
        let sign: UInt8?
        var text: [UInt8] = []

        init(_ sign: UInt8?) { self.sign = sign }

        mutating func addBlank() { if text.last != 0x20 { text.append(UInt8(0x20)) } }

        mutating func add(_ scalar: UInt32) {
            let bytes = Array(String(Unicode.Scalar(scalar) ?? "\u{FFFD}").utf8)
            if bytes.withUnsafeBytes({ blank($0, at: 0) }) > 0 { addBlank() } else { text += bytes }
        }
    }

    /// How many bytes the blank or line end at a place has; 0 where none is. YAML ends lines at U+0085, U+2028 and U+2029,
    /// too.
    private static func blank(_ bytes: UnsafeRawBufferPointer, at place: Int) -> Int {
        switch bytes[place] {
        case 0x20, 0x09, 0x0A, 0x0D: return 1
        case 0xC2: return place + 1 < bytes.count && bytes[place + 1] == 0x85 ? 2 : 0
        case 0xE2:
            guard place + 2 < bytes.count, bytes[place + 1] == 0x80 else { return 0 }
            return bytes[place + 2] == 0xA8 || bytes[place + 2] == 0xA9 ? 3 : 0
        default: return 0
        }
    }

    /// Adds the character of an escape.
    ///
    /// - Returns: How many bytes it has; a byte that is no escape is added as it is.
    private static func escape(
        _ bytes: UnsafeRawBufferPointer, at place: Int, _ escapes: Escapes, _ folded: inout Folding
    ) -> Int {
        func itself() -> Int {
            folded.text.append(bytes[place])
            return 1
        }
        guard place + 1 < bytes.count else { return itself() }
        let next = bytes[place + 1]
        switch escapes {
        case .none: return itself()
        case .quotes:
            folded.text.append(bytes[place])
            return next == bytes[place] ? 2 : 1
        case .percents:
            guard let byte = hexadecimal(bytes, at: place + 1, digits: 2) else { return itself() }
            if byte < 0x80 { folded.add(byte) } else { folded.text.append(UInt8(byte)) }
            return 3
        case .backslashes:
            if let digits = digits[next], let scalar = hexadecimal(bytes, at: place + 2, digits: digits) {
                folded.add(scalar)
                return 2 + digits
            }
            if next == 0x0A || next == 0x0D {
                var end = place + 1
                while end < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[end]) { end += 1 }
                return end - place
            }
            guard next < 0x80 else { return itself() }
            folded.add(simple[next] ?? UInt32(next))
            return 2
        }
    }

    /// The digits of `\\x20`, `\\u0020` and `\\U00000020`.
    private static let digits: [UInt8: Int] = [UInt8(ascii: "x"): 2, UInt8(ascii: "u"): 4, UInt8(ascii: "U"): 8]

    private static let simple: [UInt8: UInt32] = [
        UInt8(ascii: "0"): 0, UInt8(ascii: "a"): 7, UInt8(ascii: "b"): 8, UInt8(ascii: "t"): 9, UInt8(ascii: "n"): 10,
        UInt8(ascii: "v"): 11, UInt8(ascii: "f"): 12, UInt8(ascii: "r"): 13, UInt8(ascii: "e"): 27,
        UInt8(ascii: "N"): 0x85, UInt8(ascii: "_"): 0xA0, UInt8(ascii: "L"): 0x2028, UInt8(ascii: "P"): 0x2029,
    ]

    /// - Returns: nil unless there are that many hexadecimal digits.
    private static func hexadecimal(_ bytes: UnsafeRawBufferPointer, at place: Int, digits: Int) -> UInt32? {
        guard place + digits <= bytes.count else { return nil }
        var value: UInt32 = 0
        for byte in bytes[place..<place + digits] {
            let digit: UInt8
            switch byte {
            case 0x30...0x39: digit = byte - 0x30
            case 0x41...0x46: digit = byte - 0x41 + 10
            case 0x61...0x66: digit = byte - 0x61 + 10
            default: return nil
            }
            value = value << 4 | UInt32(digit)
        }
        return value
    }
}
