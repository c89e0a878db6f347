/// Texts that break careless code.
enum Hostile {
    static let texts: [[UInt8]] =
        [
            "", " ", "\n", "\r", "\r\n", "\u{0}", "a\u{0}b", "\u{301}", " \u{301}\u{301}", "a\n\u{301}b", "e\u{301}",
            "\u{E9}", "\u{202E}abc\u{202C}", "a\u{2066}b\u{2069} c", "👩‍👩‍👧‍👦", "👩‍", "\u{200D}", "🇫🇷🇩🇪🇫", "a\rb\rc",
            "a\r\nb", "now here", "nowhere", "now\u{A0}here", "now\u{200B}here", "\u{FEFF}now here", "ก็ำ น้ำ", "ກໍາ",
            "\u{600}1", "각각", "\u{1100}\u{1161}\u{11A8}", "क्षत्रिय", "<script>&\"'", "[-a-]{+b+}", "\u{1B}[31mred",
            "a.\n\nb.\n\nc.", "“a” “b”", String(repeating: "a\u{301}", count: 50), "\u{FFFD}", "\u{10FFFF}",
        ].map { Array($0.utf8) } + [
            [0x80], [0xFF, 0xFE], [0xC3], [0x61, 0xC3], [0xE2, 0x82], [0xF0, 0x9F, 0x98], [0xED, 0xA0, 0x80],
            [0xC0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0x61, 0x20, 0xFF, 0x20, 0x62], [0xEF, 0xBF, 0xBD],
        ]
}

/// A small generator whose seed tests print (splitmix64, Steele, Lea and Flood, 2014).
struct Dice {
    var state: UInt64

    mutating func roll(_ sides: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return Int((value ^ value >> 31) % UInt64(max(1, sides)))
    }
}
