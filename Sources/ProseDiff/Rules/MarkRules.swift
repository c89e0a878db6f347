/// The words of one language that change what a sentence asserts: numbers, dates, negation, hedges and attribution.
///
/// The rules are text, one on each line: a mark's name, a colon, and phrases separated by commas. A phrase is matched
/// word by word, ignoring case and typography. A word that ends with `*` matches every word that begins so; a phrase
/// after `=` must begin with a small letter, one after `^` with a capital; one before `#` counts only before a number. `source` is an attribution whose source
/// follows ("according to"), `sourceBefore` one whose source comes first, `speaking` one whose source follows if it begins
/// with a word of the line `article`. After a word of the line `preposition` stands when, where or to whom something was
/// said, and after a verb of the line `telling` to whom.
/// In languages without spaces, a phrase of the line `when` tells when or how, as does a number with a word of the line `date`
/// after it, and a particle of the line `topic` follows the
/// speaker; a word of the line `quotative` follows a quotation before its verb, one of the line `citing` before a speaker
/// without a verb. A noun of the line `report` at the end of a sentence stands for a verb of saying, and a word of the line
/// `honorific` follows a name. `witness` is an attribution that is no verb; the subject of any
/// other is compared, but for a `pronoun`, and stands where the line `subject` says. `number` has the names of months and days. A
/// phrase of a line `none` has no mark, and the words in it begin no other phrase: "no doubt" is no negation, nor is the
/// first sign of the Chinese word for Africa. The longest phrase counts. Phrases of a line `negation=not` say the same:
/// one for another is no change. A phrase after `~` counts only in a sentence that has a word of the line `negator` before it.
/// The rules are compiled in: the programs are single files that may run anywhere.
struct MarkRules: Sendable {
    /// One phrase of a line.
    struct Rule: Sendable, Hashable {
        let mark: Comparison.Marks
        /// The phrase as written.
        let phrase: String
        /// Whether it counts only with a small first letter: "may" is a hedge, "May" is a month.
        let isSmall: Bool
        /// Whether it counts only with a capital first letter: "March" is a month, "march" is none.
        let isCapital: Bool
        /// Whether it counts only before a number: "about 40" is a hedge, "about the bridge" is none.
        let needsNumber: Bool
        /// Whether it counts only after a word that negates: the French "pas" also is a step.
        let needsNegator: Bool
        /// What it says, if other phrases say the same.
        let sense: String?
        /// Where the source stands that an attribution names.
        let source: Source?
        /// Whether it is a verb, of which a person is the subject.
        let isSaying: Bool
        fileprivate let words: [Word]
    }

    /// Where the subject of a verb of saying stands: before it, unless the verb follows a comma or a quotation; after it, as
    /// in Arabic; or, as in Japanese, where no rule finds it.
    enum Subject: String, Sendable {
        case before, after, none
    }

    /// The place of a source, seen from its attribution.
    enum Source: Sendable, Hashable {
        case before, after, afterArticle
    }

    fileprivate struct Word: Sendable, Hashable {
        let text: String
        let isBeginning: Bool

        func matches(_ word: String) -> Bool { isBeginning ? word.utf8.starts(with: text.utf8) : word == text }
    }

    /// Primary language subtag.
    let language: String
    /// Every rule, in the order of the lines.
    let rules: [Rule]
    /// The number of words of the longest phrase.
    let mostWords: Int
    /// Whether nouns that are no names begin with a capital, too.
    let hasCapitalNouns: Bool
    /// The articles before the source of an attribution.
    private(set) var articles: Set<String> = []
    /// The words after which stands when, where or to whom something was said: "in", "on", "to".
    private var prepositions: Set<String> = []
    /// The verbs after which stands to whom something was said: "told".
    private var tellings: Set<String> = []
    private var pronouns: Set<String> = []
    /// The phrases that tell when or how something was said, where words have no spaces between them.
    private var moments: Set<String> = []
    /// The words that make a date or a time of a number before them: 10日.
    private var dates: Set<String> = []
    /// The particles after a speaker; the first is the likeliest.
    private(set) var topics: [String] = []
    /// The words between a quotation and its verb.
    private var quotatives: Set<String> = []
    /// The words between a quotation and a speaker without a verb.
    private var citings: Set<String> = []
    /// The nouns that stand for a verb of saying at the end of a sentence.
    private var reports: [String] = []
    /// The words behind a name or an office.
    private var honorifics: [String] = []
    /// Where the subject of a verb of saying stands.
    private(set) var subject = Subject.before
    /// The words that negate together with a phrase after them.
    private var negators: [Word] = []
    /// The rules by their first word.
    private var exact: [String: [Int]] = [:]
    /// The rules by the beginning of their first word, and the lengths of such beginnings in UTF-8 bytes.
    private var beginnings: [String: [Int]] = [:]
    private var beginningSizes: Set<Int> = []
    /// The first bytes of the first words of rules, capitals included.
    private var heads = [Bool](repeating: false, count: 256)
    /// The first three bytes of the names of months and days.
    private var dateHeads: Set<UInt32> = []
    /// A set of the first letters of first words in Chinese or Japanese.
    private var letters = [Bool](repeating: false, count: 0)

