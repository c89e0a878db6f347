/// Finds quotations that both texts have, but with another speaker in the new one.
struct Speakers {
    /// Whether each old token belongs to such a quotation or to its attribution.
    private(set) var old: [Bool]
    private(set) var new: [Bool]

    private struct Quote {
        var words: ArraySlice<Int32>
        var tokens: Range<Int>
        var speaker: NamedSpeaker
    }

    /// How many tokens beside a quotation are searched for its speaker.
    private static let reach = 30

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
            guard quote.speaker.isOther(than: olds[index].speaker) else { continue }
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
            guard 2 * shared > max(quote.words.count, olds[index].words.count),
                quote.speaker.isOther(than: olds[index].speaker)
            else { continue }
            mark(olds[index], quote)
        }
    }

    private mutating func mark(_ before: Quote, _ after: Quote) {
        for token in before.speaker.tokens { old[token] = true }
        for token in after.speaker.tokens { new[token] = true }
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
            for place in [after(text, token), before(text, open)] {
                let verbs = words.attributions(text, place)
                let isIntroduced = place.upperBound == open && text.isColon(open - 1)
                guard !verbs.isEmpty || isIntroduced else { continue }
                if let speaker = NamedSpeaker(text, place, verbs, words.rules) {
                    quotes.append(Quote(words: said[...], tokens: open..<token + 1, speaker: speaker))
                }
                break
            }
        }
        return quotes
    }

    /// The rest of the sentence after a quotation.
    private static func after(_ text: ProseText, _ mark: Int) -> Range<Int> {
        var end = mark + 1
        while end < min(text.count, mark + 1 + reach), !QuotationMarks.isMark(text, end) {
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
            !QuotationMarks.isMark(text, start - 1)
        {
            start -= 1
        }
        return start..<mark
    }
}

extension ProseText {
    /// Whether a token is a colon.
    fileprivate func isColon(_ token: Int) -> Bool {
        guard traits.indices.contains(token) else { return false }
        let word = bytes[byteRange(token..<token + 1)]
        return word.elementsEqual([0x3A]) || word.elementsEqual([0xEF, 0xBC, 0x9A])
    }
}
