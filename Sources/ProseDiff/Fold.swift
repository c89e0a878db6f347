/// The middle of a long unchanged stretch, which a reader need not see.
struct Fold {
    /// The bytes to leave out: whole sentences.
    let hidden: Range<Int>
    /// How many sentences they are.
    let sentences: Int
    /// What to say in their place.
    var note: String { "... \(sentences) unchanged sentences ..." }

    /// Finds what to leave out of an unchanged stretch; nil when it is too short to be worth it.
    ///
    /// - Parameters:
    ///   - context: Sentences to keep on each side that borders on a change.
    ///   - opens: Whether the text begins here, so that no change comes before.
    ///   - closes: Whether the text ends here.
    init?(_ bytes: [UInt8], _ range: Range<Int>, keeping context: Int, opens: Bool, closes: Bool) {
        let sentences = Segmentation.sentences(in: Array(bytes[range]))
        let first = opens ? 0 : context
        let last = sentences.count - (closes ? 0 : context)
        guard last - first > 1 else { return nil }
        let start = range.lowerBound + (first == 0 ? 0 : sentences[first - 1].upperBound)
        let end = last == sentences.count ? range.upperBound : range.lowerBound + sentences[last].lowerBound
        hidden = start..<end
        self.sentences = last - first
    }
}

/// The first words of a passage.
enum Excerpt {
    /// Returns the first few words of a passage on one line, with an ellipsis when there is more.
    static func opening(of bytes: [UInt8], _ range: Range<Int>) -> String {
        let part = Array(bytes[range.lowerBound..<min(range.upperBound, range.lowerBound + 240)])
        let words = Segmentation.words(in: part)
        guard words.count > 8 || part.count < range.count else { return VisibleText.string(part[...]) }
        let end = words.prefix(8).last?.upperBound ?? 0
        let visible = VisibleText.string(part[..<end])
        return String(visible.map { $0.isNewline ? " " : $0 }) + "..."
    }
}
