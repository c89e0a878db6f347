/// Pairs of texts as a newsroom makes them: prose of its own, edited in one way or several at a time.
struct NewsEdits {
    private var dice: Dice
    private var paragraphs: [String]
    /// The text as it was.
    let old: [UInt8]

    init(seed: UInt64) {
        var dice = Dice(state: seed)
        paragraphs = (0..<1 + dice.roll(6)).map { _ in Self.paragraph(&dice) }
        old = Array(paragraphs.joined(separator: "\n\n").utf8)
        self.dice = dice
    }

    /// The text as it is now.
    var text: [UInt8] { Array(paragraphs.joined(separator: "\n\n").utf8) }

    /// Makes one to eight edits of any sort.
    mutating func edit() {
        for _ in 0..<[1, 1, 1, 2, 3, 5, 8][dice.roll(7)] { dice.roll(3) == 0 ? restyle() : rewrite() }
    }

    /// Makes one to eight edits of typography and white space.
    mutating func editTypography() {
        for _ in 0..<[1, 1, 2, 3, 8][dice.roll(5)] { restyle() }
    }

    /// Replaces one word by one that no text has.
    mutating func replaceAWord() {
        let place = dice.roll(paragraphs.count)
        var words = Self.words(paragraphs[place])
        words[dice.roll(words.count)] = "zephyrs"
        paragraphs[place] = words.joined(separator: " ")
    }

    private static let nouns = [
        "council", "ministry", "harbour", "bridge", "ferry", "mayor", "budget", "strike", "court", "appeal", "police",
        "the", "of", "on", "and", "a", "won't", "well-known", "U.S.", "İstanbul", "हिन्दी", "市長", "naïve", "office",
    ]
    private static let names = ["Ada Quist", "Dr. Sato", "the Parents' Union", "Été à Évry", "Łódź", "J. P. Marsh"]
    private static let numbers = ["two", "14", "3.7", "1,200", "40 per cent", "€4.8 million", "No. 7", "6-3"]

    private static func sentence(_ dice: inout Dice) -> String {
        func pick(_ words: [String]) -> String { words[dice.roll(words.count)] }
        let words = (0..<1 + dice.roll(9)).map { _ in pick(nouns) }.joined(separator: " ")
        switch dice.roll(9) {
        case 0: return "“\(words),” \(pick(names)) said."
        case 1: return "\"\(words).\""
        case 2: return "\(pick(numbers)) \(words) in \(pick(names))."
        case 3: return "– \(words)."
        case 4: return "\(words) – \(pick(nouns))…"
        case 5: return "Why \(words)? (\(pick(numbers)))"
        case 6: return "市長は\(pick(nouns))辞任した。"
        default: return "The \(words)."
        }
    }

    private static func paragraph(_ dice: inout Dice) -> String {
        switch dice.roll(9) {
        case 0: (0..<2 + dice.roll(5)).map { _ in "* " + nouns[dice.roll(nouns.count)] }.joined(separator: "\n")
        case 1: nouns[dice.roll(nouns.count)]
        default: (0..<1 + dice.roll(4)).map { _ in sentence(&dice) }.joined(separator: " ")
        }
    }

    private static func words(_ text: String) -> [String] { text.split(separator: " ").map(String.init) }

    /// What is between a sentence's end and the next one's beginning, roughly.
    private static func sentences(_ text: String) -> [String] {
        var parts: [String] = [""]
        for word in words(text) {
            parts[parts.count - 1] += (parts[parts.count - 1].isEmpty ? "" : " ") + word
            if let last = word.last, ".!?…”\"".contains(last) { parts.append("") }
        }
        parts.removeAll(where: \.isEmpty)
        return parts.isEmpty ? ["x"] : parts
    }

    private mutating func rewrite() {
        let place = dice.roll(paragraphs.count)
        var words = Self.words(paragraphs[place])
        var sentences = Self.sentences(paragraphs[place])
        let at = dice.roll(words.count)
        let sentence = dice.roll(sentences.count)
        switch dice.roll(14) {
        case 0: words[at] = Self.nouns[dice.roll(Self.nouns.count)]
        case 1: words[at] = Self.numbers[dice.roll(Self.numbers.count)]
        case 2: words.insert(Self.nouns[dice.roll(Self.nouns.count)], at: at)
        case 3 where words.count > 1: words.remove(at: at)
        case 4: words.swapAt(at, dice.roll(words.count))
        case 5: return paragraphs.insert(Self.paragraph(&dice), at: dice.roll(paragraphs.count + 1))
        case 6 where paragraphs.count > 1: paragraphs.remove(at: place); return
        case 7: return paragraphs.insert(paragraphs.remove(at: place), at: dice.roll(paragraphs.count))
        case 8: return paragraphs.insert(paragraphs[place], at: dice.roll(paragraphs.count + 1))
        case 9: sentences.insert(Self.sentence(&dice), at: sentence)
        case 10 where sentences.count > 1: sentences.remove(at: sentence)
        case 11: sentences.insert(sentences.remove(at: sentence), at: dice.roll(sentences.count))
        case 12: sentences.append(Self.sentence(&dice))
        default: sentences.reverse()
        }
        paragraphs[place] = (words == Self.words(paragraphs[place]) ? sentences : words).joined(separator: " ")
        if paragraphs[place].isEmpty { paragraphs[place] = "x" }
    }

    /// An edit that is noise wherever it stands.
    private mutating func restyle() {
        let place = dice.roll(paragraphs.count)
        var text = paragraphs[place]
        func replace(_ old: String, _ new: String, most: Int = .max) {
            text = text.replacing(old, with: new, maxReplacements: most)
        }
        switch dice.roll(16) {
        case 0: replace("\n", "\n\n")
        case 1: replace(" ", "  ", most: 1 + dice.roll(3))
        case 2: replace(" ", "\n", most: 1)
        case 3: replace(" ", "\n\n", most: 1 + dice.roll(2))
        case 4: replace(" ", "\u{A0}", most: 2)
        case 5:
            for mark in ["“", "”"] { replace(mark, "\"") }
        case 6:
            replace("“", "‘")
            replace("”", "’")
        case 7: replace("–", dice.roll(2) == 0 ? "—" : "-")
        case 8: replace("…", "...")
        case 9: replace("'", "’")
        case 10:
            for (composed, apart) in [("É", "E\u{301}"), ("é", "e\u{301}"), ("à", "a\u{300}"), ("ï", "i\u{308}")] {
                replace(composed, apart)
            }
        case 11: replace("ffi", "\u{FB03}")
        case 12: replace("o", "o\u{200B}", most: 1 + dice.roll(3))
        case 13: replace("e", "\u{FEFF}e", most: 2)
        case 14: replace("市", "市\u{E0101}")
        default:
            guard paragraphs.count > place + 1 else { break }
            text += (dice.roll(2) == 0 ? " " : "\n") + paragraphs.remove(at: place + 1)
        }
        paragraphs[place] = text
    }
}
