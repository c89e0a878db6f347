/// The speaker that an attribution beside a quotation names.
///
/// It stands before the verb of saying or, if nothing does, after it. Days and what follows a preposition tell when, where
/// and to whom, and name no speaker.
struct NamedSpeaker {
    /// From the first to the last of the words that name the speaker.
    let tokens: Range<Int>
    private let words: Set<Int32>
    /// The runs of names of two words and more.
    private let fullNames: Set<[Int32]>
    /// The bytes of each of ``words``, by its number.
    private let written: [Int32: ArraySlice<UInt8>]

    /// - Parameters:
    ///   - place: The words beside a quotation.
    ///   - verbs: Those of them that belong to an attribution; if there are none, `place` ends with a colon.
    /// - Returns: nil if they name none.
    init?(_ text: ProseText, _ place: Range<Int>, _ verbs: Set<Int>, _ rules: MarkRules) {
        self.init(
            text,
            rules.hasNoSpaces
                ? Self.unspaced(text, place, verbs, rules) : Self.known(text, place, verbs, rules))
    }

    /// - Parameters:
    ///   - end: The end of the words that name a speaker where words have no spaces between them.
    ///   - start: The first token that may be one of them.
    init?(_ text: ProseText, before end: Int, from start: Int, _ rules: MarkRules) {
        self.init(text, Self.whoIsNoPronoun(text, Self.name(text, before: end, from: start, rules), rules))
    }

    private init?(_ text: ProseText, _ known: [Int]) {
        guard let start = known.first, let end = known.last else { return nil }
        tokens = start..<end + 1
        words = Set(known.map { text.numbers[$0] })
        written = Dictionary(
            known.map { (text.numbers[$0], text.bytes[text.byteRange($0..<$0 + 1)]) },
            uniquingKeysWith: { first, _ in first })
        var runs: [[Int32]] = []
        for (index, token) in known.enumerated() where text.traits[token].contains(.capital) {
            if index > 0, known[index - 1] == token - 1, text.traits[token - 1].contains(.capital) {
                runs[runs.count - 1].append(text.numbers[token])
            } else {
                runs.append([text.numbers[token]])
            }
        }
        fullNames = Set(runs.filter { $0.count > 1 })
    }

    /// The tokens that name the speaker, in order.
    private static func known(
        _ text: ProseText, _ place: Range<Int>, _ verbs: Set<Int>, _ rules: MarkRules
    ) -> [Int] {
        let first = verbs.min() ?? place.upperBound
        let last = verbs.max() ?? place.upperBound - 1
        let before = told(text, place.lowerBound..<first, rules)
        let after = told(text, last + 1..<max(last + 1, place.upperBound), rules).filter { !verbs.contains($0) }
        let opening = Set(verbs.filter { $0 == first })
        func names(_ tokens: [Int]) -> [Int] { tokens.filter { isName(text, $0, opening) } }
        guard !verbs.isEmpty || !names(before).isEmpty else { return [] }
        // German puts any word before the verb, and the speaker after it.
        let isInverted =
            rules.hasCapitalNouns && before.count == 1 && after.first == last + 1
            && text.traits[last + 1].contains(.capital)
        if !before.isEmpty, !isInverted {
            return names(before).isEmpty ? before.filter { !text.opensSentence($0) } : names(before)
        }
        if verbs.contains(where: { rules.isTelling(text, $0) }) { return [] }
        return names(after).isEmpty ? Array(after.prefix { $0 < last + 6 }) : names(after)
    }

    /// The same where words have no spaces between them: in Chinese the words before the verb or the colon, in Japanese those
    /// before the particle of the topic, without what says when, where or to whom.
    private static func unspaced(
        _ text: ProseText, _ place: Range<Int>, _ verbs: Set<Int>, _ rules: MarkRules
    ) -> [Int] {
        var part = place.lowerBound..<(verbs.min() ?? place.upperBound)
        if let topic = topic(text, part, rules) {
            part = name(text, before: topic, from: part.lowerBound, rules)
        } else if !rules.topics.isEmpty, !(verbs.isEmpty && !part.isEmpty && text.isColon(part.upperBound - 1)) {
            return []
        }
        return whoIsNoPronoun(text, part, rules)
    }

