/// Checks that an alignment changes as few words and marks as any script can.
///
/// A word here is a run of letters and digits, and a mark is one character, so that the count does not depend on
/// segmentation. A move counts as a deletion and an insertion.
struct PlainDistance {
    private let old: ProseText
    private let new: ProseText
    private let matches: [Int32]
    private let oldChanged: [Bool]
    private let newChanged: [Bool]
    private let hasLabels: Bool

    /// The work of the check in addition to one unit a byte, in units of about a nanosecond.
    private static let mostWork = 200_000

    init(_ old: ProseText, _ new: ProseText, _ alignment: Alignment) {
        self.old = old
        self.new = new
        matches = alignment.matches
        hasLabels = !old.labels.isEmpty
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

    /// Whether no script is shorter; false also if that takes more work than allowed.
    func isLeast() -> Bool {
        let limit = Self.mostWork + old.bytes.count + new.bytes.count
        // Before any word is cut: this many bytes have at least about this many words.
        let words = (size(old, oldChanged) + size(new, newChanged)) / 8
        guard words * words <= limit else { return false }
        let gone = self.words(old, 0..<old.count) { oldChanged[$0] }
        let come = self.words(new, 0..<new.count) { newChanged[$0] }
        // A word on only one side must change in any script.
        if Self.areDisjoint(gone.sorted(), come.sorted()) { return true }
        let reach = (gone.count + come.count - 1) / 2
        guard reach * reach * 4 <= limit else { return false }
        let (olds, news) = middleWords()
        return MiddleSnake.isReachable(olds, news, within: reach, limit: limit) == false
    }

    private static func areDisjoint(_ olds: [Int32], _ news: [Int32]) -> Bool {
        var at = (old: 0, new: 0)
        while at.old < olds.count, at.new < news.count {
            if olds[at.old] == news[at.new] { return false }
            if olds[at.old] < news[at.new] { at.old += 1 } else { at.new += 1 }
        }
        return true
    }

    private func size(_ text: ProseText, _ changed: [Bool]) -> Int {
        changed.indices.reduce(0) { changed[$1] ? $0 + Int(text.ends[$1] - text.starts[$1]) : $0 }
    }

    /// The tokens between the common beginning and the common end of both texts.
    private func middle() -> (old: Range<Int>, new: Range<Int>) {
        let head = zip(oldChanged, newChanged).prefix { !$0 && !$1 }.count
        let tail = zip(oldChanged.reversed(), newChanged.reversed()).prefix { !$0 && !$1 }.count
        return (Range(from: head, upTo: old.count - tail), Range(from: head, upTo: new.count - tail))
    }

    /// The words between the common beginning and end of both texts. Unchanged paragraphs are read once.
    private func middleWords() -> (old: [Int32], new: [Int32]) {
        let (olds, news) = middle()
        var (oldWords, newWords): ([Int32], [Int32]) = ([], [])
        oldWords.reserveCapacity(old.byteRange(olds).count / 4)
        newWords.reserveCapacity(new.byteRange(news).count / 4)
        old.bytes.withUnsafeBufferPointer { oldBuffer in
            new.bytes.withUnsafeBufferPointer { newBuffer in
                let (oldReader, newReader) = (ScalarReader(oldBuffer), ScalarReader(newBuffer))
                var next = news.lowerBound
                func catchUp(to token: Int) {
                    while next < token {
                        append(
                            newReader, Int(new.starts[next])..<Int(new.ends[next]), isLabel(new, next), to: &newWords)
                        next += 1
                    }
                }
                for token in olds {
                    let first = oldWords.count
                    append(oldReader, Int(old.starts[token])..<Int(old.ends[token]), isLabel(old, token), to: &oldWords)
                    let partner = Int(matches[token])
                    if old.traits[token].contains(.whole), !oldChanged[token], partner >= next,
                        partner < news.upperBound
                    {
                        catchUp(to: partner)
                        newWords += oldWords[first...]
                        next = partner + 1
                    }
                }
                catchUp(to: news.upperBound)
            }
        }
        return (oldWords, newWords)
    }

    /// The words and marks of some tokens as hashes. A collision can only make a script seem longer than the shortest.
    private func words(_ text: ProseText, _ tokens: Range<Int>, where isWanted: (Int) -> Bool) -> [Int32] {
        var words: [Int32] = []
        text.bytes.withUnsafeBufferPointer { buffer in
            let reader = ScalarReader(buffer)
            for token in tokens where isWanted(token) {
                append(reader, Int(text.starts[token])..<Int(text.ends[token]), isLabel(text, token), to: &words)
            }
        }
        return words
    }

    @inline(__always)
    private func isLabel(_ text: ProseText, _ token: Int) -> Bool {
        hasLabels && text.traits[token].contains(.label)
    }

    private func append(_ reader: ScalarReader, _ range: Range<Int>, _ isLabel: Bool, to words: inout [Int32]) {
        guard isLabel else { return append(reader, range, to: &words) }
        words.append(Self.hash(UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: reader.bytes[range]))))
    }

    private func append(_ reader: ScalarReader, _ range: Range<Int>, to words: inout [Int32]) {
        let bytes = UnsafeRawBufferPointer(reader.bytes)
        var index = range.lowerBound
        while index < range.upperBound {
            if bytes[index] == 0x20 {
                index += 1
                continue
            }
            let start = index
            if index + 8 <= range.upperBound {
                let length = ByteStrings.letterOrDigitCount(bytes, at: index)
                // A longer word, or one next to a letter beyond ASCII, takes the slow path.
                if 0 < length, length < 8, bytes[index + length] < 0x80 {
                    index += length
                    words.append(Self.hash(UnsafeRawBufferPointer(rebasing: bytes[start..<index])))
                    continue
                }
            }
            while index < range.upperBound {
                let byte = reader.bytes[index]
                if byte >= 0x80 {
                    let (_, size, properties) = reader.scalar(at: index)
                    // A combining mark counts by itself: it may come from the encoding of the letter.
                    guard properties.isWordlike, properties.wordBreak != .extend else { break }
                    index += size
                } else if Self.isLetterOrDigit(byte) {
                    index += 1
                } else {
                    break
                }
            }
            if index == start {
                let (_, length, properties) = reader.scalar(at: index)
                index += length
                if properties.isWhiteSpace { continue }
            }
            words.append(Self.hash(UnsafeRawBufferPointer(rebasing: bytes[start..<index])))
        }
    }

    @inline(__always)
    private static func hash(_ word: UnsafeRawBufferPointer) -> Int32 {
        let key = ByteStrings.packed(word)
        return Int32(truncatingIfNeeded: (key != 0 ? ByteStrings.hash(packed: key) : ByteStrings.hash(word)) >> 16)
    }

    @inline(__always)
    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10
    }
}

extension ProseText {
    /// Whether a token has the same bytes as one of another text.
    func hasSameBytes(_ token: Int, _ other: ProseText, _ partner: Int) -> Bool {
        bytes[byteRange(token..<token + 1)] == other.bytes[other.byteRange(partner..<partner + 1)]
    }
}
