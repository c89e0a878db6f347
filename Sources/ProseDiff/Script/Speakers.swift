/// Finds quotations that both texts have, but with another speaker in the new one.
struct Speakers {
    /// Whether each old token belongs to such a quotation or to its attribution.
    private(set) var old: [Bool]
    private(set) var new: [Bool]
    /// Whether each old token is of an attribution that the new text has beside the same quotation, in the same words.
    private(set) var oldMoved: [Bool] = []
    private(set) var newMoved: [Bool] = []

    private struct Quote {
        var words: ArraySlice<Int32>
        var tokens: Range<Int>
        /// nil where no words name one: a pronoun.
        var speaker: NamedSpeaker?
        /// The words of its attribution.
        var verbs: Set<Int>
    }

    /// How many tokens beside a quotation are searched for its speaker.
    private static func reach(_ rules: MarkRules) -> Int { rules.hasNoSpaces ? 60 : 30 }

    /// - Parameter matches: The new token for each old one; -1 for none.
    init(_ oldText: ProseText, _ newText: ProseText, _ matches: [Int32], _ words: MarkedWords) {
        old = [Bool](repeating: false, count: oldText.count)
        new = [Bool](repeating: false, count: newText.count)
        let olds = Self.quotes(oldText, words)
        guard !olds.isEmpty else { return }
        var waiting: [ArraySlice<Int32>: [Int]] = [:]
        for (index, quote) in olds.enumerated().reversed() { waiting[quote.words, default: []].append(index) }
        var isPaired = [Bool](repeating: false, count: olds.count)
        var rest: [Quote] = []
        for quote in Self.quotes(newText, words) {
            guard let index = waiting[quote.words]?.popLast() else {
                rest.append(quote)
                continue
            }
            isPaired[index] = true
            settle(olds[index], oldText, quote, newText)
            guard Self.isExchanged(olds[index], quote) else { continue }
            for token in olds[index].tokens { old[token] = true }
            for token in quote.tokens { new[token] = true }
            mark(olds[index], quote)
        }
        guard !rest.isEmpty else { return }
        // The quotations whose words changed, too: most of them stayed.
        var oldQuotes = [Int](repeating: -1, count: newText.count)
        for (index, quote) in olds.enumerated() where !isPaired[index] {
            for token in quote.tokens where oldText.traits[token].contains(.word) {
                let match = Int(matches[token])
                if newText.traits.indices.contains(match) { oldQuotes[match] = index }
            }
        }
        for quote in rest {
            guard let index = quote.tokens.lazy.map({ oldQuotes[$0] }).first(where: { $0 >= 0 }) else { continue }
            let shared = quote.tokens.count { oldQuotes[$0] == index }
            guard 2 * shared > max(quote.words.count, olds[index].words.count) else { continue }
            settle(olds[index], oldText, quote, newText)
            if Self.isExchanged(olds[index], quote) { mark(olds[index], quote) }
        }
    }

    private static func isExchanged(_ before: Quote, _ after: Quote) -> Bool {
        guard let old = before.speaker, let new = after.speaker else { return false }
        return new.isOther(than: old)
    }

    private mutating func mark(_ before: Quote, _ after: Quote) {
        for token in before.speaker?.tokens ?? 0..<0 { old[token] = true }
        for token in after.speaker?.tokens ?? 0..<0 { new[token] = true }
    }

    /// Notes an attribution with the same verb and no other speaker: it may only have moved.
    private mutating func settle(_ before: Quote, _ oldText: ProseText, _ after: Quote, _ newText: ProseText) {
        func verbs(_ quote: Quote, _ text: ProseText) -> [Int32] { quote.verbs.map { text.numbers[$0] }.sorted() }
        guard !before.verbs.isEmpty, verbs(before, oldText) == verbs(after, newText), !Self.isExchanged(before, after)
        else { return }
        if oldMoved.isEmpty {
            oldMoved = [Bool](repeating: false, count: oldText.count)
            newMoved = [Bool](repeating: false, count: newText.count)
        }
        for token in before.verbs { oldMoved[token] = true }
        for token in after.verbs { newMoved[token] = true }
    }

