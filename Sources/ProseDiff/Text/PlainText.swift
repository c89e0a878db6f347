/// A text in the form that blame compares, so that typography is never new: quotation marks, dashes and ellipses become
/// ASCII, invisible scalars and list markers are dropped, each list item is a paragraph, and each word has the encoding
/// of its first occurrence.
struct PlainText {
    private(set) var bytes: [UInt8] = []
    /// For each byte, its offset in the original text; empty unless requested.
    private(set) var places: [Int32] = []
    private let recordsPlaces: Bool
    /// The start of the word that holds the last byte and a scalar beyond ASCII; nil if there is none.
    private var wordStart: Int?

    /// Folds a text.
    ///
    /// - Parameters:
    ///   - original: UTF-8. An ill-formed byte stays as it is.
    ///   - spellings: The words so far, with their first encodings.
    ///   - recordsPlaces: Whether to fill ``places``.
    init(_ original: [UInt8], _ spellings: inout Spellings, recordsPlaces: Bool = false) {
        self.recordsPlaces = recordsPlaces
        bytes.reserveCapacity(original.count + 16)
        original.withUnsafeBufferPointer { fold($0, &spellings) }
    }

    private mutating func fold(_ buffer: UnsafeBufferPointer<UInt8>, _ spellings: inout Spellings) {
        let reader = ScalarReader(buffer)
        var index = 0
        var isLineStart = true
        while index < buffer.count {
            if isLineStart {
                isLineStart = false
                if let content = ListMarker.content(reader, line: index) {
                    endWord(&spellings)
                    if !bytes.isEmpty { append("\n\n", from: index) }
                    index = content
                    continue
                }
            }
            let (value, length, properties) = reader.scalar(at: index)
            defer { index += length }
            if value < 0x80 {
                if wordStart != nil, !value.isASCIILetterOrDigit { endWord(&spellings) }
                isLineStart = value == 0x0A || value == 0x0D
                if value != 0x2D || bytes.last != 0x2D { append(UInt8(value), from: index) }
            } else if let plain = Typography.mark(value) {
                endWord(&spellings)
                if value.isDash && bytes.last == 0x2D { continue }
                append(plain, from: index)
            } else if !value.isInvisible {
                if !value.spellsWords || !(properties.isWordlike || properties.isZeroWidth) {
                    endWord(&spellings)
                } else if wordStart == nil {
                    wordStart = bytes.count - bytes.reversed().prefix { UInt32($0).isASCIILetterOrDigit }.count
                }
                for offset in 0..<length { append(buffer[index + offset], from: index + offset) }
            }
        }
        endWord(&spellings)
    }

    private mutating func append(_ byte: UInt8, from place: Int) {
        bytes.append(byte)
        if recordsPlaces { places.append(Int32(truncatingIfNeeded: place)) }
    }

    private mutating func append(_ text: StaticString, from place: Int) {
        text.withUTF8Buffer { for byte in $0 { append(byte, from: place) } }
    }

    /// Replaces the last word by its first encoding.
    private mutating func endWord(_ spellings: inout Spellings) {
        guard let start = wordStart else { return }
        wordStart = nil
        guard let other = spellings.other(than: bytes[start...]) else { return }
        bytes.replaceSubrange(start..., with: other)
        guard recordsPlaces, let first = places[start...].first, let last = places.last else { return }
        let places = (0..<other.count).map { min(first + Int32(truncatingIfNeeded: $0), last) }
        self.places.replaceSubrange(start..., with: places)
    }
}

/// The first encodings of words: canonically equivalent words are the same word.
struct Spellings {
    private var first: [String: [UInt8]] = [:]

    /// The first encoding of a word; nil if it is this one.
    mutating func other(than word: ArraySlice<UInt8>) -> [UInt8]? {
        guard let text = String(validating: word, as: UTF8.self) else { return nil }
        guard let known = first[text] else {
            first[text] = Array(word)
            return nil
        }
        return known.elementsEqual(word) ? nil : known
    }
}

