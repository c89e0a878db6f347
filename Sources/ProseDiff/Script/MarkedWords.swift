/// Finds the phrases of a language's rules in a change.
struct MarkedWords {
    let rules: MarkRules

    init(_ rules: MarkRules) { self.rules = rules }

    /// The marks of the phrases that differ between the two sides of a change.
    ///
    /// Takes time linear in the tokens of the change.
    ///
    /// - Parameter comparesSubjects: Whether another subject of a verb of saying is another attribution.
    func marks(_ old: Side, _ new: Side, comparesSubjects: Bool) -> Comparison.Marks {
        let (olds, news) = (old.unmoved, new.unmoved)
        let before = olds.filter { $0.overlaps(old.tokens) }
        let after = news.filter { $0.overlaps(new.tokens) }
        var marks: Comparison.Marks = []
        for mark in [Comparison.Marks.number, .numberWord, .negation, .hedge, .attribution] {
            func words(_ phrases: [Phrase]) -> [String] { phrases.filter { $0.mark == mark }.map(\.words).sorted() }
            if words(before) != words(after) { marks.insert(mark) }
        }
        guard comparesSubjects, rules.subject != .none, !marks.contains(.attribution) else { return marks }
        let verbs = (old: olds.filter(\.isSaying).map(\.tokens), new: news.filter(\.isSaying).map(\.tokens))
        guard !verbs.old.isEmpty, !verbs.new.isEmpty else { return marks }
        if Subjects(rules).differ((old.text, old.tokens), verbs.old, (new.text, new.tokens), verbs.new) {
            marks.insert(.attribution)
        }
        return marks
    }

    /// The tokens of a range that belong to an attribution.
    ///
    /// Where words have no spaces between them, only verbs: a spokesman is the speaker there.
    func attributions(_ text: ProseText, _ tokens: Range<Int>) -> Set<Int> {
        var found: Set<Int> = []
        for phrase in phrases(text, within: tokens)
        where phrase.mark == .attribution && (phrase.isSaying || !rules.hasNoSpaces) {
            found.formUnion(phrase.tokens)
        }
        return found
    }

    /// The phrases with some marks in a range.
    func places(
        _ text: ProseText, _ tokens: Range<Int>, _ marks: Comparison.Marks
    ) -> [(mark: Comparison.Marks, words: String, tokens: Range<Int>)] {
        phrases(text, tokens).filter { !marks.isDisjoint(with: $0.mark) }.map { ($0.mark, $0.words, $0.tokens) }
    }

    /// The attributions that overlap some tokens, each with whom it names, wherever in its sentence it stands; nil for one that
    /// names nobody.
    func named(_ text: ProseText, _ tokens: Range<Int>) -> [String?] {
        func plain(_ tokens: [Int]) -> [String] {
            tokens.map { MarkRules.plain(text.bytes[text.byteRange($0..<$0 + 1)]) }
        }
        return phrases(text, tokens).filter { $0.mark == .attribution }.map { phrase in
            let who = phrase.isSaying ? Subjects(rules).name(text, of: phrase.tokens) : Array(phrase.source)
            // A witness names itself.
            let needsName = phrase.isSaying || phrase.namesSource
            guard !who.isEmpty || !needsName else { return nil }
            return (plain(Array(phrase.tokens)) + ["|"] + plain(who)).joined(separator: " ")
        }
    }

    /// The number words of a change's side, with the values of those that have one in the rules.
    func counts(_ side: Side) -> [(tokens: Range<Int>, reading: NumberReading)] {
        var counts: [(tokens: Range<Int>, reading: NumberReading)] = []
        // "Five million" is one number of two words.
        for phrase in side.phrases
        where phrase.mark == .numberWord && phrase.overlaps(side.tokens)
            && phrase.tokens.lowerBound >= counts.last?.tokens.upperBound ?? 0
        {
            let end = max(phrase.tokens.upperBound, phrase.source.upperBound)
            counts.append((phrase.tokens.lowerBound..<end, phrase.reading ?? NumberReading(words: phrase.words)))
        }
        return counts
    }

    /// One side of a change with its phrases, which are looked for once.
    struct Side {
        let text: ProseText
        let tokens: Range<Int>
        /// Those that overlap the tokens, and those close to them.
        fileprivate let phrases: [Phrase]
        /// Whether a token is of an attribution that the other text has beside the same quotation; none if empty.
        fileprivate var moved: [Bool] = []

        /// The phrases without attributions that only moved.
        fileprivate var unmoved: [Phrase] {
            guard !moved.isEmpty else { return phrases }
            return phrases.filter { $0.mark != .attribution || !$0.tokens.allSatisfy { moved[$0] } }
        }
    }