    init(_ language: String, _ lines: String, hasCapitalNouns: Bool = false) {
        self.language = language
        self.hasCapitalNouns = hasCapitalNouns
        var rules: [Rule] = []
        var lists: [String: [String]] = [:]
        for line in lines.split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2 else { continue }
            if parts[0] == "negator" {
                negators += parts[1].split(separator: ",").flatMap { Self.words(of: String($0)) }
                continue
            }
            if Self.lists.contains(String(parts[0])) {
                lists[String(parts[0]), default: []] += parts[1].split(separator: ",").map {
                    String($0.drop { $0 == " " })
                }
                continue
            }
            let source = Self.sources[String(parts[0])]
            let head = parts[0].split(separator: "=")
            let isWitness = parts[0] == "witness"
            let name = source == nil && !isWitness ? String(head[0]) : "attribution"
            guard let mark = name == "none" ? [] : Comparison.Marks.named(name) else { continue }
            for phrase in parts[1].split(separator: ",") {
                let written = phrase.drop { $0 == " " }
                let needsNumber = written.hasSuffix(" #")
                let phrase = String(written.drop { "=^~".contains($0) }.dropLast(needsNumber ? 2 : 0))
                rules.append(
                    Rule(
                        mark: mark, phrase: phrase, isSmall: written.hasPrefix("="), isCapital: written.hasPrefix("^"),
                        needsNumber: needsNumber, needsNegator: written.hasPrefix("~"),
                        sense: head.count > 1 ? String(head[1]) : nil, source: source,
                        isSaying: name == "attribution" && !isWitness && (source == nil || source == .afterArticle),
                        words: Self.words(of: phrase)))
            }
        }
        self.rules = rules
        articles = Set(lists["article"] ?? [])
        prepositions = Set(lists["preposition"] ?? [])
        pronouns = Set(lists["pronoun"] ?? [])
        subject = lists["subject"]?.first.flatMap(Subject.init) ?? .before
        tellings = Set(lists["telling"] ?? [])
        moments = Set(lists["when"] ?? [])
        dates = Set(lists["date"] ?? [])
        topics = lists["topic"] ?? []
        quotatives = Set(lists["quotative"] ?? [])
        citings = Set(lists["citing"] ?? [])
        reports = lists["report"] ?? []
        honorifics = lists["honorific"] ?? []
        mostWords = rules.map(\.words.count).max() ?? 0
        for (index, rule) in rules.enumerated() {
            guard let first = rule.words.first, let head = first.text.utf8.first else { continue }
            if rule.mark == .number { dateHeads.formUnion(Self.heads(of: first.text)) }
            if head >= 0xE3 {
                if letters.isEmpty { letters = [Bool](repeating: false, count: 1 << 16) }
                letters[Self.letter(Array(first.text.utf8)[...])] = true
            } else if head >= 0x80 {
                for byte in 0xC3..<0xE3 { heads[byte] = true }
            } else {
                heads[Int(head)] = true
            }
            if first.isBeginning {
                beginnings[first.text, default: []].append(index)
                beginningSizes.insert(first.text.utf8.count)
            } else {
                exact[first.text, default: []].append(index)
            }
        }
    }

    private static let sources: [String: Source] = [
        "source": .after, "sourceBefore": .before, "speaking": .afterArticle,
    ]
    private static let lists: Set<String> = [
        "article", "preposition", "telling", "pronoun", "subject", "when", "date", "topic", "quotative", "citing",
        "report",
        "honorific",
    ]

    private static func words(of phrase: String) -> [Word] {
        phrase.split(separator: " ").flatMap { part in
            let bytes = Array(part.utf8.filter { $0 != UInt8(ascii: "*") })
            // "n'est" is one word, "n'" alone would be two.
            if part.hasSuffix("'*") { return [Word(text: plain(bytes[...]), isBeginning: true)] }
            let ranges = Segmentation.words(in: bytes)
            return ranges.enumerated().map { index, range in
                let isLast = index == ranges.count - 1
                return Word(text: plain(bytes[range]), isBeginning: isLast && part.hasSuffix("*"))
            }
        }
    }

    /// A word in the form of the rules.
    static func plain(_ bytes: ArraySlice<UInt8>) -> String { Typography.plain(bytes).lowercased() }

    /// A number for a letter of three bytes. Other letters may have the same number.
    @inline(__always)
    private static func letter(_ bytes: ArraySlice<UInt8>) -> Int {
        var number = 0
        for byte in bytes.prefix(3) { number = number << 6 | Int(byte & 0x3F) }
        return number & 0xFFFF
    }

    /// Whether a phrase may begin with a word, by its first letter: most words are excluded this way.
    func mayBegin(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard let first = bytes.first else { return false }
        if first >= 0xE3 { return !letters.isEmpty && letters[Self.letter(bytes)] }
        return heads[Int(first &- 0x41 < 26 ? first | 0x20 : first)]
    }

    /// The longest phrases that begin at one place.
    struct Match {
        /// Their marks; empty for a phrase that has none.
        var marks: Set<Comparison.Marks> = []
        /// Their number of words; 0 if no phrase begins there.
        var count = 0
        /// Where a source stands.
        var source: Source?
        /// What they say, if other phrases say the same.
        var sense: String?
        /// Whether they are a verb of saying.
        var isSaying = false
    }

    /// The longest phrases that begin at the first of some words.
    ///
    /// - Parameters:
    ///   - words: One more than the longest phrase has, if there are so many: some count only before a number.
    ///   - isCapital: Whether the first word begins with an ASCII capital.
    ///   - isNegated: Whether a word of the line `negator` stands before them in their sentence.
    func phrases(at words: [String], isCapital: Bool, isNegated: () -> Bool = { false }) -> Match {
        guard let first = words.first else { return Match() }
        var found = exact[first] ?? []
        for size in beginningSizes {
            guard let beginning = String(first.utf8.prefix(size)) else { continue }
            found += beginnings[beginning] ?? []
        }
        let matching = found.map { rules[$0] }.filter { rule in
            rule.words.count <= words.count && !(rule.isSmall && isCapital) && !(rule.isCapital && !isCapital)
                && zip(rule.words, words).allSatisfy { $0.matches($1) }
                && !(rule.needsNumber && !isNumber(words.dropFirst(rule.words.count).first, rule))
                && !(rule.needsNegator && !isNegated())
        }
        // "According to" is not "according", and "secondo quanto" is not "secondo" (second).
        let longest = matching.map(\.words.count).max() ?? 0
        let ofLongest = matching.filter { $0.words.count == longest }
        // "No 10" is none of the phrases that "no" is.
        let unmarked = ofLongest.filter(\.mark.isEmpty)
        let best = unmarked.isEmpty ? ofLongest : unmarked
        return Match(
            marks: Set(best.map(\.mark).filter { !$0.isEmpty }), count: longest,
            source: best.lazy.compactMap(\.source).first, sense: best.lazy.compactMap(\.sense).first,
            isSaying: best.contains(where: \.isSaying))
    }

    /// Whether a phrase begins with a word. Most words are excluded before the words after them are read.
    func begins(_ word: String) -> Bool {
        exact[word] != nil
            || beginningSizes.contains { size in
                String(word.utf8.prefix(size)).map { beginnings[$0] != nil } ?? false
            }
    }

    /// Whether a token is a preposition after which stands when, where or to whom.
    func isPreposition(_ text: ProseText, _ token: Int) -> Bool { Self.contains(prepositions, text, token) }

    /// Whether a token is a pronoun or an article, which tells nobody's name or office.
    func isPronoun(_ text: ProseText, _ token: Int) -> Bool {
        Self.contains(pronouns, text, token) || Self.contains(articles, text, token)
    }

    /// Whether a token is an article.
    func isArticle(_ text: ProseText, _ token: Int) -> Bool { Self.contains(articles, text, token) }

    /// Whether the language is written without spaces between words: Chinese and Japanese.
    var hasNoSpaces: Bool { !letters.isEmpty }

    /// Whether some tokens are a pronoun.
    func isPronoun(_ text: ProseText, _ tokens: Range<Int>) -> Bool {
        pronouns.contains(Self.plain(text.bytes[text.byteRange(tokens)]))
    }

    /// Whether a word that stands between a quotation and its verb begins at a token.
    func isQuotative(_ text: ProseText, _ token: Int) -> Bool { length(quotatives, text, token) != nil }

    /// The number of tokens of a word at a token that stands between a quotation and a speaker without a verb.
    func citing(_ text: ProseText, _ token: Int) -> Int? { length(citings, text, token) }

    /// The tokens at the end of a range that stand for a verb of saying; empty for none.
    func report(_ text: ProseText, endOf tokens: Range<Int>) -> Range<Int> { end(of: tokens, reports, text) }

    /// The tokens at the end of a range that follow a name; empty for none.
    func honorific(_ text: ProseText, endOf tokens: Range<Int>) -> Range<Int> { end(of: tokens, honorifics, text) }

    private func end(of tokens: Range<Int>, _ phrases: [String], _ text: ProseText) -> Range<Int> {
        let count = (1...4).last { count in
            count <= tokens.count
                && phrases.contains(
                    Self.plain(text.bytes[text.byteRange(tokens.upperBound - count..<tokens.upperBound)]))
        }
        return tokens.upperBound - (count ?? 0)..<tokens.upperBound
    }

    /// The number of tokens of a phrase, a date or a number at a token that tells when or how; nil where none begins.
    func moment(_ text: ProseText, _ token: Int) -> Int? {
        if let length = length(moments, text, token) { return length }
        let isInDigits = text.traits[token].contains(.digit)
        guard isInDigits || text.isChineseNumber(token) else { return nil }
        if token + 1 < text.count, Self.contains(dates, text, token + 1) { return 2 }
        return isInDigits ? 1 : nil
    }

    /// The tokens of the longest phrase of a list that begins at a token: four at most.
    private func length(_ phrases: Set<String>, _ text: ProseText, _ token: Int) -> Int? {
        guard !phrases.isEmpty, token < text.count else { return nil }
        return (1...4).last { count in
            token + count <= text.count
                && phrases.contains(Self.plain(text.bytes[text.byteRange(token..<token + count)]))
        }
    }

    /// Whether a token is a verb after which stands to whom.
    func isTelling(_ text: ProseText, _ token: Int) -> Bool { Self.contains(tellings, text, token) }

    private static func contains(_ words: Set<String>, _ text: ProseText, _ token: Int) -> Bool {
        !words.isEmpty && words.contains(plain(text.bytes[text.byteRange(token..<token + 1)]))
    }

    /// Whether a word negates together with a phrase after it.
    func isNegator(_ word: String) -> Bool { negators.contains { $0.matches(word) } }

    /// The heads of the forms in which a word of the rules may be written: with capitals, and with other apostrophes.
    private static func heads(of word: String) -> [UInt32] {
        [word, word.prefix(1).uppercased() + word.dropFirst(), word.uppercased()].flatMap { word in
            ["'", "\u{2019}", "\u{2BC}"].map { head(Array(word.replacing("'", with: $0).utf8)[...]) }
        }
    }

    /// The first three bytes of a word, ASCII letters in lower case.
    private static func head(_ word: ArraySlice<UInt8>) -> UInt32 {
        word.prefix(3).reduce(0) { $0 << 8 | UInt32($1 &- 0x41 < 26 ? $1 | 0x20 : $1) }
    }

    /// Whether a word is a number, in digits or as a word; in digits for a phrase without a mark: "No. 10".
    private func isNumber(_ word: String?, _ rule: Rule) -> Bool {
        guard let word else { return false }
        if rule.mark.isEmpty { return word.utf8.first.map { $0 &- 0x30 < 10 } ?? false }
        return word.contains(where: \.isNumber)
            || (exact[word] ?? []).contains { rules[$0].mark == .numberWord && rules[$0].words.count == 1 }
    }

    /// Whether a word is the name of a month or a day.
    ///
    /// - Parameter rules: The rules of the language; if nil, English and German names are known.
    static func isDate(_ word: ArraySlice<UInt8>, _ rules: MarkRules?) -> Bool {
        // Most words are excluded by their first letters.
        let head = head(word)
        guard
            rules.map({ $0.dateHeads.contains(head) })
                ?? (english.dateHeads.contains(head) || german.dateHeads.contains(head))
        else { return false }
        let word = plain(word)
        return (rules.map { [$0] } ?? [english, german]).contains { rules in
            rules.phrases(at: [word], isCapital: true).marks.contains(.number)
        }
    }
}
