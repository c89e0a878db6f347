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
    }

    /// A sentence.
    struct Line {
        let sentence: Blame.Sentence
        var pieces: [Piece] = []
    }

    private(set) var lines: [Line] = []

    init(_ blame: Blame, _ text: [UInt8]) {
        var spans = blame.spans[...]
        for sentence in blame.sentences {
            var line = Line(sentence: sentence)
            while let span = spans.first, span.range.lowerBound < sentence.range.upperBound {
                let range = span.range.clamped(to: sentence.range)
                line.add(range, span.origin == sentence.origin ? nil : span.origin, text, in: sentence.range)
                if span.range.upperBound > sentence.range.upperBound { break }
                spans.removeFirst()
            }
            lines.append(line)
        }
    }

    /// An origin in words: `v1`, or `v1, back in v3`.
    static func words(_ origin: Blame.Origin, _ labels: [VersionLabel]) -> String {
        let name = labels[origin.version].name
        return origin.returned.map { "\(name), back in \(labels[$0].name)" } ?? name
    }
}

extension BlameLines.Line {
    /// Adds text. White space before text of another origin belongs to no origin, and marks that only join or end words
    /// have none.
    fileprivate mutating func add(
        _ range: Range<Int>, _ origin: Blame.Origin?, _ text: [UInt8], in sentence: Range<Int>
    ) {
        guard !range.isEmpty else { return }
        let origin = VisibleText.saysSomething(text, range, in: sentence) ? origin : nil
        let space = origin == nil ? 0 : text[range].prefix { $0 <= 0x20 }.count
        if space > 0 { pieces.append(.init(range: range.prefix(space), origin: nil)) }
        if space < range.count { pieces.append(.init(range: range.dropFirst(space), origin: origin)) }
    }
}