    private static func whoIsNoPronoun(_ text: ProseText, _ tokens: Range<Int>, _ rules: MarkRules) -> [Int] {
        let known = lastClause(text, tokens, rules)
        guard let first = known.first, let last = known.last, !rules.isPronoun(text, first..<last + 1) else {
            return []
        }
        return known
    }

    /// The words before a token back to a particle, with what stands in brackets: an age or an office, 田中さん（45）は.
    private static func name(
        _ text: ProseText, before end: Int, from first: Int, _ rules: MarkRules
    ) -> Range<Int> {
        var start = end
        while start > first {
            if [")", "）"].contains(plain(text, start - 1)),
                let open = (first..<start).last(where: { ["(", "（"].contains(plain(text, $0)) })
            {
                start = open
                continue
            }
            guard text.traits[start - 1].contains(.word), !rules.isPreposition(text, start - 1),
                !rules.topics.contains(plain(text, start - 1))
            else { break }
            start -= 1
        }
        return start..<end
    }

    /// The last particle of a topic; one that is likelier counts first.
    private static func topic(_ text: ProseText, _ tokens: Range<Int>, _ rules: MarkRules) -> Int? {
        rules.topics.lazy.compactMap { topic in tokens.last { plain(text, $0) == topic } }.first
    }

    static func plain(_ text: ProseText, _ token: Int) -> String {
        MarkRules.plain(text.bytes[text.byteRange(token..<token + 1)])
    }

    /// The words that tell who in the last clause that has any.
    private static func lastClause(_ text: ProseText, _ tokens: Range<Int>, _ rules: MarkRules) -> [Int] {
        var (last, found, isAside): ([Int], [Int], Bool) = ([], [], false)
        var token = tokens.lowerBound
        while token < tokens.upperBound {
            if ["(", "（"].contains(plain(text, token)),
                let close = (token..<tokens.upperBound).first(where: { [")", "）"].contains(plain(text, $0)) })
            {
                token = close + 1
            } else if !text.traits[token].contains(.word) || text.traits[token].contains(.label) {
                if !found.isEmpty { last = found }
                (found, isAside) = ([], false)
                token += 1
            } else if let length = rules.moment(text, token) {
                token += length
            } else {
                if rules.isPreposition(text, token) { isAside = true }
                if !isAside { found.append(token) }
                token += 1
            }
        }
        return found.isEmpty ? last : found
    }

    /// Whether it is another speaker. One name more or less describes the same speaker more or less fully, and ß for ss or an
    /// accent is another spelling of the same name.
    func isOther(than speaker: NamedSpeaker) -> Bool {
        func spelling(_ number: Int32) -> NameSpelling? {
            (written[number] ?? speaker.written[number]).map(NameSpelling.init)
        }
        return isOther(than: speaker, by: \.self) && isOther(than: speaker, by: { spelling($0)?.short })
            && isOther(than: speaker, by: { spelling($0)?.long })
    }

    private func isOther<Name: Hashable>(than speaker: NamedSpeaker, by name: (Int32) -> Name) -> Bool {
        let (mine, others) = (Set(words.map(name)), Set(speaker.words.map(name)))
        let full = Set(fullNames.map { $0.map(name) })
        return !mine.isSubset(of: others) && !others.isSubset(of: mine)
            && full.isDisjoint(with: speaker.fullNames.map { $0.map(name) })
    }

    /// The words that tell who, and neither when, where nor to whom: a preposition ends them up to the next comma.
    private static func told(_ text: ProseText, _ tokens: Range<Int>, _ rules: MarkRules) -> [Int] {
        var found: [Int] = []
        var isAside = false
        for token in tokens {
            guard text.traits[token].contains(.word), !text.traits[token].contains(.label) else {
                isAside = false
                continue
            }
            if rules.isPreposition(text, token) { isAside = true }
            if !isAside, !MarkRules.isDate(text.bytes[text.byteRange(token..<token + 1)], rules) { found.append(token) }
        }
        return found
    }

    /// Whether a word is capitalised, and at the start of a sentence not only therefore: a name, the verb or a mark follows
    /// it.
    private static func isName(_ text: ProseText, _ token: Int, _ verb: Set<Int>) -> Bool {
        guard text.traits[token].contains(.capital) else { return false }
        guard text.opensSentence(token), token + 1 < text.count else { return true }
        let next = text.traits[token + 1]
        return verb.contains(token + 1) || !next.contains(.word) || next.contains(.capital)
    }
}
