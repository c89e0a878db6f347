/// White space that belongs to a mark: within guillemets, and before `:`, `;`, `!` and `?`.
enum FrenchSpacing {
    /// Whether a mark opens a quotation that may have white space within.
    static func opens(_ value: UInt32) -> Bool { value == 0xAB || value == 0x2039 }

    /// Whether a quotation may open behind a byte: a dash or a bracket.
    static func mayPrecedeOpening(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "-") || byte == UInt8(ascii: "(") || byte == UInt8(ascii: "[")
    }

    /// Whether a mark may have white space before it.
    static func closes(_ value: UInt32) -> Bool {
        switch value {
        case 0x21, 0x3A, 0x3B, 0x3F, 0xBB, 0x203A: true
        default: false
        }
    }
}

extension ScalarReader {
    /// Whether a mark closes what is before it, so that white space before it is typography.
    ///
    /// - Parameter end: The offset of the next scalar. A mark before a word closes nothing: in German a quotation opens
    ///   with `»`.
    func closes(_ value: UInt32, before end: Int) -> Bool {
        guard FrenchSpacing.closes(value) else { return false }
        guard end < bytes.count else { return true }
        let (next, _, properties) = scalar(at: end)
        if properties.isWhiteSpace { return true }
        switch next {
        case 0x21, 0x29, 0x2C, 0x2E, 0x3A, 0x3B, 0x3F, 0x5D, 0xBB, 0x203A, 0x2014, 0x2013: return true
        // A quotation mark closes as well, where nothing follows it.
        case 0x22, 0x27, 0x2019, 0x201D: return true
        default: return false
        }
    }
}

extension ProseText {
    /// Whether the white space before a token belongs to a mark beside it.
    func isWithinTypography(before token: Int) -> Bool {
        guard token > 0, token < count else { return false }
        return bytes.withUnsafeBufferPointer { buffer in
            let reader = ScalarReader(buffer)
            let (value, length, _) = reader.scalar(at: Int(starts[token]))
            if reader.closes(value, before: Int(starts[token]) + length) { return true }
            guard FrenchSpacing.opens(reader.scalar(at: Int(starts[token - 1])).value) else { return false }
            let isParted = token == 1 || !gap(before: token - 1).isEmpty
            return isParted || FrenchSpacing.mayPrecedeOpening(bytes[Int(starts[token - 1]) - 1])
        }
    }
}
