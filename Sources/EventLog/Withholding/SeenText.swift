/// Text as a reader sees it: each run of white space is one space, and invisible characters are left out.
///
/// Two texts that differ in nothing else look the same, so words are found in either. It reads bytes, not characters: a
/// takedown looks through whole files, several times each.
enum SeenText {
    /// - Parameter bytes: UTF-8; ill-formed bytes stay as they are.
    static func text(of bytes: [UInt8]) -> [UInt8] {
        bytes.withUnsafeBytes { bytes in
            var read: [UInt8] = []
            read.reserveCapacity(bytes.count)
            var place = 0
            while place < bytes.count {
                let (scalar, length) = scalar(bytes, at: place)
                if isWhiteSpace(scalar) {
                    if read.last != 0x20 { read.append(UInt8(0x20)) }
                } else if !isInvisible(scalar) {
                    for byte in bytes[place..<place + length] { read.append(byte) }
                }
                place += length
            }
            return read
        }
    }

    /// Whether some bytes are ASCII in which nothing is invisible.
    static func isPlain(_ bytes: [UInt8]) -> Bool {
        bytes.allSatisfy { $0 >= 0x20 && $0 < 0x7F || $0 >= 0x09 && $0 <= 0x0D }
    }

    /// Source: Unicode Character Database, White_Space.
    static func isWhiteSpace(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x21...0x7E: false
        case 0x20, 0x09...0x0D, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: true
        default: false
        }
    }

    /// Source: Unicode Character Database, Default_Ignorable_Code_Point; and controls, and marks of annotations.
    static func isInvisible(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x20...0x7E: false
        case 0x00...0x1F, 0x7F...0x9F, 0xAD: !isWhiteSpace(scalar)
        case 0xA0..<0x34F: false
        case 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B...0x180F, 0x200B...0x200F,
            0x202A...0x202E, 0x2060...0x206F, 0x3164, 0xFE00...0xFE0F, 0xFEFF, 0xFFA0, 0xFFF0...0xFFFB,
            0x1BCA0...0x1BCA3, 0x1D173...0x1D17A, 0xE0000...0xE0FFF:
            true
        default: false
        }
    }

    /// The scalar at a place, and how many bytes it has; U+FFFD of one byte where none is.
    static func scalar(_ bytes: UnsafeRawBufferPointer, at place: Int) -> (UInt32, length: Int) {
        let first = bytes[place]
        let length = first < 0x80 ? 1 : first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0
        if length == 1 { return (UInt32(first), 1) }
        guard length > 0, place + length <= bytes.count else { return (0xFFFD, 1) }
        var scalar = UInt32(first) & (0x7F >> UInt32(length))
        for byte in bytes[place + 1..<place + length] {
            guard byte & 0xC0 == 0x80 else { return (0xFFFD, 1) }
            scalar = scalar << 6 | UInt32(byte & 0x3F)
        }
        return (scalar, length)
    }
}
