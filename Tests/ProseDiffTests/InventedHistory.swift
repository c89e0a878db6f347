/// Versions of an invented story, edited as newsrooms do: words changed, sentences put in, taken out, put back and moved,
/// headings that go and return, whole reverts; and what is no change: list markers, blank lines, typography, encoding.
struct InventedHistory {
    /// The versions as they are published, oldest first.
    private(set) var versions: [String] = []
    /// For each version its sentences without typography and markers.
    private(set) var sentences: [[String]] = []
    private var dice: Dice
    private var blocks: [Block] = []
    private var removed: [(place: Int, block: Block)] = []
    private var style = Style()
    private var count = 0
    private let prefix: String

    /// A paragraph, a heading (one sentence, no full stop) or a list item.
    private struct Block {
        enum Kind { case prose, heading, item }
        var kind: Kind
        var sentences: [String]
    }

    /// How the whole text is set.
    private struct Style {
        var marker = 0
        var areItemsSpaced = false
        var isTypographic = false
        var isDecomposed = false
    }

    /// SplitMix64.
    private struct Dice: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var value = state
            value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
            value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
            return value ^ (value >> 31)
        }
        mutating func roll(_ sides: Int) -> Int { Int(next() % UInt64(sides)) }
    }

    /// - Parameters:
    ///   - seed: The same story for the same seed.
    ///   - count: How many versions.
    init(seed: UInt64, versions count: Int) {
        dice = Dice(state: seed)
        prefix = String(seed, radix: 36)
        blocks = (0..<6 + dice.roll(8)).map { _ in block() }
        publish()
        while versions.count < count {
            for _ in 0..<1 + dice.roll(3) { edit() }
            if dice.roll(3) == 0 { restyle() }
            publish()
        }
    }

    private static let words = """
        the a of to in and for on with after before council ferry mayor café bridge said denied ministry harbour Zoë \
        vote closed opened said “no” today plan — letter engineer Łukasz crossing repair letter's residents report it \
        was were had not been told that would naïve
        """.split(separator: " ").map(String.init)

    private mutating func sentence(_ kind: Block.Kind) -> String {
        count += 1
        let length = kind == .heading ? 2 + dice.roll(4) : 4 + dice.roll(16)
        var words = (0..<length).map { _ in Self.words[dice.roll(Self.words.count)] }
        words.insert("N\(prefix)x\(count)", at: dice.roll(words.count))
        words[0] = "The"
        let isLong = kind == .prose || length > 9
        return words.joined(separator: " ") + (isLong ? "." : "")
    }

    private mutating func block() -> Block {
        let kind = [Block.Kind.prose, .prose, .heading, .item, .item][dice.roll(5)]
        return Block(kind: kind, sentences: (0..<(kind == .prose ? 1 + dice.roll(5) : 1)).map { _ in sentence(kind) })
    }

    private mutating func edit() {
        let place = dice.roll(max(blocks.count, 1))
        switch dice.roll(12) {
        case 0: blocks.insert(block(), at: min(place, blocks.count))
        case 1, 2: if blocks.count > 3 { removed.append((place, blocks.remove(at: place))) }
        case 3, 4, 5:
            guard !removed.isEmpty else { return }
            let back = removed.remove(at: dice.roll(removed.count))
            blocks.insert(back.block, at: min(back.place, blocks.count))
        case 6: if blocks.count > 1 { blocks.insert(blocks.remove(at: place), at: dice.roll(blocks.count)) }
        case 7: revert()
        case 8: addOrRemoveSentence(place)
        default: changeWords(place)
        }
    }

    private mutating func addOrRemoveSentence(_ place: Int) {
        guard blocks[place].kind == .prose else { return }
        let sentence = dice.roll(blocks[place].sentences.count)
        if dice.roll(2) == 0, blocks[place].sentences.count > 1 {
            let gone = blocks[place].sentences.remove(at: sentence)
            removed.append((place, Block(kind: .prose, sentences: [gone])))
        } else {
            blocks[place].sentences.insert(self.sentence(.prose), at: sentence)
        }
    }

    private mutating func changeWords(_ place: Int) {
        let number = dice.roll(blocks[place].sentences.count)
        var words = blocks[place].sentences[number].split(separator: " ").map(String.init)
        guard words.count > 3 else { return }
        let word = 1 + dice.roll(words.count - 2)
        switch dice.roll(3) {
        case 0: words[word] = Self.words[dice.roll(Self.words.count)]
        case 1: words.insert(Self.words[dice.roll(Self.words.count)], at: word)
        default: words.remove(at: word)
        }
        blocks[place].sentences[number] = words.joined(separator: " ")
    }

    private var history: [[Block]] = []

    private mutating func revert() {
        guard let before = history.randomElement(using: &dice) else { return }
        blocks = before
    }

    private mutating func restyle() {
        switch dice.roll(4) {
        case 0: style.marker = dice.roll(5)
        case 1: style.areItemsSpaced.toggle()
        case 2: style.isTypographic.toggle()
        default: style.isDecomposed.toggle()
        }
    }

    private mutating func publish() {
        history.append(blocks)
        sentences.append(blocks.flatMap(\.sentences).map(Self.plain))
        var text = ""
        var number = dice.roll(4)
        var last: Block.Kind?
        for block in blocks {
            if let last { text += last == .item && block.kind == .item && !style.areItemsSpaced ? "\n" : "\n\n" }
            number += 1
            if block.kind == .item { text += ["* ", "– ", "\(number). ", "(\(number)) ", "• "][style.marker] }
            text += block.sentences.joined(separator: " ")
            last = block.kind
        }
        versions.append(styled(text))
    }

    private func styled(_ text: String) -> String {
        var text = text
        if style.isTypographic {
            for (mark, other) in [("“", "\""), ("”", "\""), ("—", "-"), ("'", "’")] {
                text.replace(mark, with: other)
            }
        }
        if style.isDecomposed { for (whole, parts) in Self.decomposed { text.replace(whole, with: parts) } }
        return text
    }

    private static let decomposed = [("é", "e\u{301}"), ("ë", "e\u{308}"), ("ï", "i\u{308}")]

    /// A sentence without its marker, typography and encoding.
    static func plain(_ sentence: some StringProtocol) -> String {
        var text = String(sentence)
        for marker in ["* ", "– ", "• "] where text.hasPrefix(marker) { text.removeFirst(2) }
        if let match = text.prefixMatch(of: #/\(?[0-9]+[.)] /#) { text.removeSubrange(match.range) }
        for (mark, plain) in [("“", "\""), ("”", "\""), ("—", "-"), ("’", "'")] { text.replace(mark, with: plain) }
        for (whole, parts) in decomposed { text.replace(parts, with: whole) }
        return text
    }
}
