/// A search: words, `"phrases"`, beginnings of words with `*`, and exclusions with `-`. Everything asked for must be
/// present.
///
/// Case and accents are ignored, as in ``SearchFolding``. In scripts without spaces and in Korean, a word is also found
/// inside a longer run of letters.
public struct SearchQuery: Hashable, Sendable {
    /// The query as typed.
    public let text: String
    /// The query for FTS5. Every phrase is quoted, so that nothing in it is an operator.
    let match: String
    /// The phrases that must be there, and that snippets mark.
    let wanted: [Phrase]
    /// The phrases that must not be there.
    let unwanted: [Phrase]

    /// Consecutive folded words.
    struct Phrase: Hashable {
        let words: [[UInt8]]
        /// Whether the last word is only the beginning of a word.
        let isBeginning: Bool
        /// Whether the first word may start inside a run of letters.
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

        /// Whether the phrase begins at a word of a text.
        func isAt(_ start: Int, in text: SearchText) -> Bool {
            guard start + words.count <= text.tokens.count else { return false }
            for (offset, word) in words.enumerated() {
                var folded = text.bytes[text.tokens[start + offset].folded]
                if offset == 0, isInRun, folded.first == UInt8(ascii: "_") { folded.removeFirst() }
                let isLast = offset + 1 == words.count
                guard isLast && isBeginning ? folded.starts(with: word) : folded.elementsEqual(word) else {
                    return false
                }
            }
            return true
        }
    }

    /// - Throws: ``ViewsError/badSearch(_:)`` when the query asks for nothing.
    public init(_ text: String) throws(ViewsError) {
        self.text = text
        var scalars = SearchScalars()
        var wanted: [Phrase] = []
        var unwanted: [Phrase] = []
        // A repeated phrase would be marked twice.
        var known: Set<Phrase> = []
        for term in Self.terms(text) {
            let phrase = Phrase(term.words, isBeginning: term.isBeginning, &scalars)
            // Punctuation alone matches nothing.
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
        self.unwanted = unwanted
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
