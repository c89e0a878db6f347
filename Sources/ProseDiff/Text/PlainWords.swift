/// Reads a text word by word in plain typography. Words are separated by white space, but not by white space next to a
/// dash, within guillemets (`« oui »`) or before `:`, `;`, `!` and `?`, as French prints it.
struct PlainWords {
    /// The last word read, in UTF-8; ill-formed bytes unchanged.
    private(set) var word: [UInt8] = []
    private let reader: ScalarReader
    private var index = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>) { reader = ScalarReader(bytes) }

    /// Reads the next word.
    ///
    /// - Returns: False at the end of the text.
    mutating func advance() -> Bool {
        word.removeAll(keepingCapacity: true)
        var isSpaced = false
        var isOpened = false
        while index < reader.bytes.count {
            let (value, length, properties) = reader.scalar(at: index)
            if properties.isWhiteSpace {
                isSpaced = true
            } else if !Self.isInvisible(value) {
                let isDash = Self.isDash(value)
                if isSpaced, !isDash, !isOpened, let last = word.last, last != Self.dash,
                    !reader.closes(value, before: index + length)
                {
                    return true
                }
                isSpaced = false
                isOpened = FrenchSpacing.opens(value) && (word.last.map(FrenchSpacing.mayPrecedeOpening) ?? true)
                if !isDash {
                    add(value, index..<index + length)
                } else if word.last != Self.dash {
                    word.append(Self.dash)
                }
            }
            index += length
            if !isSpaced, !isOpened, !word.isEmpty { addPlainRun() }
        }
        return !word.isEmpty
    }

    /// Adds the bytes that follow within the word and stay as they are, all at once. A text of 30 KB is read in 0.2 instead of
    /// 0.5 ms, and all texts of a story are read so for a page of it, to find reverts (`scripts/bench-site`).
    private mutating func addPlainRun() {
        let begin = index
        while index < reader.bytes.count, Self.isPlain(reader.bytes[index]) { index += 1 }
        if begin < index { word += UnsafeBufferPointer(rebasing: reader.bytes[begin..<index]) }
    }

    /// Whether an ASCII byte is neither white space nor a control, a quotation mark or a hyphen.
    private static func isPlain(_ byte: UInt8) -> Bool {
        byte > 0x20 && byte < 0x7F && byte != 0x22 && byte != 0x27 && byte != 0x2D
    }

    private mutating func add(_ value: UInt32, _ range: Range<Int>) {
        switch value {
        case 0x27, 0x2018...0x201B, 0x2032, 0x02BC, 0x2039, 0x203A: word.append(Self.single)
        case 0x22, 0x201C...0x201F, 0x2033, 0xAB, 0xBB:
            // After a digit, quotation marks may mean feet and inches.
            word.append(word.last.map(Self.isDigit) == true ? Self.double : Self.single)
        case 0x2026: word += Array("...".utf8)
        // The three scalars that are canonically equivalent to ASCII ones.
        case 0x037E: word.append(UInt8(ascii: ";"))
        case 0x1FEF: word.append(UInt8(ascii: "`"))
        case 0x212A: word.append(UInt8(ascii: "K"))
        case 0xFB00...0xFB06: word += Self.ligatures[Int(value - 0xFB00)]
        default: word += reader.bytes[range]
        }
    }

    private static let dash = UInt8(ascii: "-")
    private static let single = UInt8(ascii: "'")
    private static let double = UInt8(ascii: "\"")
    static let ligatures = ["ff", "fi", "fl", "ffi", "ffl", "st", "st"].map { Array($0.utf8) }

    private static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

    /// Whether the scalar is invisible: soft hyphen, zero-width space, word joiner, byte order mark, variation
    /// selectors. Joiners and bidirectional controls are not, because they change what is read.
    static func isInvisible(_ value: UInt32) -> Bool {
        switch value {
        case 0xAD, 0x200B, 0x2060, 0xFEFF, 0xFE00...0xFE0F, 0xE0100...0xE01EF: true
        default: false
        }
    }

    private static func isDash(_ value: UInt32) -> Bool {
        value == 0x2D || (0x2010...0x2015).contains(value) || value == 0x2212
    }
}
