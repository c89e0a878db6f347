/// What a reader searches for: words, `"phrases"`, beginnings of words with `*`, and what to leave out with `-`.
///
/// Case and diacritics do not count. All that is asked for must be there.
public struct SearchQuery: Hashable, Sendable {
    /// What was written.
    public let text: String
    /// The same for FTS5. Every term is quoted, so that nothing in it is an operator.
    let match: String

    /// - Throws: ``ViewsError/badSearch(_:)`` where nothing is asked for.
    public init(_ text: String) throws(ViewsError) {
        self.text = text
        var wanted: [String] = []
        var unwanted: [String] = []
        for term in Self.terms(text) {
            let quoted = "\"\(term.words.replacing("\"", with: "\"\""))\"" + (term.isBeginning ? " *" : "")
            if term.isLeftOut { unwanted.append(quoted) } else { wanted.append(quoted) }
        }
        guard !wanted.isEmpty else { throw .badSearch(text) }
        let all = "(" + wanted.joined(separator: " AND ") + ")"
        match = unwanted.reduce(all) { "\($0) NOT \($1)" }
    }

    private struct Term {
        var words: String
        var isBeginning = false
        var isLeftOut = false
    }

    private static func terms(_ text: String) -> [Term] {
        var terms: [Term] = []
        var rest = Substring(text)
        while let first = rest.first {
            guard !first.isWhitespace else {
                rest.removeFirst()
                continue
            }
            var term = Term(words: "")
            if first == "-", rest.dropFirst().first?.isWhitespace == false {
                term.isLeftOut = true
                rest.removeFirst()
            }
            if rest.first == "\"" {
                rest.removeFirst()
                term.words = String(rest.prefix { $0 != "\"" })
                rest = rest.dropFirst(term.words.count + 1)
                if rest.first == "*" {
                    term.isBeginning = true
                    rest.removeFirst()
                }
            } else {
                var word = rest.prefix { !$0.isWhitespace }
                rest = rest.dropFirst(word.count)
                while word.last == "*" {
                    term.isBeginning = true
                    word.removeLast()
                }
                term.words = String(word)
            }
            // Punctuation alone is nothing that could be found.
            if term.words.contains(where: { $0.isLetter || $0.isNumber }) { terms.append(term) }
        }
        return terms
    }
}
