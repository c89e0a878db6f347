/// The traits of a token for aligning, breaking sentences and marking changes.
struct TokenTraits: OptionSet {
    let rawValue: UInt16

    /// Has a letter or a digit; anything else is a mark.
    static let word = TokenTraits(rawValue: 1)
    static let digit = TokenTraits(rawValue: 1 << 1)
    /// Begins with a capital.
    static let capital = TokenTraits(rawValue: 1 << 2)
    /// Begins with a small letter.
    static let small = TokenTraits(rawValue: 1 << 3)
    /// A full stop, which may also end an abbreviation.
    static let stop = TokenTraits(rawValue: 1 << 4)
    /// A mark that always ends a sentence.
    static let terminator = TokenTraits(rawValue: 1 << 5)
    /// A quotation mark or a bracket.
    static let enclosure = TokenTraits(rawValue: 1 << 6)
    /// A comma or the like, after which a sentence continues.
    static let pause = TokenTraits(rawValue: 1 << 7)
    static let startsSentence = TokenTraits(rawValue: 1 << 8)
    static let startsParagraph = TokenTraits(rawValue: 1 << 9)
    /// The gap before it holds a line break.
    static let startsLine = TokenTraits(rawValue: 1 << 10)
    /// There is no gap before it.
    static let joined = TokenTraits(rawValue: 1 << 11)
    /// A whole paragraph that is not cut into words.
    static let whole = TokenTraits(rawValue: 1 << 12)
    /// The label of a withheld passage.
    static let label = TokenTraits(rawValue: 1 << 14)

    /// Its bytes differ from the plain form that its number stands for.
    static let variant = TokenTraits(rawValue: 1 << 13)

    init(rawValue: UInt16) { self.rawValue = rawValue }

    init(first: ScalarProperties, joined: UInt32) {
        let joined = ScalarProperties(bits: joined)
        var traits: TokenTraits = []
        if joined.isWordlike { traits.insert(.word) }
        if joined.isDigit { traits.insert(.digit) }
        switch first.sentenceBreak {
        case .upper: traits.insert(.capital)
        case .lower: traits.insert(.small)
        case .aTerm: traits.insert(.stop)
        case .sTerm: traits.insert(.terminator)
        case .close: traits.insert(.enclosure)
        case .sContinue: traits.insert(.pause)
        default: break
        }
        self = traits
    }
}

/// A half-open range of tokens on either side.
struct TokenSpan: Hashable {
    var old: Range<Int>
    var new: Range<Int>
}
