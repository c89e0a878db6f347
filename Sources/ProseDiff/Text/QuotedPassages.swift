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
            if Quotation.isMark(text, token) {
                if let open = opening { add(open, token) }
                opening = opening == nil ? token : nil
            } else if opening == nil, let close = Quotation.close(text, ofSingle: token) {
                add(token, close)
                next = close + 1
            }
        }
        return passages
    }
}

/// Finds passages in a text by their words, whatever marks and white space are between them.
public struct PassageFinder {
    private let words: [(plain: String, range: Range<Int>)]
    /// The places of each word, in order.
    private var starts: [String: [Int]] = [:]

    private let labels: Labels

    /// - Parameters:
    ///   - text: UTF-8.
    ///   - labels: The labels of withheld passages: each is one word.
    public init(_ text: [UInt8], labels: Labels = Labels()) {
        self.labels = labels
        words = Self.words(of: text, labels)
        for (index, word) in words.enumerated() { starts[word.plain, default: []].append(index) }
    }

    /// Returns the places where the text has the same words in the same order.
    ///
    /// - Parameter passage: UTF-8. A passage without words has no places.
    /// - Returns: UTF-8 byte ranges, from the first word to the last, in order and without overlap.
    public func places(of passage: [UInt8]) -> [Range<Int>] {
        let sought = Self.words(of: passage, labels).map(\.plain)
        guard let first = sought.first, sought.count <= words.count else { return [] }
        var places: [Range<Int>] = []
        var next = 0
        for index in starts[first] ?? [] where index >= next && index + sought.count <= words.count {
            guard zip(sought, words[index...]).allSatisfy({ $0.0 == $0.1.plain }) else { continue }
            places.append(words[index].range.lowerBound..<words[index + sought.count - 1].range.upperBound)
            next = index + sought.count
        }
        return places
    }

    private static func words(of bytes: [UInt8], _ labels: Labels) -> [(plain: String, range: Range<Int>)] {
        var lexicon = TokenInterner(isBlank: true)
        let text = ProseText(bytes, &lexicon, labels: labels)
        return (0..<text.count).filter { text.traits[$0].contains(.word) }.map { token in
            let range = text.byteRange(token..<token + 1)
            return (Typography.plain(bytes[range]), range)
        }
    }
}