    /// The quotations of a text that have an attribution.
    private static func quotes(_ text: ProseText, _ words: MarkedWords) -> [Quote] {
        var quotes: [Quote] = []
        var opening: Int?
        for token in 0..<text.count {
            if text.traits[token].contains(.startsParagraph) { opening = nil }
            guard QuotationMarks.isMark(text, token) else { continue }
            guard let open = opening else {
                opening = token
                continue
            }
            opening = nil
            let said = (open + 1..<token).filter { text.traits[$0].contains(.word) }.map { text.numbers[$0] }
            guard !said.isEmpty else { continue }
            if let (speaker, verbs) = attribution(text, open, token, words) {
                quotes.append(Quote(words: said[...], tokens: open..<token + 1, speaker: speaker, verbs: verbs))
            }
        }
        return quotes
    }

    /// The attribution of a quotation between two marks; nil where there is none.
    private static func attribution(
        _ text: ProseText, _ open: Int, _ close: Int, _ words: MarkedWords
    ) -> (speaker: NamedSpeaker?, verbs: Set<Int>)? {
        let rules = words.rules
        let (after, before) = (after(text, close, rules), before(text, open, rules))
        if !rules.topics.isEmpty {
            // 市長は「…」と述べた: the speaker stands before the quotation, or behind it, and the verb behind it.
            let verbs = rules.isQuotative(text, close + 1) ? words.attributions(text, after) : []
            if !verbs.isEmpty {
                let speaker = NamedSpeaker(text, after, verbs, rules) ?? NamedSpeaker(text, before, [], rules)
                return (speaker, verbs)
            }
            if let found = VerblessSpeaker(text, after, before, rules) { return (found.speaker, found.verbs) }
        }
        // What introduces a quotation counts before what may be the next sentence.
        let places = rules.hasNoSpaces ? [before, after] : [after, before]
        for place in rules.topics.isEmpty ? places : [before] {
            let verbs = words.attributions(text, place)
            let isIntroduced = place.upperBound == open && text.isColon(open - 1)
            guard !verbs.isEmpty || isIntroduced else { continue }
            return (NamedSpeaker(text, place, verbs, rules), verbs)
        }
        return nil
    }

    /// The rest of the sentence after a quotation.
    private static func after(_ text: ProseText, _ mark: Int, _ rules: MarkRules) -> Range<Int> {
        var end = mark + 1
        while end < min(text.count, mark + 1 + reach(rules)), !QuotationMarks.isMark(text, end) {
            let traits = text.traits[end]
            let goesOn =
                end == mark + 1 && !traits.contains(.startsParagraph)
                && (traits.contains(.small) || rules.hasNoSpaces && !text.isColon(end))
            if traits.contains(.startsSentence), !goesOn { break }
            // Behind a whole sentence only the first clause may be the attribution: “…。”市长说。
            let isNextClause = traits.contains(.pause) && end > mark + 1 && text.traits[mark - 1].contains(.terminator)
            if rules.hasNoSpaces, rules.topics.isEmpty, isNextClause { break }
            end += 1
        }
        // What ends with a colon introduces the next quotation.
        let isNext = rules.hasNoSpaces && end < text.count && QuotationMarks.isMark(text, end) && text.isColon(end - 1)
        return mark + 1..<(isNext ? mark + 1 : end)
    }

    /// The sentence before a quotation, if it introduces it.
    private static func before(_ text: ProseText, _ mark: Int, _ rules: MarkRules) -> Range<Int> {
        var start = mark
        while start > max(0, mark - reach(rules)), !text.traits[start].contains(.startsSentence),
            !QuotationMarks.isMark(text, start - 1)
        {
            start -= 1
        }
        return start..<mark
    }
}

extension ProseText {
    /// Whether a token is a colon.
    func isColon(_ token: Int) -> Bool {
        guard traits.indices.contains(token) else { return false }
        let word = bytes[byteRange(token..<token + 1)]
        return word.elementsEqual([0x3A]) || word.elementsEqual([0xEF, 0xBC, 0x9A])
    }
}
