/// Cuts text into the units of a comparison. Ranges are UTF-8 byte offsets, in order, never empty, and never overlap.
public enum Segmentation {
    /// Returns the words and marks of a text, without the white space between them.
    ///
    /// Scripts written without spaces (Chinese, Japanese, Thai, Lao, Khmer, Myanmar) give one range for each grapheme.
    ///
    /// - Parameters:
    ///   - bytes: UTF-8. An ill-formed byte is a range of its own.
    ///   - labels: The labels of withheld passages: each is one range.
    ///
    /// Source: Unicode Standard Annex 29, section 4.1.
    public static func words(in bytes: [UInt8], labels: Labels = Labels()) -> [Range<Int>] {
        let text = text(bytes, labels)
        return (0..<text.count).map { text.byteRange($0..<$0 + 1) }
    }

    /// Returns the sentences of a text, without the white space between them.
    ///
    /// - Parameters:
    ///   - bytes: UTF-8.
    ///   - labels: The labels of withheld passages: no sentence begins or ends within one.
    public static func sentences(in bytes: [UInt8], labels: Labels = Labels()) -> [Range<Int>] {
        let text = text(bytes, labels)
        return text.runs(.startsSentence, in: 0..<text.count).map(text.byteRange)
    }

    /// Returns the paragraphs of a text, without the blank lines between them.
    ///
    /// - Parameter bytes: UTF-8.
    public static func paragraphs(in bytes: [UInt8]) -> [Range<Int>] {
        let text = text(bytes)
        return text.runs(.startsParagraph, in: 0..<text.count).map(text.byteRange)
    }

    private static func text(_ bytes: [UInt8], _ labels: Labels = Labels()) -> ProseText {
        var lexicon = TokenInterner(isBlank: true)
        return ProseText(bytes, &lexicon, labels: labels, joinsNumbers: false)
    }
}
