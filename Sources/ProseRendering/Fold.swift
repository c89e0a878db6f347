import ProseDiff

/// The middle of a long unchanged stretch, which is hidden from the reader.
struct Fold {
    /// The bytes to hide: whole sentences.
    let hidden: Range<Int>
    /// The number of hidden sentences.
    let sentences: Int
    /// The text in their place.
    var note: String { "... \(words) ..." }
    /// `3 unchanged sentences`.
    var words: String {
        let words = RenderingWords.current
        return sentences == 1
            ? words.unchangedSentence : RenderingWords.words(words.unchangedSentences, String(sentences))
    }

    /// Finds the part of an unchanged stretch to hide; nil if the stretch is too short.
    ///
    /// - Parameters:
    ///   - context: Sentences to show on each side next to a change.
    ///   - opens: Whether the text begins here, so that there is no change before.
    ///   - closes: Whether the text ends here, so that there is no change after.
    init?(_ bytes: [UInt8], _ range: Range<Int>, keeping context: Int, opens: Bool, closes: Bool) {
        let sentences = Segmentation.sentences(in: Array(bytes[range]))
        let first = opens ? 0 : context
        let last = sentences.count - (closes ? 0 : context)
        // In place of one sentence, a line about it would save nothing, unless only changes are to be shown.
        guard last - first > (context == 0 ? 0 : 1) else { return nil }
        let start = range.lowerBound + (first == 0 ? 0 : sentences[first - 1].upperBound)
        let end = last == sentences.count ? range.upperBound : range.lowerBound + sentences[last].lowerBound
        guard bytes[start..<end].contains(where: { $0 > 0x20 }) else { return nil }
        hidden = start..<end
        self.sentences = last - first
    }

    init(hiding hidden: Range<Int>, sentences: Int) {
        (self.hidden, self.sentences) = (hidden, sentences)
    }
}

/// The first words of a passage.
enum Excerpt {
    /// Returns the first few words of a passage on one line, with an ellipsis if there are more; where a full stop follows the
    /// passage, with the number of words that are left out, so that no dots stand beside dots.
    static func opening(of bytes: [UInt8], _ range: Range<Int>) -> String {
        let part = Array(bytes[range.lowerBound..<min(range.upperBound, range.lowerBound + 240)])
        let words = Segmentation.words(in: part)
        let isMore = words.dropFirst(8).contains { VisibleText.saysSomething(part, $0, in: 0..<part.count) }
        guard isMore || part.count < range.count else { return VisibleText.string(part[...]) }
        let end = words.prefix(8).last?.upperBound ?? 0
        let visible = VisibleText.string(part[..<end])
        var opening = String(visible.map { $0.isNewline ? " " : $0 })
        while let last = opening.last, ".,;:… ".contains(last) { opening.removeLast() }
        guard range.upperBound < bytes.count, bytes[range.upperBound] == UInt8(ascii: ".") else {
            return opening + "..."
        }
        let whole = Array(bytes[range])
        let rest = Segmentation.words(in: whole).dropFirst(8).count {
            VisibleText.saysSomething(whole, $0, in: 0..<whole.count)
        }
        return rest == 1 ? "\(opening), and 1 word more" : "\(opening), and \(rest) words more"
    }
}
