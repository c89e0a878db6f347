/// The last version of a text so far, with the origin of each of its tokens, and the text removed on the way.
///
/// Versions are compared as ``PlainText``. A version takes time in proportion to its length, and memory in proportion
/// to the sentences that it changed.
struct TextHistory {
    private var lexicon = TokenInterner()
    private var keys = TokenInterner()
    private var spellings: Spellings
    private let labels: Labels
    /// The labels as ``PlainText``.
    private let plainLabels: Labels
    private var removed = RemovedText()
    private var bytes: [UInt8]
    private var last: Version
    private var count = 1

    /// The origin of a token.
    struct Stamp {
        /// The version that first had it.
        var version: Int32
        /// The version in which it came back; -1 if it was never removed.
        var returned: Int32 = -1
        /// The version that first had it after the token before it.
        var joined: Int32
        /// The version in which words before it were taken out of its sentence; -1 for none.
        var cut: Int32 = -1
        /// The same for words after it, at the end of its sentence.
        var cutAfter: Int32 = -1

        init(version: Int) {
            self.version = Int32(truncatingIfNeeded: version)
            joined = self.version
        }

        var origin: Blame.Origin { .init(version: Int(version), returned: returned < 0 ? nil : Int(returned)) }
    }

    /// A sentence of a version.
    struct Sentence {
        /// Equal for sentences with the same tokens.
        let key: Int32
        let tokens: Range<Int>
    }

    /// One version.
    struct Version {
        let text: ProseText
        let sentences: [Sentence]
        var stamps: [Stamp]

        init(
            _ plain: [UInt8], _ index: Int, _ labels: Labels, _ lexicon: inout TokenInterner,
            _ keys: inout TokenInterner
        ) {
            let text = ProseText(plain, &lexicon, labels: labels)
            self.text = text
            sentences = text.runs(.startsSentence, in: 0..<text.count).map {
                Sentence(key: keys.number(ofTokens: text.numbers[$0]), tokens: $0)
            }
            stamps = .init(repeating: Stamp(version: index), count: text.count)
        }
    }

    /// - Parameter labels: The labels of passages that were withheld from any version.
    init(_ first: [UInt8], labels: Labels) {
        bytes = first
        self.labels = labels
        var spellings = Spellings()
        plainLabels = labels.map { PlainText($0, &spellings).bytes }
        self.spellings = spellings
        last = Version(PlainText(first, &self.spellings).bytes, 0, plainLabels, &lexicon, &keys)
    }

    /// Adds the next version.
    mutating func add(_ bytes: [UInt8], _ options: Comparison.Options) {
        let index = count
        count += 1
        guard bytes != self.bytes else { return }
        self.bytes = bytes
        let plain = PlainText(bytes, &spellings).bytes
        guard plain != last.text.bytes else { return }
        var next = Version(plain, index, plainLabels, &lexicon, &keys)
        if next.text.numbers == last.text.numbers {
            next.stamps = last.stamps
        } else {
            var sources = TokenSources(last, next, &removed, options)
            let gone = sources.findGone()
            for sentences in gone.sentences {
                removed.note(last.sentences[sentences], of: last, in: index) { gone.isParted[$0] }
            }
            sources.findReturned(removed)
            next.stamps = sources.stamps(removed, index)
        }
        last = next
    }

    /// Returns the origin of each part of the last version.
    mutating func blame() -> Blame {
        var blank = TokenInterner(isBlank: true)
        let text = ProseText(bytes, &blank, labels: labels)
        let plain = PlainText(bytes, &spellings, recordsPlaces: true)
        // The plain tokens of each token; empty for a list marker.
        var plainTokens: [Range<Int>] = []
        var next = 0
        for token in 0..<text.count {
            let first = next
            while next < last.text.count, plain.places[Int(last.text.starts[next])] < text.ends[token] { next += 1 }
            plainTokens.append(first..<next)
        }
        var blame = Blame(spans: [], sentences: [])
        for tokens in text.runs(.startsSentence, in: 0..<text.count) {
            add(text, tokens, plainTokens[tokens], to: &blame)
        }
        return blame
    }

    private func add(
        _ text: ProseText, _ tokens: Range<Int>, _ plain: ArraySlice<Range<Int>>, to blame: inout Blame
    ) {
        // A list marker has the origin of the token after it; any other token that is no word has that of the token
        // before it.
        var origin = plain.first { !$0.isEmpty }.map { last.stamps[$0.lowerBound].origin }
        var origins: [Blame.Origin] = []
        for token in tokens {
            if let first = plain[token].first { origin = last.stamps[first].origin }
            origins.append(origin ?? blame.spans.last?.origin ?? Blame.Origin(version: 0))
            let start = text.gap(before: token).lowerBound
            let end = token + 1 == text.count ? text.bytes.count : Int(text.ends[token])
            if let span = blame.spans.last, span.origin == origins.last {
                blame.spans[blame.spans.count - 1].range = span.range.lowerBound..<end
            } else {
                blame.spans.append(Blame.Span(range: start..<end, origin: origins[origins.count - 1]))
            }
        }
        let words = zip(tokens, origins).filter { text.traits[$0.0].contains(.word) }.map(\.1)
        let main = Self.main(words.isEmpty ? origins : words)
        let all = plain[tokens.lowerBound].lowerBound..<plain[tokens.upperBound - 1].upperBound
        let joined = all.dropFirst().map { last.stamps[$0].joined }
        let cuts = cuts(text, tokens, plain)
        let newest = max(
            all.map { last.stamps[$0].version }.max() ?? 0, joined.max() ?? 0,
            Int32(truncatingIfNeeded: cuts.map(\.version).max() ?? 0))
        blame.sentences.append(
            Blame.Sentence(
                range: text.byteRange(tokens), origin: main, newest: max(Int(newest), main.version), cuts: cuts,
                startsParagraph: text.traits[tokens.lowerBound].contains(.startsParagraph)))
    }

    /// The places in a sentence from which words were taken out.
    private func cuts(_ text: ProseText, _ tokens: Range<Int>, _ plain: ArraySlice<Range<Int>>) -> [Blame.Cut] {
        var cuts: [Blame.Cut] = []
        for token in tokens {
            let stamps = last.stamps[plain[token]]
            let place = token == tokens.lowerBound ? Int(text.starts[token]) : text.gap(before: token).lowerBound
            if let cut = stamps.map(\.cut).max(), cut >= 0 { cuts.append(.init(place: place, version: Int(cut))) }
        }
        let end = plain.last { !$0.isEmpty }.flatMap { last.stamps[$0].last }
        if let end, end.cutAfter >= 0 {
            cuts.append(.init(place: Int(text.ends[tokens.upperBound - 1]), version: Int(end.cutAfter)))
        }
        return cuts
    }

    private static func main(_ origins: [Blame.Origin]) -> Blame.Origin {
        var counts: [Blame.Origin: Int] = [:]
        for origin in origins { counts[origin, default: 0] += 1 }
        let most = counts.max { first, second in
            (first.value, second.key.version, second.key.returned ?? 0)
                < (second.value, first.key.version, first.key.returned ?? 0)
        }
        return most?.key ?? Blame.Origin(version: 0)
    }
}
