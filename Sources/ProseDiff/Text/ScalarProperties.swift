/// The properties of one Unicode scalar value, unpacked from a record of ``ScalarData``.
package struct ScalarProperties {
    var bits: UInt32

    /// Word_Break, numbered as in ``WordBreak``.
    var wordBreak: WordBreak { WordBreak(number: bits & 31) }
    /// Grapheme_Cluster_Break, numbered as in ``GraphemeBreak``.
    var graphemeBreak: GraphemeBreak { GraphemeBreak(number: (bits >> 5) & 15) }
    /// Sentence_Break, numbered as in ``SentenceBreak``.
    var sentenceBreak: SentenceBreak { SentenceBreak(number: (bits >> 9) & 15) }
    /// Whether it is a picture, which a joiner makes one with the next.
    package var isPictographic: Bool { bits & 1 << 13 != 0 }
    /// Whether it takes two columns of a terminal.
    package var isWide: Bool { bits & 1 << 14 != 0 }
    /// Whether it takes no column of a terminal: marks, formats, controls.
    package var isZeroWidth: Bool { bits & 1 << 15 != 0 }
    package var isWhiteSpace: Bool { bits & 1 << 16 != 0 }
    package var isIgnorable: Bool { bits & 1 << 17 != 0 }
    /// Whether it makes a token a word: a letter, a spelling mark, or a digit.
    package var isWordlike: Bool { bits & 1 << 18 != 0 }
    /// Whether it joins, encloses or ends words: commas, full stops, quotation marks, brackets, dashes.
    package var isPunctuation: Bool {
        switch sentenceBreak {
        case .aTerm, .sTerm, .sContinue, .close: true
        default: false
        }
    }
    var isDigit: Bool { bits & 1 << 19 != 0 }

    /// The properties of an ill-formed byte: those of U+FFFD, one column, no word.
    static let replacement = ScalarProperties(bits: 0)
}

/// Word_Break property values, in the order of ``ScalarData``.
enum WordBreak: UInt8 {
    case other, cr, lf, newline, extend, zwj, regionalIndicator, format, katakana, hebrewLetter, aLetter, singleQuote
    case doubleQuote, midNumLet, midLetter, midNum, numeric, extendNumLet, wSegSpace

    init(number: UInt32) { self = unsafeBitCast(UInt8(truncatingIfNeeded: number), to: WordBreak.self) }
}

/// Grapheme_Cluster_Break property values, in the order of ``ScalarData``.
enum GraphemeBreak: UInt8 {
    case other, cr, lf, control, extend, zwj, regionalIndicator, prepend, spacingMark, l, v, t, lv, lvt

    init(number: UInt32) { self = unsafeBitCast(UInt8(truncatingIfNeeded: number), to: GraphemeBreak.self) }
}

/// Sentence_Break property values, in the order of ``ScalarData``.
enum SentenceBreak: UInt8 {
    case other, cr, lf, extend, sep, format, sp, lower, upper, oLetter, numeric, aTerm, sContinue, sTerm, close

    init(number: UInt32) { self = unsafeBitCast(UInt8(truncatingIfNeeded: number), to: SentenceBreak.self) }
}
