import Foundation

/// The one rule by which letters count as the same, in texts, in files and in names.
///
/// Each scalar is decomposed (NFKD), so that full-width letters and ligatures are plain ones, and its case is folded: `ß` is `ss`,
/// `ς` is `σ`, `İ` and `ı` are `i`. Then accents are left out (U+0300 to U+036F), and letters with a stroke and the like are
/// plain: `ø` is `o`, `ł` is `l`. Letters of other alphabets that look the same are not.
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
        case 0..<0x80: [scalar]
        case 0x80..<tableEnd: (marks == .plain ? plainTable : doubledTable)[Int(scalar) - 0x80]
        case _ where isItself(scalar): [scalar]
        default: computed(scalar, marks)
        }
    }

    /// Ideographs and characters for private use are what they are.
    private static func isItself(_ scalar: UInt32) -> Bool {
        (0x3400..<0xA000).contains(scalar) || (0xE000..<0xF900).contains(scalar)
    }

    /// Whether a part is an accent that is left out. The iota below a Greek vowel is a letter in capitals, and was folded to it.
    static func isAccent(_ part: UInt32) -> Bool { (0x300...0x36F).contains(part) }

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
        return String(scalar).decomposedStringWithCompatibilityMapping.unicodeScalars
            .flatMap { $0.properties.lowercaseMapping.unicodeScalars }
            .flatMap { $0.properties.uppercaseMapping.unicodeScalars }
            .flatMap { $0.properties.lowercaseMapping.unicodeScalars }
            .flatMap { others[$0.value]?[marks == .plain ? 0 : 1] ?? [$0.value] }
    }

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

        init(_ marks: Marks) { self.marks = marks }

        mutating func add(_ bytes: [UInt8]) {
            text.reserveCapacity(bytes.count)
            bytes.withUnsafeBytes { bytes in
                var place = 0
                while place < bytes.count {
                    let byte = bytes[place]
                    if byte > 0x20, byte < 0x7F {
                        text.append((0x41...0x5A).contains(byte) ? byte | 0x20 : byte)
                        place += 1
                        continue
                    }
                    let (scalar, length) = SeenText.scalar(bytes, at: place)
                    if length == 1, byte >= 0x80 {
                        text.append(byte)
                    } else if length == 1 || isItself(scalar) {
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
                if part < 0x80 { text.append(UInt8(part)) } else { text += UTF8.encode(scalar) ?? .init() }
                if part >= 0x483, !hasOrder, !isItself(part) {
                    hasOrder = scalar.properties.canonicalCombiningClass != .notReordered
                }
            }
        }
    }
}
