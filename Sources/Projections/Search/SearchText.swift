/// A text in the form that is indexed: folded words separated by single spaces, so that FTS5 only splits at spaces.
///
/// A letter of a script without spaces is a word of its own. When it directly follows another such letter, it is
/// prefixed with `_`: a phrase of such letters then does not match across a space or a comma.
struct SearchText {
    /// A word or a letter.
    struct Token {
        /// The range in ``bytes``.
        var folded: Range<Int>
        /// The range in the text, in UTF-8 bytes.
        var source: Range<Int>
        let isCharacter: Bool
    }

    /// The folded words: ASCII spaces, lower-case letters, digits and `_`, and non-ASCII characters.
    private(set) var bytes: [UInt8] = []
    /// The words; empty unless requested.
    private(set) var tokens: [Token] = []
    private let recordsTokens: Bool
    private var left = Left.nothing
    /// The last letter and its offset in ``bytes``, which a following mark may combine with.
    private var letter: (value: UInt32, start: Int) = (0, 0)
    private var place = 0..<0

    /// What directly precedes the current scalar.
    private enum Left {
        case nothing, word, character
    }

    /// - Parameters:
    ///   - text: The text to index, or the query.
    ///   - scalars: Passed from one text to the next, since it caches its pages.
    ///   - recordsTokens: Whether to fill ``tokens``.
    init(_ text: String, _ scalars: inout SearchScalars, recordsTokens: Bool = false) {
        self.recordsTokens = recordsTokens
        var text = text
        text.withUTF8 { buffer in
            bytes.reserveCapacity(buffer.count + buffer.count / 8)
            fold(buffer, &scalars)
        }
    }

    private mutating func fold(_ buffer: UnsafeBufferPointer<UInt8>, _ scalars: inout SearchScalars) {
        var index = 0
        while index < buffer.count {
            let byte = buffer[index]
            if byte < 0x80 {
                let start = index
                while index < buffer.count, Self.isASCIIWord(buffer[index]) { index += 1 }
                if index > start {
                    add(UnsafeBufferPointer(rebasing: buffer[start..<index]), at: start)
                } else {
                    left = .nothing
                    index += 1
                }
                continue
            }
            let (value, length) = Self.scalar(buffer, index)
            place = index..<index + length
            add(value, scalars.entry(value), &scalars)
            index += length
        }
    }

    private static func isASCIIWord(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 }

    /// Adds a run of ASCII letters and digits at once; this is half of the cost of a text in the Latin script.
    private mutating func add(_ word: UnsafeBufferPointer<UInt8>, at start: Int) {
        place = start..<start + 1
        if left != .word { begin(isCharacter: false) }
        left = .word
        let begin = bytes.count
        bytes.append(contentsOf: word)
        bytes.withUnsafeMutableBufferPointer { bytes in
            // 0x20 makes a letter lower case; digits already have it.
            for index in begin..<bytes.count { bytes[index] |= 0x20 }
        }
        letter = (UInt32(bytes[bytes.count - 1]), bytes.count - 1)
        place = start..<start + word.count
        stretch()
    }

    private mutating func add(_ value: UInt32, _ entry: SearchScalars.Entry, _ scalars: inout SearchScalars) {
        switch entry.kind {
        case .separator: left = .nothing
        case .ignored: stretch()
        case .letter: add(entry.value)
        case .several: for letter in scalars.letters(value, entry) { add(letter) }
        case .accent, .part:
            if left != .nothing, letter.value >= 0x80, let whole = scalars.compose(letter.value, entry.value) {
                bytes.removeSubrange(letter.start...)
                write(whole)
                stretch()
            } else if entry.kind == .part {
                add(entry.value)
            } else {
                stretch()
            }
        }
    }

    private mutating func add(_ value: UInt32) {
        let isCharacter = SearchScalars.isCharacter(value)
        if isCharacter || left != .word { begin(isCharacter: isCharacter) }
        left = isCharacter ? .character : .word
        write(value)
        stretch()
    }

    private mutating func begin(isCharacter: Bool) {
        if !bytes.isEmpty { bytes.append(UInt8(ascii: " ")) }
        if recordsTokens {
            tokens.append(Token(folded: bytes.count..<bytes.count, source: place, isCharacter: isCharacter))
        }
        if isCharacter, left == .character { bytes.append(UInt8(ascii: "_")) }
    }

    /// Extends the last word to the end of the last scalar.
    private mutating func stretch() {
        guard recordsTokens, left != .nothing, !tokens.isEmpty else { return }
        tokens[tokens.count - 1].folded = tokens[tokens.count - 1].folded.lowerBound..<bytes.count
        tokens[tokens.count - 1].source = tokens[tokens.count - 1].source.lowerBound..<place.upperBound
    }

    private mutating func write(_ value: UInt32) {
        letter = (value, bytes.count)
        guard value >= 0x80 else { return bytes.append(UInt8(truncatingIfNeeded: value)) }
        if value < 0x800 {
            bytes.append(UInt8(truncatingIfNeeded: 0xC0 | value >> 6))
        } else {
            if value < 0x10000 {
                bytes.append(UInt8(truncatingIfNeeded: 0xE0 | value >> 12))
            } else {
                bytes.append(UInt8(truncatingIfNeeded: 0xF0 | value >> 18))
                bytes.append(UInt8(truncatingIfNeeded: 0x80 | value >> 12 & 0x3F))
            }
            bytes.append(UInt8(truncatingIfNeeded: 0x80 | value >> 6 & 0x3F))
        }
        bytes.append(UInt8(truncatingIfNeeded: 0x80 | value & 0x3F))
    }

    /// Decodes a scalar of more than one byte. The text comes from a `String`, so it is well formed.
    private static func scalar(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> (value: UInt32, length: Int) {
        let first = bytes[index]
        let length = min(first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4, bytes.count - index)
        var value = UInt32(first) & (0x7F >> UInt32(length))
        for offset in 1..<max(length, 1) { value = value << 6 | UInt32(bytes[index + offset] & 0x3F) }
        return (value, length)
    }
}
