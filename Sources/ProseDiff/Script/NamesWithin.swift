/// The names that stand inside a sentence of two texts: by them, a word at the start of a sentence is known as a name.
final class NamesWithin {
    private let texts: [ProseText]
    private let rules: MarkRules?
    /// Whether a look at both takes long.
    private let isLong: Bool
    private let isAbandoned = Abandonment.isAsked
    /// The answers, by the word's bytes.
    private var known: [[UInt8]: Bool] = [:]

    /// The most different words that are looked for: each costs a look at both texts.
    private static let most = 12

    init(_ old: ProseText, _ new: ProseText, _ rules: MarkRules?) {
        texts = [old, new]
        isLong = old.count + new.count > 4096
        self.rules = rules
    }

    /// Whether a word stands somewhere as a name inside a sentence, and nowhere with a small letter.
    func contains(_ text: ProseText, _ token: Int) -> Bool {
        let word = Array(text.bytes[text.byteRange(token..<token + 1)])
        if let answer = known[word] { return answer }
        guard known.count < Self.most, !isLong || !isAbandoned() else { return false }
        let answer = isWithin(word) && !isSmall(word)
        known[word] = answer
        return answer
    }

    private func isWithin(_ word: [UInt8]) -> Bool {
        let amongNouns = rules?.hasCapitalNouns == true
        return texts.contains { text in
            text.traits.indices.contains { token in
                text.traits[token].contains(.capital) && isWord(word, text, token)
                    && (amongNouns ? text.isNameAmongNouns(token, rules) : text.isName(token, rules))
            }
        }
    }

    private func isSmall(_ word: [UInt8]) -> Bool {
        let small = Array(String(decoding: word, as: UTF8.self).lowercased().utf8)
        return texts.contains { text in
            text.traits.indices.contains { token in
                text.traits[token].contains(.small) && isWord(small, text, token)
            }
        }
    }

    private func isWord(_ word: [UInt8], _ text: ProseText, _ token: Int) -> Bool {
        Int(text.ends[token] - text.starts[token]) == word.count
            && text.bytes[text.byteRange(token..<token + 1)].elementsEqual(word)
    }
}
