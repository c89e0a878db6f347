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
        let first = verbs.min() ?? place.upperBound
        let last = verbs.max() ?? place.upperBound - 1
        let before = Self.told(text, place.lowerBound..<first, rules)
        let after = Self.told(text, last + 1..<max(last + 1, place.upperBound), rules).filter { !verbs.contains($0) }
        let opening = Set(verbs.filter { $0 == first })
        func names(_ tokens: [Int]) -> [Int] { tokens.filter { Self.isName(text, $0, opening) } }
        let known: [Int]
        // German puts any word before the verb, and the speaker after it.
        let isInverted =
            rules.hasCapitalNouns && before.count == 1 && after.first == last + 1
            && text.traits[last + 1].contains(.capital)
        if !before.isEmpty, !isInverted {
            known = names(before).isEmpty ? before.filter { !text.opensSentence($0) } : names(before)
        } else if !verbs.contains(where: { rules.isTelling(text, $0) }) {
            known = names(after).isEmpty ? Array(after.prefix { $0 < last + 6 }) : names(after)
        } else {
            known = []
        }
        guard let start = known.first, let end = known.last, !verbs.isEmpty || !names(before).isEmpty else {
            return nil
        }
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
