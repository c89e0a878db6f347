/// The phrases that begin at the tokens of a text, each looked for once: the surroundings of changes overlap, and of a text with
/// tens of thousands of changes each token would be looked at for each change beside it.
final class PhraseMemory {
    /// The phrases that begin at a token, and its words.
    struct Beginning {
        let match: MarkRules.Match
        let words: [String]
    }

    private var isKnown: [Bool]
    private var beginnings: [Int: Beginning] = [:]
    private var numbers: [Int: MarkedWords.Phrase] = [:]

    init(_ text: ProseText) { isKnown = [Bool](repeating: false, count: text.count) }

    func beginning(_ token: Int, _ find: () -> Beginning?) -> Beginning? {
        if isKnown[token] { return beginnings[token] }
        isKnown[token] = true
        let found = find()
        beginnings[token] = found
        return found
    }

    func number(_ token: Int, _ read: () -> MarkedWords.Phrase) -> MarkedWords.Phrase {
        if let number = numbers[token] { return number }
        let number = read()
        numbers[token] = number
        return number
    }
}
