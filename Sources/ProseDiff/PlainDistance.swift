/// Checks that an alignment changes as few words and marks as any script can.
///
/// A word here is a run of letters and digits, a mark one character: no more is left to taste. What moved counts as taken
/// out and put in.
struct PlainDistance {
    private let old: ProseText
    private let new: ProseText
    private let oldChanged: [Bool]
    private let newChanged: [Bool]
    private var lexicon = Lexicon()

    /// Work that the check may take beside one unit a byte, in units of about a nanosecond.
    private static let mostWork = 200_000

    init(_ old: ProseText, _ new: ProseText, _ alignment: Alignment) {
        self.old = old
        self.new = new
        var oldChanged = [Bool](repeating: true, count: old.count)
        var newChanged = [Bool](repeating: true, count: new.count)
        for (token, match) in alignment.matches.enumerated() where match >= 0 {
            let partner = Int(match)
            let isVariant = old.traits[token].union(new.traits[partner]).contains(.variant)
            let isSame = !isVariant || old.hasSameBytes(token, new, partner)
            oldChanged[token] = !isSame
            newChanged[partner] = !isSame
        }
        for move in alignment.moves {
            for token in move.old { oldChanged[token] = true }
            for token in move.new { newChanged[token] = true }
        }
        self.oldChanged = oldChanged
        self.newChanged = newChanged
    }

    /// Whether no script is shorter; false, too, where finding out takes more work than allowed.
    mutating func isLeast() -> Bool {
        let limit = Self.mostWork + old.bytes.count + new.bytes.count
        // Before any word is cut: so many bytes are surely more words than can be searched.
        let bytes = size(old, oldChanged) + size(new, newChanged)
        let isLong = bytes / 16 * (bytes / 16) > limit
        if isLong, oldChanged.indices.contains(where: { oldChanged[$0] && old.traits[$0].contains(.whole) }) {
            return false
        }
        let gone = old.count == 0 ? [] : words(old, 0..<old.count) { [oldChanged] in oldChanged[$0] }
        let come = new.count == 0 ? [] : words(new, 0..<new.count) { [newChanged] in newChanged[$0] }
        // A word that is on one side only must change in any script.
        if Set(gone).isDisjoint(with: come) { return true }
        let changed = gone.count + come.count
        let reach = (changed - 1) / 2
        guard reach * reach * 4 <= limit else { return false }
        let (olds, news) = middle()
        return !MiddleSnake.isReachable(words(old, olds) { _ in true }, words(new, news) { _ in true }, within: reach)
    }

    private func size(_ text: ProseText, _ changed: [Bool]) -> Int {
        changed.indices.reduce(0) { changed[$1] ? $0 + Int(text.ends[$1] - text.starts[$1]) : $0 }
    }

    /// The tokens between those that both texts begin with and those that both end with.
    private func middle() -> (old: Range<Int>, new: Range<Int>) {
        let head = zip(oldChanged, newChanged).prefix { !$0 && !$1 }.count
        let tail = zip(oldChanged.reversed(), newChanged.reversed()).prefix { !$0 && !$1 }.count
        return (Range(from: head, upTo: old.count - tail), Range(from: head, upTo: new.count - tail))
    }

    /// The words and marks of some tokens, numbered by their bytes.
    private mutating func words(_ text: ProseText, _ tokens: Range<Int>, where isWanted: (Int) -> Bool) -> [Int32] {
        var words: [Int32] = []
        text.bytes.withUnsafeBufferPointer { buffer in
            let reader = ScalarReader(buffer)
            for token in tokens where isWanted(token) {
                var index = Int(text.starts[token])
                let end = Int(text.ends[token])
                while index < end {
                    let start = index
                    let (_, length, properties) = reader.scalar(at: index)
                    index += length
                    while properties.isWordlike, index < end {
                        let (_, length, properties) = reader.scalar(at: index)
                        guard properties.isWordlike || properties.wordBreak == .extend else { break }
                        index += length
                    }
                    guard !properties.isWhiteSpace else { continue }
                    words.append(
                        lexicon.number(of: UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: buffer[start..<index])))
                    )
                }
            }
        }
        return words
    }
}

extension ProseText {
    /// Whether a token is, byte for byte, one of another text.
    func hasSameBytes(_ token: Int, _ other: ProseText, _ partner: Int) -> Bool {
        bytes[byteRange(token..<token + 1)] == other.bytes[other.byteRange(partner..<partner + 1)]
    }
}
