import Foundation

/// The one rule by which letters count as the same, in texts, in files and in names.
///
/// Each scalar is decomposed (NFKD), so that full-width letters and ligatures are plain ones, and its case is folded: `ß` is `ss`,
/// `ς` is `σ`, `İ` and `ı` are `i`. Then accents are left out (U+0300 to U+036F, and the points of Hebrew and Arabic), and letters
/// with a stroke and the like are plain: `ø` is `o`, `ł` is `l`. Apostrophes are `'`, hyphens and dashes are spaces, and there is
/// no space between two ideographs, kana or syllables of Hangul. Letters of other alphabets that look the same are not.
enum LetterFold {
    /// How letters with marks become plain ones.
    enum Marks: CaseIterable {
        /// `ü` is `u`.
        case plain
        /// `ü` is `ue`, `å` is `aa`, `ø` is `oe`.
        case doubled
    }

    /// The two readings of a text; one where both are the same.
    ///
    /// - Parameter bytes: UTF-8; ill-formed bytes stay as they are. White space is as ``SeenText`` has it.
    static func readings(of bytes: [UInt8]) -> [[UInt8]] {
        var plain = Folding(.plain)
        plain.add(bytes)
        guard plain.hasDoubles else { return [plain.end()] }
        var doubled = Folding(.doubled)
        doubled.add(bytes)
        return [plain.end(), doubled.end()]
    }

    /// The letters that a scalar is, with its accents, which ``more(_:after:)`` reads.
    static func parts(of scalar: UInt32, _ marks: Marks) -> [UInt32] {
        switch scalar {
        case 0x41...0x5A: [scalar | 0x20]
        case 0..<0x80: [signs[scalar] ?? scalar]
        case 0x80..<tableEnd: (marks == .plain ? plainTable : doubledTable)[Int(scalar) - 0x80]
        case _ where isItself(scalar): [scalar]
        default: computed(scalar, marks)
        }
    }

    /// Ideographs and characters for private use are what they are.
    private static func isItself(_ scalar: UInt32) -> Bool {
        (0x3400..<0xA000).contains(scalar) || (0xE000..<0xF900).contains(scalar)
    }

    /// Whether a part is an accent or a point that is left out, or the line that makes an Arabic word longer. The iota below a
    /// Greek vowel is a letter in capitals, and was folded to it.
    static func isAccent(_ part: UInt32) -> Bool {
        switch part {
        case 0x300...0x36F, 0x591...0x5BD, 0x5BF, 0x5C1, 0x5C2, 0x5C4, 0x5C5, 0x5C7, 0x640, 0x64B...0x65F, 0x670: true
        default: false
        }
    }

    /// Whether a part stands beside another such one with or without a space: both are written.
    static func isJoined(_ part: UInt32) -> Bool {
        switch part {
        case 0x1100...0x11FF, 0x3040...0x30FF, 0x3400..<0xA000, 0x20000..<0x40000: true
        default: false
        }
    }

    /// What an accent adds to a letter, where it is doubled.
    static func more(_ accent: UInt32, after letter: UInt8?) -> UInt8? {
        switch (letter, accent) {
        case (UInt8(ascii: "a"), 0x308), (UInt8(ascii: "o"), 0x308), (UInt8(ascii: "u"), 0x308): UInt8(ascii: "e")
        case (UInt8(ascii: "a"), 0x30A): UInt8(ascii: "a")
        default: nil
        }
    }

    private static let tableEnd: UInt32 = 0x3400
    private static let plainTable = (0x80..<tableEnd).map { computed($0, .plain) }
    private static let doubledTable = (0x80..<tableEnd).map { computed($0, .doubled) }

    private static func computed(_ value: UInt32, _ marks: Marks) -> [UInt32] {
        guard let scalar = Unicode.Scalar(value) else { return [] }
        // An accent that stands alone would be a space.
        if value == 0xB4 || value == 0x1FFD { return [0x27] }
        return String(scalar).decomposedStringWithCompatibilityMapping.unicodeScalars
            .flatMap { $0.properties.lowercaseMapping.unicodeScalars }
            .flatMap { $0.properties.uppercaseMapping.unicodeScalars }
            .flatMap { $0.properties.lowercaseMapping.unicodeScalars }
            .flatMap { others[$0.value]?[marks == .plain ? 0 : 1] ?? [$0.value] }
            .map { signs[$0] ?? $0 }
    }

