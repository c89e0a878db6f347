/// Finds quotations that both texts have, but with another speaker in the new one.
struct Speakers {
    /// Whether each old token belongs to such a quotation or to its attribution.
    private(set) var old: [Bool]
    private(set) var new: [Bool]

    private typealias Quote = (words: ArraySlice<Int32>, tokens: Range<Int>, speaker: Range<Int>, names: Set<Int32>)

    /// How many tokens beside a quotation are searched for its speaker.
    private static let reach = 12

    init(_ oldText: ProseText, _ newText: ProseText, _ words: MarkedWords) {
        old = [Bool](repeating: false, count: oldText.count)
        new = [Bool](repeating: false, count: newText.count)
        var waiting: [ArraySlice<Int32>: [Quote]] = [:]
        for quote in Self.quotes(oldText, words).reversed() { waiting[quote.words, default: []].append(quote) }
        guard !waiting.isEmpty else { return }
        for quote in Self.quotes(newText, words) {
            guard let partner = waiting[quote.words]?.popLast() else { continue }
            // One name more or less describes the same speaker more or less fully.
            guard !quote.names.isSubset(of: partner.names), !partner.names.isSubset(of: quote.names) else { continue }
            for range in [partner.tokens, partner.speaker] { for token in range { old[token] = true } }
            for range in [quote.tokens, quote.speaker] { for token in range { new[token] = true } }
        }
    }

    /// The quotations of a text that have an attribution.
    private static func quotes(_ text: ProseText, _ words: MarkedWords) -> [Quote] {
        var quotes: [Quote] = []
        var opening: Int?
        for token in 0..<text.count {
            if text.traits[token].contains(.startsParagraph) { opening = nil }
            guard Quotation.isMark(text, token) else { continue }
            guard let open = opening else {
                opening = token
                continue
            }
            opening = nil
            let said = (open + 1..<token).filter { text.traits[$0].contains(.word) }.map { text.numbers[$0] }
            guard !said.isEmpty else { continue }
            for place in [after(text, token), before(text, open)] {
                let verbs = words.attributions(text, place)
                guard !verbs.isEmpty else { continue }
                let names = names(text, place.filter { !verbs.contains($0) })
                if !names.isEmpty { quotes.append((said[...], open..<token + 1, place, names)) }
                break
            }
        }
        return quotes
    }

    /// The rest of the sentence after a quotation.
    private static func after(_ text: ProseText, _ mark: Int) -> Range<Int> {
        var end = mark + 1
        while end < min(text.count, mark + 1 + reach), !Quotation.isMark(text, end) {
            let traits = text.traits[end]
            let goesOn = end == mark + 1 && traits.contains(.small) && !traits.contains(.startsParagraph)
            if traits.contains(.startsSentence), !goesOn { break }
            end += 1
        }
        return mark + 1..<end
    }

    /// The sentence before a quotation, if it introduces it.
    private static func before(_ text: ProseText, _ mark: Int) -> Range<Int> {
        var start = mark
        while start > max(0, mark - reach), !text.traits[start].contains(.startsSentence),
            !Quotation.isMark(text, start - 1)
        {
            start -= 1
        }
        return start..<mark
    }

    /// The capitalised words among some tokens; all words if there are none.
    private static func names(_ text: ProseText, _ tokens: [Int]) -> Set<Int32> {
        let words = tokens.filter { text.traits[$0].contains(.word) && !text.traits[$0].contains(.label) }
        let capitals = words.filter { text.traits[$0].contains(.capital) }
        return Set((capitals.isEmpty ? words : capitals).map { text.numbers[$0] })
    }
}
