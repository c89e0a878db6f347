/// The signs and words that make one token with a number, whatever the language: currencies, signs, scales, Chinese
/// numerals. The first bytes decide before anything is looked up.
enum NumberSigns {
    /// Whether a word is a sign of a currency.
    static func isCurrency(_ word: ArraySlice<UInt8>) -> Bool {
        guard word.count <= 3, let first = word.first, first == 0x24 || first >= 0xC2 else { return false }
        return currencies.contains(Array(word))
    }

    /// Whether a word is a letter or two before "$": "US$5".
    static func isDollarPrefix(_ word: ArraySlice<UInt8>) -> Bool { dollarPrefixes.contains(Array(word)) }

    /// Whether a mark may be a sign before a number: plus, plus-minus, or any dash but the long ones.
    static func isSign(_ word: ArraySlice<UInt8>) -> Bool {
        guard word.count <= 3, let first = word.first, first == 0x2D || first == 0x2B || first >= 0xC2 else {
            return false
        }
        return signs.contains(Array(word))
    }

    /// Whether a word after a number is a power of ten in some language: "million".
    static func isScale(_ word: ArraySlice<UInt8>) -> Bool {
        guard word.count <= 32, let first = word.first, scaleHeads[Int(first)] else { return false }
        return NumberWords.commonScales[String(decoding: word, as: UTF8.self).lowercased()] != nil
    }

    /// What a Chinese or Japanese numeral stands for; nil if a scalar is none.
    enum Numeral {
        case digit(UInt64)
        /// Ten, a hundred or a thousand.
        case unit(UInt64)
        /// The power of ten of a myriad or more.
        case scale(Int)
    }

    static func numeral(_ scalar: UInt32) -> Numeral? {
        switch scalar {
        case 0x3007, 0x96F6: .digit(0)
        case 0x4E00: .digit(1)
        case 0x4E8C, 0x4E24, 0x5169: .digit(2)
        case 0x4E09: .digit(3)
        case 0x56DB: .digit(4)
        case 0x4E94: .digit(5)
        case 0x516D: .digit(6)
        case 0x4E03: .digit(7)
        case 0x516B: .digit(8)
        case 0x4E5D: .digit(9)
        case 0x5341: .unit(10)
        case 0x767E: .unit(100)
        case 0x5343: .unit(1000)
        case 0x4E07, 0x842C: .scale(4)
        case 0x4EBF, 0x5104: .scale(8)
        case 0x5146: .scale(12)
        default: nil
        }
    }

    /// The Chinese numeral that a token of three bytes is.
    static func numeral(_ word: ArraySlice<UInt8>) -> Numeral? {
        guard word.count == 3, let first = word.first, first &- 0xE3 < 7 else { return nil }
        return numeral(word.reduce(UInt32(0)) { $0 << 6 | UInt32($1 & 0x3F) } & 0xFFFF)
    }

    /// Whether bytes are Chinese numerals and nothing else.
    static func isChineseNumber(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard !bytes.isEmpty, bytes.count % 3 == 0 else { return false }
        return stride(from: bytes.startIndex, to: bytes.endIndex, by: 3).allSatisfy { start in
            let word = bytes[start..<start + 3]
            return numeral(word) != nil
                || start > bytes.startIndex && (word.elementsEqual("点".utf8) || word.elementsEqual("點".utf8))
        }
    }

    private static let currencies = Set(Units.signs.map { Array($0.utf8) })
    private static let dollarPrefixes = Set(Units.dollarPrefixes.map { Array($0.utf8) })
    private static let signs = Set(
        ["-", "+", "\u{B1}", "\u{2010}", "\u{2011}", "\u{2012}", "\u{2013}", "\u{2212}"].map { Array($0.utf8) })

    /// The first bytes of scale words, capitals included.
    private static let scaleHeads: [Bool] = {
        var heads = [Bool](repeating: false, count: 256)
        for word in NumberWords.commonScales.keys {
            for form in [word, word.uppercased()] { if let first = form.utf8.first { heads[Int(first)] = true } }
        }
        return heads
    }()
}
