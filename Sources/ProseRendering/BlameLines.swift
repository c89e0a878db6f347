import ProseDiff

/// The label of a version for readers.
public struct VersionLabel: Sendable, Hashable {
    /// A short name that also fits within sentences: `v2`.
    public var name: String
    /// Place and time of its event: `@3  2026-03-02 17:20`.
    public var place: String

    /// Makes a label.
    public init(name: String, place: String) {
        self.name = name
        self.place = place
    }
}

/// A blamed text as sentences, each in pieces of one origin.
struct BlameLines {
    /// Text of one origin within a sentence. Marks that only join or end words count as the sentence's own.
    struct Piece {
        var range: Range<Int>
        /// Nil if it is the sentence's own.
        var origin: Blame.Origin?
        /// The version that took out words here; the range is empty then.
        var cut: Int?
    }

    /// A sentence.
    struct Line {
        let sentence: Blame.Sentence
        fileprivate(set) var pieces: [Piece] = []
        /// The number of cuts among the pieces.
        fileprivate var cuts = 0

        fileprivate init(_ sentence: Blame.Sentence) { self.sentence = sentence }
    }

    private(set) var lines: [Line] = []

    init(_ blame: Blame, _ text: [UInt8]) {
        var spans = blame.spans[...]
        for sentence in blame.sentences {
            var line = Line(sentence)
            while let span = spans.first, span.range.lowerBound < sentence.range.upperBound {
                let range = span.range.clamped(to: sentence.range)
                line.add(range, span.origin == sentence.origin ? nil : span.origin, text)
                if span.range.upperBound > sentence.range.upperBound { break }
                spans.removeFirst()
            }
            line.close()
            lines.append(line)
        }
    }

    /// A cut in words: `taken out in v2`.
    static func words(cut version: Int, _ labels: [VersionLabel]) -> String {
        RenderingWords.words(RenderingWords.current.takenOut, labels[version].name)
    }

    /// An origin in words: `v1`, or `v1, back in v3`.
    static func words(_ origin: Blame.Origin, _ labels: [VersionLabel]) -> String {
        let name = labels[origin.version].name
        let back = RenderingWords.current.backIn
        return origin.returned.map { "\(name), \(RenderingWords.words(back, labels[$0].name))" } ?? name
    }
}

extension BlameLines.Line {
    /// Adds text in the order of the sentence, cut where words were taken out.
    fileprivate mutating func add(_ range: Range<Int>, _ origin: Blame.Origin?, _ text: [UInt8]) {
        var start = range.lowerBound
        while cuts < sentence.cuts.count, sentence.cuts[cuts].place < range.upperBound {
            let place = max(start, sentence.cuts[cuts].place)
            add(start..<place, origin, text, in: sentence.range)
            addCut()
            start = place
        }
        add(start..<range.upperBound, origin, text, in: sentence.range)
    }

    /// Adds what was taken out at the end.
    fileprivate mutating func close() {
        while cuts < sentence.cuts.count { addCut() }
    }

    private mutating func addCut() {
        let cut = sentence.cuts[cuts]
        pieces.append(.init(range: cut.place..<cut.place, cut: cut.version))
        cuts += 1
    }

    /// Adds text. White space before text of another origin belongs to no origin, and marks that only join or end words
    /// have none.
    private mutating func add(
        _ range: Range<Int>, _ origin: Blame.Origin?, _ text: [UInt8], in sentence: Range<Int>
    ) {
        guard !range.isEmpty else { return }
        let origin = VisibleText.saysSomething(text, range, in: sentence) ? origin : nil
        let space = origin == nil ? 0 : text[range].prefix { $0 <= 0x20 }.count
        if space > 0 { pieces.append(.init(range: range.prefix(space), origin: nil)) }
        if space < range.count { pieces.append(.init(range: range.dropFirst(space), origin: origin)) }
    }
}
