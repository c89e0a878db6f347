/// Finds word boundaries.
///
/// Source: Unicode Standard Annex 29, section 4.1.1, with its default rules. No rule joins ideographs, Hiragana, Thai,
/// Lao, Khmer and Myanmar letters, so each of their graphemes is a word.
struct WordBreaker {
    private let reader: ScalarReader
    /// Whether boundaries inside a grapheme (before a Thai SARA AM, after a prepended mark) are left out.
    private let keepsGraphemes: Bool

    init(_ bytes: UnsafeBufferPointer<UInt8>, keepsGraphemes: Bool = true) {
        reader = ScalarReader(bytes)
        self.keepsGraphemes = keepsGraphemes
    }

    /// Calls `body` with each word segment in order: its end in bytes, the properties of its first scalar, the combined
    /// bits of all of its scalars, and whether it is only white space and ignorable scalars.
    func forEach(_ body: (_ end: Int, _ first: ScalarProperties, _ joined: UInt32, _ isFiller: Bool) -> Void) {
        let count = reader.bytes.count
        guard count > 0 else { return }
        var state = State()
        var index = 0
        var first = ScalarProperties.replacement
        var joined: UInt32 = 0
        var isFiller = true
        let space = reader.table[0x20]
        while index < count {
            let (_, length, properties) = reader.scalar(at: index)
            if index == 0 {
                first = properties
            } else if breaks(before: index, length, properties, &state) {
                body(index, first, joined, isFiller)
                first = properties
                joined = 0
                isFiller = true
            }
            joined |= properties.bits
            isFiller = isFiller && (properties.isWhiteSpace || properties.isIgnorable)
            state.advance(properties)
            index += length
            if properties.wordBreak == .aLetter {
                // WB5, by far the most frequent case: another letter changes nothing that a rule looks at.
                while index < count, reader.bytes[index].isASCIILetter { index += 1 }
                isFiller = false
                // Most words are followed by a space and a letter, with a boundary on either side of the space.
                while index + 1 < count, reader.bytes[index] == 0x20, reader.bytes[index - 1].isASCIILetter,
                    reader.bytes[index + 1].isASCIILetter
                {
                    body(index, first, joined, false)
                    body(index + 1, space, space.bits, true)
                    first = reader.table[UInt32(reader.bytes[index + 1])]
                    joined = first.bits
                    state = .afterSpace
                    index += 2
                    while index < count, reader.bytes[index].isASCIILetter { index += 1 }
                }
            }
        }
        body(count, first, joined, isFiller)
    }

    /// The state that the rules look back at.
    private struct State {
        /// The last scalar, unmodified.
        var raw = WordBreak.other
        var rawGrapheme = GraphemeBreak.other
        /// The last scalar that WB4 does not skip, and the one before it.
        var left = WordBreak.other
        var leftLeft = WordBreak.other
        /// Whether an odd number of regional indicators ends here.
        var halfFlag = false

        /// After a space and an ASCII letter.
        static let afterSpace = State(
            raw: .aLetter, rawGrapheme: .other, left: .aLetter, leftLeft: .wSegSpace, halfFlag: false)

        mutating func advance(_ properties: ScalarProperties) {
            let word = properties.wordBreak
            let afterBreak = raw == .cr || raw == .lf || raw == .newline
            raw = word
            rawGrapheme = properties.graphemeBreak
            let skipped = word == .extend || word == .format || word == .zwj
            if skipped && !afterBreak { return }
            leftLeft = left
            left = word
            halfFlag = word == .regionalIndicator && !halfFlag
        }
    }

    @inline(__always)
    private func breaks(
        before index: Int, _ length: Int, _ properties: ScalarProperties, _ state: inout State
    ) -> Bool {
        let right = properties.wordBreak
        if right == .aLetter, state.left == .aLetter { return false }
        guard breaksByRule(before: index, length, properties, state) else { return false }
        guard keepsGraphemes, state.rawGrapheme != .control, state.rawGrapheme != .cr, state.rawGrapheme != .lf else {
            return true
        }
        switch properties.graphemeBreak {
        case .extend, .spacingMark, .zwj: return false
        case .control, .cr, .lf: return true
        default: return state.rawGrapheme != .prepend
        }
    }

    private func breaksByRule(
        before index: Int, _ length: Int, _ properties: ScalarProperties, _ state: State
    ) -> Bool {
        let right = properties.wordBreak
        let left = state.left
        if state.raw == .cr && right == .lf { return false }  // WB3
        if state.raw.isLineBreak || right.isLineBreak { return true }  // WB3a, WB3b
        if state.raw == .zwj && properties.isPictographic { return false }  // WB3c
        if state.raw == .wSegSpace && right == .wSegSpace { return false }  // WB3d
        switch right {
        case .extend, .format, .zwj:  // WB4
            return false
        case .aLetter, .hebrewLetter:
            if left.isLetter || left == .numeric || left == .extendNumLet { return false }  // WB5, WB10, WB13b
            if state.leftLeft.isLetter && left.isMidLetter { return false }  // WB7
            return !(right == .hebrewLetter && left == .doubleQuote && state.leftLeft == .hebrewLetter)  // WB7c
        case .numeric:
            if left == .numeric || left.isLetter || left == .extendNumLet { return false }  // WB8, WB9, WB13b
            return !(state.leftLeft == .numeric && left.isMidNumber)  // WB11
        case .katakana:
            return left != .katakana && left != .extendNumLet  // WB13, WB13b
        case .extendNumLet:  // WB13a
            return !(left.isLetter || left == .numeric || left == .katakana || left == .extendNumLet)
        case .regionalIndicator:  // WB15, WB16
            return !(left == .regionalIndicator && state.halfFlag)
        case .singleQuote, .doubleQuote, .midLetter, .midNumLet, .midNum:
            if right == .singleQuote && left == .hebrewLetter { return false }  // WB7a
            if left.isLetter && right.isMidLetter { return !follows(index + length) { $0.isLetter } }  // WB6
            if left == .hebrewLetter && right == .doubleQuote {  // WB7b
                return !follows(index + length) { $0 == .hebrewLetter }
            }
            if left == .numeric && right.isMidNumber { return !follows(index + length) { $0 == .numeric } }  // WB12
            return true
        default:
            return true
        }
    }

    /// Whether the next scalar that WB4 does not skip matches.
    private func follows(_ start: Int, _ matches: (WordBreak) -> Bool) -> Bool {
        var index = start
        while index < reader.bytes.count {
            let (_, length, properties) = reader.scalar(at: index)
            switch properties.wordBreak {
            case .extend, .format, .zwj: index += length
            case let word: return matches(word)
            }
        }
        return false
    }
}

extension WordBreak {
    fileprivate var isLineBreak: Bool { self == .cr || self == .lf || self == .newline }
    /// AHLetter of the annex.
    fileprivate var isLetter: Bool { self == .aLetter || self == .hebrewLetter }
    fileprivate var isMidLetter: Bool { self == .midLetter || self == .midNumLet || self == .singleQuote }
    fileprivate var isMidNumber: Bool { self == .midNum || self == .midNumLet || self == .singleQuote }
}

extension UInt8 {
    @inline(__always)
    fileprivate var isASCIILetter: Bool { (self | 0x20) &- 0x61 < 26 }
}