    /// What people write for one another: apostrophes, what parts words, and letters of Persian on an Arabic keyboard.
    private static let signs: [UInt32: UInt32] = {
        let apostrophes: [UInt32] = [0x60, 0x2B9, 0x2BB, 0x2BC, 0x2BD, 0x2018, 0x2019, 0x201B, 0x2032, 0x5F3, 0xA78C]
        let hyphens: [UInt32] = [0x2D, 0x5F, 0x58A, 0x5BE, 0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2015, 0x2212]
        let others: [(UInt32, UInt32)] = [(0x6CC, 0x64A), (0x649, 0x64A), (0x6A9, 0x643)]
        return Dictionary(
            uniqueKeysWithValues: apostrophes.map { ($0, 0x27) } + hyphens.map { ($0, 0x20) } + others)
    }()

    /// Letters that are none with a mark, plain and doubled.
    private static let others: [UInt32: [[UInt32]]] = {
        let letters = [
            ("æ", "ae", "ae"), ("œ", "oe", "oe"), ("ø", "o", "oe"), ("ł", "l", "l"), ("đ", "d", "d"), ("ð", "d", "d"),
            ("þ", "th", "th"), ("ħ", "h", "h"), ("ŧ", "t", "t"),
        ]
        var others: [UInt32: [[UInt32]]] = [:]
        for (letter, plain, doubled) in letters {
            for scalar in letter.unicodeScalars {
                others[scalar.value] = [plain, doubled].map { $0.unicodeScalars.map(\.value) }
            }
        }
        return others
    }()

    /// A text that is being folded.
    private struct Folding {
        let marks: Marks
        /// Whether the text has letters that may be doubled.
        private(set) var hasDoubles = false
        private var text: [UInt8] = []
        /// Letters beyond the tables: a file may have millions of them.
        private var known: [UInt32: [UInt32]] = [:]
        /// Whether marks of other scripts may stand in another order than in the same text elsewhere.
        private var hasOrder = false
        /// The last part that is no space.
        private var last: UInt32 = 0

        init(_ marks: Marks) { self.marks = marks }

        mutating func add(_ bytes: [UInt8]) {
            text.reserveCapacity(bytes.count)
            bytes.withUnsafeBytes { bytes in
                var place = 0
                while place < bytes.count {
                    let byte = bytes[place]
                    if byte > 0x20, byte < 0x7F, byte != 0x2D, byte != 0x5F, byte != 0x60 {
                        text.append((0x41...0x5A).contains(byte) ? byte | 0x20 : byte)
                        last = 0
                        place += 1
                        continue
                    }
                    let (scalar, length) = SeenText.scalar(bytes, at: place)
                    if length == 1, byte >= 0x80 {
                        text.append(byte)
                        last = 0
                    } else if isItself(scalar) {
                        add(part: scalar)
                    } else {
                        add(scalar)
                    }
                    place += length
                }
            }
        }

        func end() -> [UInt8] {
            guard hasOrder else { return text }
            return Array(String(decoding: text, as: UTF8.self).decomposedStringWithCanonicalMapping.utf8)
        }

        private mutating func add(_ scalar: UInt32) {
            if scalar == 0xD8 || scalar == 0xF8 { hasDoubles = true }
            for part in parts(scalar) { add(part: part) }
        }

        private mutating func parts(_ scalar: UInt32) -> [UInt32] {
            if scalar < tableEnd { return LetterFold.parts(of: scalar, marks) }
            if let parts = known[scalar] { return parts }
            let parts = LetterFold.parts(of: scalar, marks)
            if known.count < Self.mostKnown { known[scalar] = parts }
            return parts
        }

        private static let mostKnown = 16_384

        private mutating func add(part: UInt32) {
            if isAccent(part) {
                guard let more = more(part, after: text.last) else { return }
                hasDoubles = true
                if marks == .doubled { text.append(more) }
            } else if SeenText.isWhiteSpace(part) {
                if text.last != 0x20 { text.append(UInt8(0x20)) }
            } else if !SeenText.isInvisible(part), let scalar = Unicode.Scalar(part) {
                if text.last == 0x20, isJoined(last), isJoined(part) { text.removeLast() }
                last = part
                if part < 0x80 { text.append(UInt8(part)) } else { text += UTF8.encode(scalar) ?? .init() }
                if part >= 0x483, !hasOrder, !isItself(part) {
                    hasOrder = scalar.properties.canonicalCombiningClass != .notReordered
                }
            }
        }
    }
}
