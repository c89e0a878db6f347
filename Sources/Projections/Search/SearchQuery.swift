/// What a reader searches for: words, `"phrases"`, beginnings of words with `*`, and what to leave out with `-`.
///
/// Case and accents do not count, as ``SearchFolding`` has it. In scripts without spaces and in Korean a word is found
/// within longer runs of letters. All that is asked for must be there.
public struct SearchQuery: Hashable, Sendable {
    /// What was written.
    public let text: String
    /// The same for FTS5. Every phrase is quoted, so that nothing in it is an operator.
    let match: String
    /// What is asked for, to be shown where it was found.
    let wanted: [Phrase]

    /// Words in a row, folded.
    struct Phrase: Hashable {
        let words: [[UInt8]]
        /// Whether the last word may go on.
        let isBeginning: Bool
        /// Whether the first word may stand within a run of letters.
        let isInRun: Bool

        init(_ text: String, isBeginning: Bool, _ scalars: inout SearchScalars) {
            let folded = SearchText(text, &scalars, recordsTokens: true)
            words = folded.tokens.map { Array(folded.bytes[$0.folded]) }
            isInRun = folded.tokens.first?.isCharacter ?? false
            self.isBeginning = isBeginning && folded.tokens.last?.isCharacter == false
        }

        /// The phrase for FTS5.
        var match: String {
            let phrase = words.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ")
            let star = isBeginning ? " *" : ""
            return isInRun ? "(\"\(phrase)\"\(star) OR \"_\(phrase)\"\(star))" : "\"\(phrase)\"\(star)"
        }
    }

    /// - Throws: ``ViewsError/badSearch(_:)`` where nothing is asked for.
    public init(_ text: String) throws(ViewsError) {
        self.text = text
        var scalars = SearchScalars()
        var wanted: [Phrase] = []
        var unwanted: [Phrase] = []
        // What is asked for twice would be found, and shown, as often.
        var known: Set<Phrase> = []
        for term in Self.terms(text) {
            let phrase = Phrase(term.words, isBeginning: term.isBeginning, &scalars)
            // Punctuation alone is nothing that could be found.
            if phrase.words.isEmpty { continue }
            if term.isLeftOut {
                unwanted.append(phrase)
            } else if known.insert(phrase).inserted {
                wanted.append(phrase)
            }
        }
        guard !wanted.isEmpty else { throw .badSearch(text) }
        let all = "(" + wanted.map(\.match).joined(separator: " AND ") + ")"
        match = unwanted.reduce(all) { "\($0) NOT \($1.match)" }
        self.wanted = wanted
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
            terms.append(term)
        }
        return terms
    }
}
