import Projections

extension Snippet {
    /// Private characters that stand for colours while lines are broken.
    private static let (begin, end) = ("\u{E000}", "\u{E001}")

    /// What is found is between these where there is no colour: editors read square brackets as their own insertions.
    static let plainMarks = ("*", "*")

    /// Prints the excerpt under its entry in a list, with what was found marked.
    func print() throws(Failure) {
        let isStyled = Terminal.hasColour
        let piece = marked(isStyled ? (Self.begin, Self.end) : Self.plainMarks)
        try Terminal.print(
            piece.onOneLine.wrapped(to: Terminal.width, indent: 4)
                .replacing(Self.begin, with: "\u{1B}[33m").replacing(Self.end, with: "\u{1B}[0m"))
    }

    /// The excerpt with marks around what was found; private characters that stand for colours are replaced in it.
    func marked(_ marks: (begin: String, end: String)) -> String {
        var marked = ""
        var place = 0
        let bytes = text.bytes
        func part(_ range: Range<Int>) -> String {
            String(decoding: bytes[range], as: UTF8.self).replacing(Self.begin, with: "\u{FFFD}")
                .replacing(Self.end, with: "\u{FFFD}")
        }
        for match in matches {
            marked += part(place..<match.lowerBound) + marks.begin + part(match) + marks.end
            place = match.upperBound
        }
        return marked + part(place..<bytes.count)
    }
}
