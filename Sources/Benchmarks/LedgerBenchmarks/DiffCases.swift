/// Pairs of invented texts to compare, the same on every machine.
struct DiffCase {
    let name: String
    let old: [UInt8]
    let new: [UInt8]
    /// The most it may take, in seconds; nil where only peers are the measure.
    var most: Double?

    /// Every case, in the order of the issue that asks for them.
    static func all() -> [DiffCase] {
        var prose = InventedProse(seed: 5)
        let article = prose.paragraphs(bytes: 13_000)
        let long = prose.paragraphs(bytes: 270_000)
        let longer = prose.paragraphs(bytes: 293_000)
        let pair = prose.words(20_000, from: 2)
        let random = prose.words(20_000, from: 10_000)
        let line = prose.paragraphs(bytes: 1_000_000).joined(separator: " ")
        let ideographs = prose.ideographs(800_000)
        return [
            DiffCase("article", article, prose.edited(article, places: [3, 11])),
            DiffCase("rewrite", long, prose.rewritten(long)),
            DiffCase("moves", longer, prose.moved(longer, count: 20)),
            DiffCase("two-words", pair, prose.words(20_000, from: 2), most: 1),
            DiffCase("random", random, prose.words(20_000, from: 10_000), most: 1),
            DiffCase("one-line", line, prose.rewritten([line])[0], most: 1),
            DiffCase("reversed", ideographs, String(ideographs.reversed()), most: 1),
        ]
    }

    /// The versions of a story of 30 KB, each with an edit; every tenth takes back the one before.
    static func versions(_ count: Int) -> [[UInt8]] {
        var prose = InventedProse(seed: 7)
        var versions = [prose.paragraphs(bytes: 30_000)]
        while versions.count < count {
            let last = versions[versions.count - 1]
            if versions.count % 10 == 9 {
                versions.append(versions[versions.count - 2])
            } else if versions.count % 7 == 3 {
                versions.append(prose.moved(last, count: 1))
            } else {
                versions.append(prose.edited(last, places: [versions.count * 13 % last.count]))
            }
        }
        return versions.map { Array($0.joined(separator: "\n\n").utf8) }
    }

    private init(_ name: String, _ old: String, _ new: String, most: Double? = nil) {
        self.name = name
        self.old = Array(old.utf8)
        self.new = Array(new.utf8)
        self.most = most
    }

    private init(_ name: String, _ old: [String], _ new: [String]) {
        self.init(name, old.joined(separator: "\n\n"), new.joined(separator: "\n\n"))
    }
}

/// Prose of made-up words, frequent and rare as words are.
struct InventedProse {
    private var state: UInt64
    private let vocabulary: [String]

    init(seed: UInt64) {
        state = seed
        let heads = [
            "b", "br", "c", "d", "dr", "f", "g", "h", "k", "l", "m", "n", "p", "r", "s", "st", "t", "tr", "v", "w",
        ]
        let tails = [
            "a", "al", "an", "ar", "e", "ed", "el", "en", "er", "i", "in", "is", "o", "on", "or", "u", "un", "y",
        ]
        var words: [String] = []
        for head in heads { for tail in tails { words.append(head + tail) } }
        let short = words
        for (index, first) in short.enumerated() {
            for step in 1...24 { words.append(first + short[(index * 31 + step * 67) % short.count]) }
        }
        vocabulary = words
    }

    /// Source: SplitMix64 (Steele, Lea and Flood, 2014).
    private mutating func roll(_ sides: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((bits ^ (bits >> 31)) % UInt64(sides))
    }

    /// Half of all words are among the first hundred or so.
    private mutating func word() -> String {
        var most = vocabulary.count
        while most > 60, roll(4) > 0 { most /= 2 }
        return vocabulary[roll(most)]
    }

    private mutating func sentence() -> String {
        let words = (0..<8 + roll(18)).map { _ in word() }
        return words[0].prefix(1).uppercased() + words[0].dropFirst() + " " + words.dropFirst().joined(separator: " ")
            + "."
    }

    private mutating func paragraph() -> String {
        (0..<2 + roll(4)).map { _ in sentence() }.joined(separator: " ")
    }

    /// Paragraphs of so many bytes all in all, about.
    mutating func paragraphs(bytes: Int) -> [String] {
        var paragraphs: [String] = []
        var left = bytes
        while left > 0 {
            paragraphs.append(paragraph())
            left -= paragraphs[paragraphs.count - 1].utf8.count + 2
        }
        return paragraphs
    }

    /// So many words out of a vocabulary of some size, on one line.
    mutating func words(_ count: Int, from size: Int) -> String {
        (0..<count).map { _ in size <= vocabulary.count ? vocabulary[roll(size)] : "w\(roll(size))" }
            .joined(separator: " ")
    }

    /// So many ideographs, a full stop among them now and then.
    mutating func ideographs(_ count: Int) -> String {
        var text = String.UnicodeScalarView()
        for index in 0..<count {
            text.append(index % 40 == 39 ? "\u{3002}" : Unicode.Scalar(UInt32(0x4E00 + roll(3_000))) ?? "\u{4E00}")
        }
        return String(text)
    }

    /// An edit as a newsroom makes it: some words changed and a sentence added, in a few paragraphs.
    mutating func edited(_ paragraphs: [String], places: [Int]) -> [String] {
        var edited = paragraphs
        for place in places {
            var words = edited[place].split(separator: " ").map(String.init)
            words[roll(words.count)] = word()
            words[roll(words.count)] = word()
            edited[place] = words.joined(separator: " ") + (roll(2) == 0 ? " " + sentence() : "")
        }
        return edited
    }

    /// Every paragraph with a third of its words changed.
    mutating func rewritten(_ paragraphs: [String]) -> [String] {
        paragraphs.map { paragraph in
            paragraph.split(separator: " ").map { roll(3) == 0 ? word() : String($0) }.joined(separator: " ")
        }
    }

    /// Some paragraphs taken out and put in elsewhere.
    mutating func moved(_ paragraphs: [String], count: Int) -> [String] {
        var moved = paragraphs
        for _ in 0..<count {
            let paragraph = moved.remove(at: roll(moved.count))
            moved.insert(paragraph, at: roll(moved.count + 1))
        }
        return moved
    }
}
