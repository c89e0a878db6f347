/// Finds the quotations of a text, and their places in another text.
public enum QuotedPassages {
    /// Returns the text between quotation marks, without the marks: double ones of any shape, and single ones at the
    /// edges of words.
    ///
    /// - Parameters:
    ///   - bytes: UTF-8.
    ///   - labels: The labels of withheld passages: quotation marks in them quote nothing.
    /// - Returns: UTF-8 byte ranges, in order. A mark that is never closed quotes nothing.
    public static func inside(_ bytes: [UInt8], labels: Labels = Labels()) -> [Range<Int>] {
        var lexicon = TokenInterner(isBlank: true)
        let text = ProseText(bytes, &lexicon, labels: labels)
        var passages: [Range<Int>] = []
        var opening: Int?
        var next = 0
        func add(_ open: Int, _ close: Int) {
            if text.wordCount(open + 1..<close) > 0 { passages.append(text.byteRange(open + 1..<close)) }
        }
        while next < text.count {
            let token = next
            next += 1
            if text.traits[token].contains(.startsParagraph) { opening = nil }
            if QuotationMarks.isMark(text, token) {
                if let open = opening { add(open, token) }
                opening = opening == nil ? token : nil
            } else if opening == nil, let close = QuotationMarks.close(text, ofSingle: token) {
                add(token, close)
                next = close + 1
            }
        }
        return passages
    }
}