    /// Looks for the phrases of a range of tokens.
    ///
    /// - Parameters:
    ///   - memory: That of the text; nil for one that is looked at once.
    ///   - moved: For each token whether it is of an attribution that only moved; none if empty.
    func side(
        _ text: ProseText, _ tokens: Range<Int>, _ memory: PhraseMemory? = nil, moved: [Bool] = []
    ) -> Side {
        Side(text: text, tokens: tokens, phrases: beside(text, tokens, memory), moved: moved)
    }

    struct Phrase {
        var mark: Comparison.Marks
        /// The phrase, with the source that it names.
        var words: String
        var tokens: Range<Int>
        /// The tokens of the source, or of the unit of a number; empty if the phrase names none.
        var source: Range<Int>
        /// What a number word says, if the rules tell.
        var reading: NumberReading?
        /// Whether it is a verb of saying.
        var isSaying = false
        /// Whether it is to be followed or preceded by a source.
        var namesSource = false

        func overlaps(_ range: Range<Int>) -> Bool { tokens.overlaps(range) || source.overlaps(range) }
    }

    /// The most tokens beside an attribution that may name its source.
    private static let mostOfSource = 8

    /// The phrases that overlap a range of tokens.
    private func phrases(_ text: ProseText, _ tokens: Range<Int>) -> [Phrase] {
        beside(text, tokens).filter { $0.overlaps(tokens) }
    }

    /// The phrases that overlap a range of tokens, and those close to it; none for an empty range.
    private func beside(_ text: ProseText, _ tokens: Range<Int>, _ memory: PhraseMemory? = nil) -> [Phrase] {
        guard !tokens.isEmpty else { return [] }
        let reach = rules.mostWords + Self.mostOfSource
        let window = max(0, tokens.lowerBound - reach)..<min(text.count, tokens.upperBound + reach)
        return phrases(text, within: window, memory)
    }

    /// The phrases that begin at a token; nil where none does.
    private func beginning(_ text: ProseText, _ token: Int, before end: Int) -> PhraseMemory.Beginning? {
        guard rules.begins(MarkRules.plain(text.bytes[text.byteRange(token..<token + 1)])) else { return nil }
        let words = (token..<min(end, token + rules.mostWords + 1)).map {
            MarkRules.plain(text.bytes[text.byteRange($0..<$0 + 1)])
        }
        let first = text.bytes[text.byteRange(token..<token + 1)].first ?? 0
        let match = rules.phrases(at: words, isCapital: (0x41...0x5A).contains(first)) { isNegated(token, text) }
        return match.count > 0 ? PhraseMemory.Beginning(match: match, words: words) : nil
    }

    private func phrases(_ text: ProseText, within tokens: Range<Int>, _ memory: PhraseMemory? = nil) -> [Phrase] {
        var phrases: [Phrase] = []
        var next = tokens.lowerBound
        for token in tokens where token >= next && rules.mayBegin(text.bytes[text.byteRange(token..<token + 1)]) {
            if text.isChineseNumber(token) {
                phrases.append(number(text, token..<token + 1, isRead: phrases.count < Self.mostRead, memory))
                continue
            }
            let found: PhraseMemory.Beginning?
            if let memory {
                found = memory.beginning(token) { beginning(text, token, before: text.count) }
            } else {
                found = beginning(text, token, before: tokens.upperBound)
            }
            guard let found, token + found.match.count <= tokens.upperBound else { continue }
            let (match, words) = (found.match, found.words)
            next = token + match.count
            let place = token..<next
            let source =
                switch match.source {
                case .after: sourceAfter(place.upperBound, text)
                case .before: sourceBefore(token, text)
                case .afterArticle: sourceAfterArticle(place.upperBound, text)
                case nil: place.upperBound..<place.upperBound
                }
            let named = source.map { MarkRules.plain(text.bytes[text.byteRange($0..<$0 + 1)]) }
            // A surname is no month: "Theresa May".
            for mark in match.marks where mark != .number || !text.isName(token, rules) {
                if mark == .numberWord {
                    if !text.isPartOfName(token), !Figure.isPart(token, of: text, language: rules.language) {
                        phrases.append(number(text, place, isRead: phrases.count < Self.mostRead, memory))
                    }
                    continue
                }
                let phrase = match.sense.map { [$0] } ?? Array(words[..<match.count])
                let words = (phrase + named).joined(separator: " ")
                let isSaying = match.isSaying && mark == .attribution
                phrases.append(
                    Phrase(
                        mark: mark, words: words, tokens: place, source: source, isSaying: isSaying,
                        namesSource: match.source != nil))
            }
        }
        return phrases
    }

    /// The phrases of a change before numbers are only compared as words: reading thousands of them takes longer than all else.
    private static let mostRead = 1_000

