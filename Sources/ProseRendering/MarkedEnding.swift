/// The parts of a changed text that end with what its mark stands beside.
struct MarkedEnding: Hashable {
    let head: String
    /// The last word, or the end of a long one.
    let last: String
    /// White space after it.
    let space: String

    /// The most characters that are kept on one line with the mark: a longer word may be wider than the page.
    private static let most = 16

    init(of text: String) {
        let body = text.prefix(text.count - text.reversed().prefix(while: \.isWhitespace).count)
        let last = body.suffix(body.reversed().prefix(Self.most).prefix { !$0.isWhitespace }.count)
        head = String(body.dropLast(last.count))
        self.last = String(last)
        space = String(text.dropFirst(body.count))
    }
}
