/// Finds the words in place of withheld text, such as `[1 paragraph withheld by @40: “REASON” (“AUTHORITY”)]`, so that pages can
/// mark them. No text of a producer has them: the ledger refuses what begins or reads so. A test holds this against the words
/// that takedowns write.
public enum WithheldWords {
    private static let starts = ["[withheld by @", "[1 paragraph withheld by @"].map { Array($0.utf8) }
    private static let (opening, closing) = (Array(": “".utf8), Array("”)".utf8))
    private static let (turn, end) = (Array("” (“".utf8), UInt8(ascii: "]"))
    private static let number = Array(", text ".utf8)

    /// Returns where they stand in a text, in order, as ranges of its bytes.
    ///
    /// Words that were cut short reach to the end of their line.
    public static func places(in text: some Collection<UInt8>) -> [Range<Int>] {
        let bytes = Array(text)
        var places: [Range<Int>] = []
        var index = 0
        while let start = bytes[index...].firstIndex(of: UInt8(ascii: "[")) {
            index = start + 1
            guard starts.contains(where: { bytes[start...].starts(with: $0) }) else { continue }
            index = end(of: bytes, from: start)
            places.append(start..<index)
        }
        return places
    }

    private static func end(of bytes: [UInt8], from start: Int) -> Int {
        let line = bytes[start...].prefix { $0 != 0x0A && $0 != 0x0D }
        guard let reason = line.firstRange(of: opening),
            let authority = line[reason.upperBound...].firstRange(of: turn),
            let last = line[authority.upperBound...].firstRange(of: closing)
        else { return line.endIndex }
        var place = last.upperBound
        if line[place...].starts(with: number) {
            place += number.count
            let rest = line[place...].drop { $0 != end }
            place = rest.startIndex
        }
        return place < line.endIndex && line[place] == end ? place + 1 : line.endIndex
    }
}

extension Markup {
    /// Writes an opening tag of words in place of withheld text. Nothing that a producer sends becomes a tag.
    static var withheldTag: [UInt8] {
        var html = Array("<mark class=\"hole\" role=\"note\" aria-label=\"".utf8)
        var label = RenderingWords.current.withheld
        label.withUTF8 { escape($0, into: &html) }
        return html + Array("\">".utf8)
    }

    /// Writes the words in place of withheld text, marked so that no text can look or read like them.
    public mutating func withheld(_ words: String) {
        add(Markup(trusted: Self.withheldTag))
        exact(Array(VisibleText.string(Array(words.utf8)[...]).utf8))
        tag("</mark>")
    }

    /// The HTML of a line of text, escaped, with the words in place of withheld text marked.
    static func escapeMarking(_ text: UnsafeBufferPointer<UInt8>, into html: inout [UInt8]) {
        var start = 0
        for place in text.contains(UInt8(ascii: "[")) ? WithheldWords.places(in: text) : [] {
            escape(UnsafeBufferPointer(rebasing: text[start..<place.lowerBound]), into: &html)
            html += withheldTag
            escape(UnsafeBufferPointer(rebasing: text[place]), into: &html)
            html += Array("</mark>".utf8)
            start = place.upperBound
        }
        escape(UnsafeBufferPointer(rebasing: text[start...]), into: &html)
    }
}
