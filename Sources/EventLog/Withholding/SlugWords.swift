import Foundation

/// The words of a text as names of files have them: without case, accents and what parts them. `jo-fisher-2.json`,
/// `JoFisher.json`, `Jo_Fisher.json` and `Jo%20Fisher.json` are called after Jo Fisher, `zoe-mueller.json` after Zoë Müller.
/// Letters are the same by ``LetterFold``.
struct SlugWords: Hashable {
    /// The words in a row with nothing between them, in each way to write them.
    private let slugs: Set<[UInt8]>
    private let fewestBytes: Int

    /// - Parameter text: UTF-8, as a reader sees it.
    init(_ text: [UInt8]) {
        let text = String(decoding: text, as: UTF8.self)
        slugs = Set(LetterFold.Marks.allCases.map { Self.words(of: text, $0).flatMap(\.self) }.filter { !$0.isEmpty })
        fewestBytes = slugs.map(\.count).min() ?? .max
    }

    /// Whether a name has the words in a row.
    ///
    /// - Parameter name: UTF-8; ill-formed bytes part words.
    func areIn(_ name: [UInt8]) -> Bool {
        // Most texts have more letters than a name; that is seen at once.
        guard fewestBytes <= 2 * name.count else { return false }
        return Self.decoded(name).contains { name in
            let text = String(decoding: name, as: UTF8.self)
            let readings = name.allSatisfy { $0 < 0x80 } ? [.plain] : LetterFold.Marks.allCases
            return readings.contains { marks in
                let words = Self.words(of: text, marks)
                return slugs.contains { slug in words.indices.contains { Self.begin(words[$0...], with: slug) } }
            }
        }
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

    /// The name, and what it says where it is percent-encoded, also more than once.
    private static func decoded(_ name: [UInt8]) -> [[UInt8]] {
        var names = [name]
        while names.count < 4, let last = names.last, last.contains(UInt8(ascii: "%")) {
            let next = FoldedText.text(of: last, .percents)
            if next == last { break }
            names.append(next)
        }
        return names
    }

    private static func words(of text: String, _ marks: LetterFold.Marks) -> [[UInt8]] {
        var words = Words()
        // Marks in one order.
        for scalar in text.decomposedStringWithCanonicalMapping.unicodeScalars {
            var isCapital = scalar.properties.lowercaseMapping != String(scalar)
            for part in LetterFold.parts(of: scalar.value, marks) {
                if LetterFold.isAccent(part) {
                    if marks == .doubled, let more = LetterFold.more(part, after: words.last) {
                        words.add([more], isCapital: false)
                    }
                } else if let letter = Unicode.Scalar(part), !SeenText.isInvisible(part) {
                    if CharacterSet.alphanumerics.contains(letter) {
                        words.add(Array(String(letter).utf8), isCapital: isCapital)
                        isCapital = false
                    } else {
                        words.end()
                    }
                }
            }
        }
        words.end()
        return words.all
    }

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