    /// A number in words, with its unit if it is read.
    private func number(_ text: ProseText, _ tokens: Range<Int>, isRead: Bool, _ memory: PhraseMemory?) -> Phrase {
        guard isRead, let memory else { return number(text, tokens, isRead: isRead) }
        return memory.number(tokens.lowerBound) { number(text, tokens, isRead: true) }
    }

    private func number(_ text: ProseText, _ tokens: Range<Int>, isRead: Bool) -> Phrase {
        let word = MarkRules.plain(text.bytes[text.byteRange(tokens)])
        guard isRead else {
            let end = tokens.upperBound
            return Phrase(mark: .numberWord, words: word, tokens: tokens, source: end..<end)
        }
        if let figure = Figure(text, words: tokens.lowerBound, language: rules.language) {
            let unit = figure.reading.unit
            return Phrase(
                mark: .numberWord, words: unit.isEmpty ? word : "\(word) \(unit)", tokens: tokens,
                source: tokens.upperBound..<max(tokens.upperBound, figure.tokens.upperBound), reading: figure.reading)
        }
        let unit = Figure.unit(text, after: tokens.upperBound - 1, language: rules.language)
        let words = unit.map { "\(word) \($0.name)" } ?? word
        return Phrase(
            mark: .numberWord, words: words, tokens: tokens,
            source: tokens.upperBound..<(unit?.end ?? tokens.upperBound))
    }

    /// The most tokens between a word that negates and the phrase that it negates with: "n'a donc toujours pas".
    private static let mostToNegator = 8

    /// Whether a word that negates stands before a token, in its sentence.
    private func isNegated(_ token: Int, _ text: ProseText) -> Bool {
        var before = token
        while before > max(0, token - Self.mostToNegator), !text.traits[before].contains(.startsSentence) {
            before -= 1
            if rules.isNegator(MarkRules.plain(text.bytes[text.byteRange(before..<before + 1)])) { return true }
        }
        return false
    }

    /// The source that follows a phrase: up to two short words, a word, and the capitalised words after it, with short
    /// words between them: "la police de Lyon", "a spokesman". Where words are not parted by spaces it ends before a
    /// comma or another phrase.
    private func sourceAfter(_ start: Int, _ text: ProseText) -> Range<Int> {
        let limit = min(text.count, start + Self.mostOfSource)
        var end = start
        func isPart(_ token: Int) -> Bool {
            guard token < limit else { return false }
            let traits = text.traits[token]
            return traits.contains(.word) && traits.isDisjoint(with: [.digit, .label])
                && (token == start || !traits.contains(.startsSentence))
        }
        func isShort(_ token: Int) -> Bool {
            text.traits[token].contains(.small) && text.byteRange(token..<token + 1).count <= 3
        }
        if start < text.count, text.bytes[text.byteRange(start..<start + 1)].first ?? 0 >= 0xE3 {
            while isPart(end), !isAttribution(at: end, text) { end += 1 }
            return start..<end
        }
        while end < start + 2, isPart(end), isShort(end) { end += 1 }
        guard isPart(end) else { return start..<start }
        end += 1
        while isPart(end), !isDate(end, text) {
            if text.traits[end].contains(.capital) {
                end += 1
            } else if isShort(end), isPart(end + 1), text.traits[end + 1].contains(.capital), !isDate(end + 1, text) {
                end += 2
            } else {
                break
            }
        }
        return start..<end
    }

    /// An article and a noun after a verb of saying: "dijo la fiscal".
    private func sourceAfterArticle(_ start: Int, _ text: ProseText) -> Range<Int> {
        guard start + 1 < text.count, (start...start + 1).allSatisfy({ !text.traits[$0].contains(.startsSentence) }),
            rules.articles.contains(MarkRules.plain(text.bytes[text.byteRange(start..<start + 1)])),
            text.traits[start + 1].contains(.word), text.traits[start + 1].isDisjoint(with: [.digit, .label])
        else { return start..<start }
        return start..<start + 2
    }

    /// The source that comes before a phrase: the words back to a comma or the beginning of the sentence.
    private func sourceBefore(_ end: Int, _ text: ProseText) -> Range<Int> {
        var start = end
        while start > max(0, end - Self.mostOfSource), text.traits[start - 1].contains(.word),
            text.traits[start - 1].isDisjoint(with: [.digit, .label])
        {
            start -= 1
            if text.traits[start].contains(.startsSentence) { break }
        }
        return start..<end
    }

    private func isDate(_ token: Int, _ text: ProseText) -> Bool {
        MarkRules.isDate(text.bytes[text.byteRange(token..<token + 1)], rules)
    }

    private func isAttribution(at token: Int, _ text: ProseText) -> Bool {
        let words = (token..<min(text.count, token + rules.mostWords + 1)).map {
            MarkRules.plain(text.bytes[text.byteRange($0..<$0 + 1)])
        }
        return rules.phrases(at: words, isCapital: false).marks.contains(.attribution)
    }
}
