/// The speaker of a Japanese quotation whose sentence has no verb of saying: 「…」と市長。, 「…」（市長）, 市長は「…」と強調。
struct VerblessSpeaker {
    let speaker: NamedSpeaker?
    /// The tokens of a noun that stands for the verb.
    let verbs: Set<Int>

    /// - Parameters:
    ///   - after: The rest of the sentence after the quotation.
    ///   - before: The sentence before it.
    /// - Returns: nil where none is named.
    init?(_ text: ProseText, _ after: Range<Int>, _ before: Range<Int>, _ rules: MarkRules) {
        guard let first = after.first else { return nil }
        if ["(", "（"].contains(NamedSpeaker.plain(text, first)) {
            guard let close = after.first(where: { [")", "）"].contains(NamedSpeaker.plain(text, $0)) }),
                close + 1 >= after.upperBound || !text.traits[close + 1].contains(.word),
                Self.areNouns(text, first + 1..<close, rules),
                let speaker = NamedSpeaker(text, before: close, from: first + 1, rules)
            else { return nil }
            (self.speaker, verbs) = (speaker, [])
            return
        }
        guard let length = rules.citing(text, first) else { return nil }
        var part = min(first + length, after.upperBound)..<after.upperBound
        // Up to the comma or the full stop: 「…」と市長、「…」と大臣。
        while let last = part.last, !text.traits[last].contains(.word), !Self.closesBracket(text, last) {
            part = part.lowerBound..<last
        }
        while let start = part.first, !text.traits[start].contains(.word) { part = start + 1..<part.upperBound }
        let end = part.upperBound
        let isEnd = end < after.upperBound || end >= text.count || text.traits[end].contains(.startsSentence)
        guard isEnd, !part.isEmpty else { return nil }
        let report = rules.report(text, endOf: part)
        if !report.isEmpty {
            let verbs = Set(report)
            guard let speaker = NamedSpeaker(text, part, verbs, rules) ?? NamedSpeaker(text, before, [], rules) else {
                return nil
            }
            (self.speaker, self.verbs) = (speaker, verbs)
            return
        }
        guard Self.areNouns(text, part, rules),
            let speaker = NamedSpeaker(text, before: part.upperBound, from: part.lowerBound, rules)
        else { return nil }
        (self.speaker, verbs) = (speaker, [])
    }

    private static func closesBracket(_ text: ProseText, _ token: Int) -> Bool {
        [")", "）"].contains(NamedSpeaker.plain(text, token))
    }

    /// Whether some tokens are nouns that の joins: their only Hiragana are that and the word behind a name.
    private static func areNouns(_ text: ProseText, _ tokens: Range<Int>, _ rules: MarkRules) -> Bool {
        var name = tokens
        // An age: 田中さん（45）.
        if let last = name.last, closesBracket(text, last),
            let open = name.last(where: { ["(", "（"].contains(NamedSpeaker.plain(text, $0)) })
        {
            name = name.lowerBound..<open
        }
        let honorific = rules.honorific(text, endOf: name)
        return !name.isEmpty
            && name.allSatisfy { token in
                let word = NamedSpeaker.plain(text, token)
                return honorific.contains(token) || word == "の"
                    || !word.unicodeScalars.contains { (0x3040...0x309F).contains($0.value) }
            }
    }
}
