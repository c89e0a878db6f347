/// One well-formed UTF-8 sequence in a buffer.
struct UTF8Sequence {
    /// The scalar that it encodes.
    let scalar: Unicode.Scalar

    /// Length in bytes, 1 to 4.
    let length: Int

    /// Decodes the sequence that begins at an offset.
    ///
    /// - Returns: nil when no well-formed sequence begins there: a stray continuation byte, an overlong form, a
    ///   surrogate, anything past U+10FFFF, or one cut off by the end of the buffer.
    ///
    /// Source: The Unicode Standard, table 3-7.
    @inline(__always)
    init?(in bytes: UnsafeBufferPointer<UInt8>, at offset: Int) {
        let lead = bytes[offset]
        let shape: (length: Int, bits: UInt32, least: UInt32)
        switch lead {
        case 0x00...0x7F: shape = (1, UInt32(lead), 0)
        case 0xC2...0xDF: shape = (2, UInt32(lead & 0x1F), 0x80)
        case 0xE0...0xEF: shape = (3, UInt32(lead & 0x0F), 0x800)
        case 0xF0...0xF4: shape = (4, UInt32(lead & 0x07), 0x10000)
        default: return nil
        }
        guard shape.length <= bytes.count - offset else { return nil }
        var value = shape.bits
        for next in offset + 1..<offset + shape.length {
            guard bytes[next] & 0xC0 == 0x80 else { return nil }
            value = value << 6 | UInt32(bytes[next] & 0x3F)
        }
        guard value >= shape.least, let scalar = Unicode.Scalar(value) else { return nil }
        self.scalar = scalar
        length = shape.length
    }
}

extension Unicode.Scalar {
    /// Whether Unicode reserves this scalar as a noncharacter: U+FDD0 to U+FDEF and the last two of each plane.
    var isNoncharacter: Bool {
        value & 0xFFFE == 0xFFFE || (value >= 0xFDD0 && value <= 0xFDEF)
    }
}

extension Text {
    /// The text with each noncharacter as the `%XX` of its bytes. A name of a file may hold some, and no JSON text does.
    public var withoutNoncharacters: Text {
        // No sequence of another lead byte is one.
        guard utf8.contains(where: { $0 >= 0xEF }), string.unicodeScalars.contains(where: \.isNoncharacter) else {
            return self
        }
        var text = ""
        for scalar in string.unicodeScalars {
            if scalar.isNoncharacter {
                for byte in String(scalar).utf8 { text += "%" + String(byte, radix: 16, uppercase: true) }
            } else {
                text.unicodeScalars.append(scalar)
            }
        }
        return Text(text)
    }
}

extension UnsafeRawBufferPointer {
    /// Whether UTF-8 holds a noncharacter, which the parser refuses. Ill-formed bytes hold none.
    public var holdsNoncharacter: Bool {
        guard contains(where: { $0 >= 0xEF }) else { return false }
        return withMemoryRebound(to: UInt8.self) { bytes in
            bytes.indices.contains {
                bytes[$0] >= 0xEF && UTF8Sequence(in: bytes, at: $0)?.scalar.isNoncharacter == true
            }
        }
    }
}
