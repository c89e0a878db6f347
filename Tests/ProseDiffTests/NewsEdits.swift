/// Pairs of texts as a newsroom makes them: prose of its own, edited in one way or several at a time.
struct NewsEdits {
    private var texts: NewsTexts
    private var paragraphs: [String]
    /// What stands between paragraphs.
    private var separator: String
    /// The text as it was.
    let old: [UInt8]

    private static let separators = ["\n\n", "\n\n", "\n\n", "\n", "\r\n\r\n", "\r\n", "\r", "\n \n", "\u{2029}"]

    init(seed: UInt64) {
        texts = NewsTexts(dice: Dice(state: seed))
        separator = texts.pick(Self.separators)
        paragraphs = texts.paragraphs()
        old = Array(paragraphs.joined(separator: separator).utf8)
    }

    /// The text as it is now.
    var text: [UInt8] { Array(paragraphs.joined(separator: separator).utf8) }

    /// Makes one to eight edits of any sort.
    mutating func edit() {
        for _ in 0..<[1, 1, 1, 2, 3, 5, 8][texts.roll(7)] {
            switch texts.roll(6) {
            case 0, 1: restyle()
            case 2: rearrange()
            default: rewrite()
            }
        }
    }

    /// Makes one to eight edits of typography and white space.
    mutating func editTypography() {
        for _ in 0..<[1, 1, 2, 3, 8][texts.roll(5)] { restyle() }
    }

    /// Replaces one word by one that no text has.
    mutating func replaceAWord() {
        guard !paragraphs.isEmpty else { return paragraphs.append("zephyrs") }
        let place = texts.roll(paragraphs.count)
        var words = Self.words(paragraphs[place])
        words[texts.roll(words.count)] = "zephyrs"
        paragraphs[place] = words.joined(separator: " ")
    }

    private static func words(_ text: String) -> [String] {
        let words = text.split(separator: " ").map(String.init)
        return words.isEmpty ? ["x"] : words
    }

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

    /// An edit of words or sentences within a paragraph.
    private mutating func rewrite() {
        guard !paragraphs.isEmpty else { return paragraphs.append(texts.paragraph()) }
        let place = texts.roll(paragraphs.count)
        var words = Self.words(paragraphs[place])
        var sentences = Self.sentences(paragraphs[place])
        let at = texts.roll(words.count)
        let sentence = texts.roll(sentences.count)
        let before = words
        switch texts.roll(15) {
        case 0: words[at] = texts.pick(NewsTexts.nouns)
        case 1: words[at] = texts.pick(NewsTexts.numbers)
        case 2: words.insert(texts.pick(NewsTexts.nouns), at: at)
        case 3 where words.count > 1: words.remove(at: at)
        case 4: words.swapAt(at, texts.roll(words.count))
        case 5: words = Array(words[at...] + words[..<at])
        case 6: words.insert(contentsOf: words[at...].prefix(1 + texts.roll(6)), at: at)
        case 7: words[at] = texts.roll(2) == 0 ? words[at].uppercased() : words[at].lowercased()
        case 8: words.removeSubrange(at..<min(words.count, at + 1 + texts.roll(8)))
        case 9: sentences.insert(texts.sentence(), at: sentence)
        case 10 where sentences.count > 1: sentences.remove(at: sentence)
        case 11: sentences.insert(sentences.remove(at: sentence), at: texts.roll(sentences.count))
        case 12: sentences.append(texts.sentence())
        case 13: words[words.count - 1] = texts.pick(NewsTexts.nouns) + "."
        default: sentences.reverse()
        }
        paragraphs[place] = (words == before ? sentences : words).joined(separator: " ")
    }

    /// An edit of paragraphs, or across them.
    private mutating func rearrange() {
        guard !paragraphs.isEmpty else { return paragraphs.append(texts.paragraph()) }
        let place = texts.roll(paragraphs.count)
        let other = texts.roll(paragraphs.count)
        switch texts.roll(13) {
        case 0, 1: paragraphs.insert(texts.paragraph(), at: texts.roll(paragraphs.count + 1))
        case 2, 3: paragraphs.remove(at: place)
        case 4: paragraphs.insert(paragraphs.remove(at: place), at: other)
        case 5: paragraphs.insert(paragraphs[place], at: texts.roll(paragraphs.count + 1))
        case 6: paragraphs.swapAt(place, other)
        case 7: paragraphs.reverse()
        case 8: paragraphs[place] = texts.paragraph()
        case 9:
            var sentences = Self.sentences(paragraphs[place])
            paragraphs[other] += " " + sentences.remove(at: texts.roll(sentences.count))
            if place != other { paragraphs[place] = sentences.joined(separator: " ") }
        case 10: paragraphs[other] = paragraphs[place].replacing("a", with: texts.pick(["a", "o", "x y", ""]))
        case 11: paragraphs = Array(paragraphs[place...] + paragraphs[..<place])
        default: if texts.roll(8) == 0 { paragraphs = [] } else { paragraphs.append(texts.sentence()) }
        }
    }

    /// An edit that is noise wherever it stands.
    private mutating func restyle() {
        guard !paragraphs.isEmpty else { return }
        let place = texts.roll(paragraphs.count)
        var text = paragraphs[place]
        func replace(_ old: String, _ new: String, most: Int = .max) {
            text = text.replacing(old, with: new, maxReplacements: most)
        }
        switch texts.roll(20) {
        case 0: replace("\n", "\n\n")
        case 1: replace(" ", "  ", most: 1 + texts.roll(3))
        case 2: replace(" ", "\n", most: 1)
        case 3: replace(" ", "\n\n", most: 1 + texts.roll(2))
        case 4: replace(" ", "\u{A0}", most: 2)
        case 5:
            for mark in ["“", "”"] { replace(mark, "\"") }
        case 6:
            replace("“", "‘")
            replace("”", "’")
        case 7: replace("–", texts.roll(2) == 0 ? "—" : "-")
        case 8: replace("…", "...")
        case 9: replace("'", "’")
        case 10:
            for (composed, apart) in [("É", "E\u{301}"), ("é", "e\u{301}"), ("à", "a\u{300}"), ("ï", "i\u{308}")] {
                replace(composed, apart)
            }
        case 11: replace("ffi", "\u{FB03}")
        case 12: replace("o", "o\u{200B}", most: 1 + texts.roll(3))
        case 13: replace("e", "\u{FEFF}e", most: 2)
        case 14: replace("市", "市\u{E0101}")
        case 15: separator = Self.separators[texts.roll(Self.separators.count)]
        case 16: replace("\n", texts.roll(2) == 0 ? "\r\n" : "\r")
        case 17: text = [" ", "\n", "\t", "\u{3000}"][texts.roll(4)] + text + "\n"
        case 18: text = text.split(separator: " ").joined(separator: " ")
        default:
            guard paragraphs.count > place + 1 else { break }
            text += (texts.roll(2) == 0 ? " " : "\n") + paragraphs.remove(at: place + 1)
        }
        paragraphs[place] = text
    }
}
