/// Finds quoted words.
enum Quotation {
    /// Returns, for each token, whether it is a double quotation mark or is between two. A quotation ends with its
    /// paragraph, because newspapers open the next paragraph with a new mark.
    static func marks(of text: ProseText) -> [Bool] {
        var quoted = [Bool](repeating: false, count: text.count)
        var isOpen = false
        for token in 0..<text.count {
            if text.traits[token].contains(.startsParagraph) { isOpen = false }
            if isMark(text, token) {
                quoted[token] = true
                isOpen.toggle()
            } else {
                quoted[token] = isOpen
            }
        }
        return quoted
    }

    /// Whether a token is a double quotation mark.
    static func isMark(_ text: ProseText, _ token: Int) -> Bool {
        guard text.traits[token].contains(.enclosure) else { return false }
        let start = Int(text.starts[token])
        switch text.ends[token] - text.starts[token] {
        case 1: return text.bytes[start] == UInt8(ascii: "\"")
        case 2: return text.bytes[start] == 0xC2 && (text.bytes[start + 1] == 0xAB || text.bytes[start + 1] == 0xBB)
        case 3:
            let (second, third) = (text.bytes[start + 1], text.bytes[start + 2])
            switch text.bytes[start] {
            case 0xE2: return second == 0x80 && (0x9C...0x9F).contains(third)  // U+201C to U+201F
            case 0xE3: return second == 0x80 && (third == 0x8C || third == 0x8D)  // U+300C, U+300D
            default: return false
            }
        default: return false
        }
    }
}
