import Foundation

/// The words of a text as names of files have them: without case, accents and what parts them. `jo-fisher-2.json`,
/// `JoFisher.json` and `Jo_Fisher.json` are called after Jo Fisher, `zoe-mueller.json` after Zoë Müller.
struct SlugWords: Hashable {
    /// The words in a row with nothing between them, in each way to write them.
    private let slugs: Set<[UInt8]>
    private let fewestBytes: Int

    /// - Parameter text: UTF-8, as a reader sees it.
    init(_ text: [UInt8]) {
        let text = String(decoding: text, as: UTF8.self)
        slugs = Set(Letters.allCases.map { Self.words(of: text, $0).flatMap(\.self) }.filter { !$0.isEmpty })
        fewestBytes = slugs.map(\.count).min() ?? .max
    }

    /// Whether a name has the words in a row.
    ///
    /// - Parameter name: UTF-8; ill-formed bytes part words.
    func areIn(_ name: [UInt8]) -> Bool {
        // Most texts have more letters than a name; that is seen at once.
        guard fewestBytes <= 2 * name.count else { return false }
        let words = Self.words(of: String(decoding: name, as: UTF8.self), .plain)
        return slugs.contains { slug in words.indices.contains { Self.begin(words[$0...], with: slug) } }
    }

    private static func begin(_ words: ArraySlice<[UInt8]>, with slug: [UInt8]) -> Bool {
        var rest = slug[...]
        for word in words {
            guard rest.starts(with: word) else { return false }
            rest = rest.dropFirst(word.count)
            if rest.isEmpty { return true }
        }
        return false
    }

    /// How letters with marks become plain ones.
    private enum Letters: CaseIterable {
        /// `ü` is `u`.
        case plain
        /// `ü` is `ue`, `å` is `aa`.
        case doubled
    }

    private static func words(of text: String, _ letters: Letters) -> [[UInt8]] {
        var words = Words()
        // Letters and accents apart.
        for scalar in text.decomposedStringWithCanonicalMapping.unicodeScalars {
            if (0x300...0x36F).contains(scalar.value) {
                if letters == .doubled, let letter = words.last, let more = doubled(letter, scalar.value) {
                    words.add([more], isCapital: false)
                }
            } else if scalar.isASCII {
                let byte = UInt8(scalar.value)
                switch byte {
                case 0x30...0x39, 0x61...0x7A: words.add([byte], isCapital: false)
                case 0x41...0x5A: words.add([byte + 0x20], isCapital: true)
                default: words.end()
                }
            } else if CharacterSet.alphanumerics.contains(scalar) {
                let lower = scalar.properties.lowercaseMapping
                let isCapital = lower != String(scalar)
                words.add(Array((others[lower]?[letters == .plain ? 0 : 1] ?? lower).utf8), isCapital: isCapital)
            } else {
                words.end()
            }
        }
        words.end()
        return words.all
    }

    /// What a mark adds to a letter.
    private static func doubled(_ letter: UInt8, _ mark: UInt32) -> UInt8? {
        switch (letter, mark) {
        case (UInt8(ascii: "a"), 0x308), (UInt8(ascii: "o"), 0x308), (UInt8(ascii: "u"), 0x308): UInt8(ascii: "e")
        case (UInt8(ascii: "a"), 0x30A): UInt8(ascii: "a")
        default: nil
        }
    }

    /// Letters that are none with a mark, plain and doubled.
    private static let others: [String: [String]] = [
        "ß": ["ss", "ss"], "æ": ["ae", "ae"], "œ": ["oe", "oe"], "ø": ["o", "oe"], "ł": ["l", "l"], "đ": ["d", "d"],
        "ð": ["d", "d"], "þ": ["th", "th"], "ħ": ["h", "h"], "ı": ["i", "i"],
    ]

    /// Words that are being read.
    private struct Words {
        private(set) var all: [[UInt8]] = []
        private var word: [UInt8] = []
        private var isLastSmall = false

        var last: UInt8? { word.last }

        mutating func add(_ letter: [UInt8], isCapital: Bool) {
            // `JoFisher` is two words.
            if isCapital, isLastSmall { end() }
            word += letter
            isLastSmall = !isCapital
        }

        /// `Fisher2` is a word and a number; the hash `3ed4` is neither.
        mutating func end() {
            defer { (word, isLastSmall) = ([], false) }
            guard !word.isEmpty else { return }
            let turns = word.indices.dropFirst().filter { Self.isDigit(word[$0]) != Self.isDigit(word[$0 - 1]) }
            guard turns.count == 1 else { return all.append(word) }
            all.append(Array(word[..<turns[0]]))
            all.append(Array(word[turns[0]...]))
        }

        private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    }
}