/// The marker before the text of a list item: `*`, `–`, `•`, `3.`, `(4)`, `5.1`, `b)`, `iv.`
enum ListMarker {
    /// The start of a list item's text; nil if the line begins with no marker, or if nothing follows it.
    ///
    /// - Parameter line: Offset of the line's first byte.
    static func content(_ reader: ScalarReader, line: Int) -> Int? {
        let start = skipBlanks(reader, line)
        guard start < reader.bytes.count else { return nil }
        let (value, length, _) = reader.scalar(at: start)
        guard let end = value.isBullet ? start + length : number(reader, start) else { return nil }
        let content = skipBlanks(reader, end)
        guard content > end, content < reader.bytes.count else { return nil }
        let next = reader.scalar(at: content)
        return next.properties.isWhiteSpace ? nil : content
    }

    /// The end of a number or of a small letter with its mark.
    private static func number(_ reader: ScalarReader, _ start: Int) -> Int? {
        let bytes = reader.bytes
        var index = start
        let isOpen = bytes[index] == UInt8(ascii: "(")
        if isOpen { index += 1 }
        func run(_ matches: (UInt8) -> Bool, most: Int) -> Int {
            let first = index
            while index < bytes.count, index - first < most, matches(bytes[index]) { index += 1 }
            return index - first
        }
        func isNext(_ mark: Character) -> Bool { index < bytes.count && bytes[index] == mark.asciiValue }
        var parts = run({ $0.isDigit }, most: 3) > 0 ? 1 : 0
        while parts > 0, isNext("."), index + 1 < bytes.count, bytes[index + 1].isDigit {
            index += 1
            _ = run({ $0.isDigit }, most: 3)
            parts += 1
        }
        if parts == 0 {
            let letters = run({ ($0 | 0x20).isRomanDigit && $0 >= 0x61 }, most: 5)
            if letters == 0, run({ $0 &- 0x61 < 26 }, most: 1) == 0 { return nil }
        }
        if isNext(")") || (!isOpen && isNext(".")) { return index + 1 }
        return parts > 1 && !isOpen ? index : nil
    }

    private static func skipBlanks(_ reader: ScalarReader, _ start: Int) -> Int {
        var index = start
        while index < reader.bytes.count {
            let (value, length, _) = reader.scalar(at: index)
            guard value == 0x20 || value == 0x09 || value == 0xA0 || value == 0x202F else { break }
            index += length
        }
        return index
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { self &- 0x30 < 10 }
    fileprivate var isRomanDigit: Bool { self == 0x69 || self == 0x76 || self == 0x78 }
}

extension UInt32 {
    fileprivate var isASCIILetterOrDigit: Bool { self &- 0x30 < 10 || (self | 0x20) &- 0x61 < 26 }
    fileprivate var isDash: Bool { self == 0x2D || (0x2010...0x2015).contains(self) || self == 0x2212 }
    /// Whether the scalar is invisible: soft hyphen, zero-width space, word joiner, byte order mark.
    fileprivate var isInvisible: Bool { self == 0xAD || self == 0x200B || self == 0x2060 || self == 0xFEFF }
    /// Whether the scalar is `*`, `+`, `-`, a dash, or a bullet of word processors.
    fileprivate var isBullet: Bool {
        switch self {
        case 0x2A, 0x2B, 0xB7, 0x2022, 0x2023, 0x2043, 0x204C, 0x204D, 0x2219, 0x25A0, 0x25AA, 0x25AB, 0x25CB, 0x25CF,
            0x25E6:
            true
        default: isDash
        }
    }
    /// Whether the script has words and accents: not ideographs, nor scripts written with them without spaces.
    fileprivate var spellsWords: Bool { self < 0x3000 || (0xA000..<0xFB00).contains(self) }
}

extension Typography {
    /// The ASCII form of a quotation mark, dash or ellipsis; nil for any other scalar.
    fileprivate static func mark(_ value: UInt32) -> StaticString? {
        switch value {
        case 0x2018...0x201B, 0x2032, 0x02BC: "'"
        case 0x201C...0x201F, 0x2033, 0xAB, 0xBB: "\""
        case 0x2026: "..."
        case _ where value.isDash: "-"
        default: nil
        }
    }
}
