/// Decides the marks of the finest operations.
struct ChangeMarks {
    private let old: ProseText
    private let new: ProseText
    private let oldQuoted: [Bool]
    private let newQuoted: [Bool]
    private let rules: MarkRules?
    private let words: MarkedWords?
    private let speakers: Speakers?
    private let names: NamesWithin
    private let isAbandoned = Abandonment.isAsked
    private let oldPhrases: PhraseMemory
    private let newPhrases: PhraseMemory

    /// - Parameters:
    ///   - matches: The new token for each old one; -1 for none.
    ///   - rules: The rules of the language; nil if it is unknown, and then its words get no marks.
    init(_ old: ProseText, _ new: ProseText, _ matches: [Int32], _ rules: MarkRules?) {
        self.old = old
        self.new = new
        oldQuoted = QuotationMarks.quoted(in: old)
        newQuoted = QuotationMarks.quoted(in: new)
        self.rules = rules
        words = rules.map(MarkedWords.init)
        (oldPhrases, newPhrases) = (PhraseMemory(old), PhraseMemory(new))
        names = NamesWithin(old, new, rules)
        speakers = words.map { Speakers(old, new, matches, $0) }
    }

    /// Marks operations of texts that differ only in typography.
    static func markAsNoise(_ operations: inout [Comparison.Operation]) {
        for index in operations.indices where operations[index].kind != .equal { operations[index].marks = .noise }
    }

    /// Marks operations of texts that differ in more than typography, in place, also inside moves.
    func markChanges(_ operations: inout [Comparison.Operation]) {
        mark(&operations)
        if let words, let rules {
            MovedPhrases(old, new, words, rules).unmark(&operations)
            MovedAttributions(old, new, words).unmark(&operations)
        }
        // Each change alone is noise, but all together may be more: then none of them is noise.
        guard operations.allSatisfy({ $0.kind == .equal || $0.isNoise }) else { return }
        for index in operations.indices { operations[index].marks.remove(.noise) }
    }

    private func mark(_ operations: inout [Comparison.Operation]) {
        for index in operations.indices {
            if index % 256 == 255, isAbandoned() { return }
            if operations[index].kind == .move {
                mark(&operations[index].edits)
            } else if operations[index].kind != .equal {
                operations[index].marks = marks(operations[index])
            }
        }
    }

    private func marks(_ operation: Comparison.Operation) -> Comparison.Marks {
        let olds = old.tokens(in: operation.old)
        let news = new.tokens(in: operation.new)
        if isNoise(operation, olds, news) { return .noise }
        let before = old.detailed(olds)
        let after = new.detailed(news)
        var marks: Comparison.Marks = []
        let sides = words.map { words in
            (
                words: words,
                old: isWhole(old, olds)
                    ? words.side(before.text, before.tokens)
                    : words.side(before.text, before.tokens, oldPhrases, moved: speakers?.oldMoved ?? []),
                new: isWhole(new, news)
                    ? words.side(after.text, after.tokens)
                    : words.side(after.text, after.tokens, newPhrases, moved: speakers?.newMoved ?? [])
            )
        }
        let figures = ChangedNumbers(before, after, rules) {
            sides.map { ($0.words.counts($0.old).map(\.reading), $0.words.counts($0.new).map(\.reading)) } ?? ([], [])
        }
        if figures.differ { marks.insert(.number) }
        let hasCapitalNouns = rules?.hasCapitalNouns == true
        if Self.differ(
            before, after, as: { $0.bytes[$0.byteRange($1..<$1 + 1)] },
            by: { isName($0, $1, hasCapitalNouns) })
        {
            marks.insert(.name)
        }
        if Self.isQuoted(old, olds, oldQuoted) || Self.isQuoted(new, news, newQuoted) { marks.insert(.quotation) }
        let isSpeaker =
            speakers.map { speakers in
                olds.contains { speakers.old[$0] } || news.contains { speakers.new[$0] }
            } ?? false
        if isSpeaker { marks.insert(.speaker) }
        if let sides {
            marks.formUnion(sides.words.marks(sides.old, sides.new, comparesSubjects: !isSpeaker))
        }
        if figures.areRewritten { marks.remove(.numberWord) }
        return marks
    }

    /// Whether some tokens are whole paragraphs, which are cut into words in a text of their own.
    private func isWhole(_ text: ProseText, _ tokens: Range<Int>) -> Bool {
        tokens.contains { text.traits[$0].contains(.whole) }
    }

    /// Whether an operation changes only typography, without splitting or joining words.
    private func isNoise(_ operation: Comparison.Operation, _ olds: Range<Int>, _ news: Range<Int>) -> Bool {
        let (before, after) = withContext(operation)
        return Typography.isSame(before, after)
            && old.isParted(before: olds.lowerBound) == new.isParted(before: news.lowerBound)
            && old.isParted(before: olds.upperBound) == new.isParted(before: news.upperBound)
    }

    /// Both sides of an operation, with the byte before and the byte after where they decide a mark: after a digit a
    /// quotation mark may mean inches, and a hyphen joins a line to the next.
    private func withContext(_ operation: Comparison.Operation) -> (old: ArraySlice<UInt8>, new: ArraySlice<UInt8>) {
        func tells(_ text: ProseText, _ index: Int) -> Bool {
            guard text.bytes.indices.contains(index) else { return false }
            return text.bytes[index] == UInt8(ascii: "-") || text.bytes[index] &- UInt8(ascii: "0") < 10
        }
        let (olds, news) = (operation.old, operation.new)
        let head = tells(old, olds.lowerBound - 1) && tells(new, news.lowerBound - 1) ? 1 : 0
        let tail = tells(old, olds.upperBound) && tells(new, news.upperBound) ? 1 : 0
        return (
            old.bytes[olds.lowerBound - head..<olds.upperBound + tail],
            new.bytes[news.lowerBound - head..<news.upperBound + tail]
        )
    }

    private static func isQuoted(_ text: ProseText, _ tokens: Range<Int>, _ quoted: [Bool]) -> Bool {
        if tokens.contains(where: { quoted[$0] && !text.traits[$0].contains(.label) }) { return true }
        guard tokens.contains(where: { text.traits[$0].contains(.whole) }) else { return false }
        let detail = text.detailed(tokens).text
        return zip(QuotationMarks.quoted(in: detail), detail.traits).contains { $0 && !$1.contains(.label) }
    }

    /// Whether a token is a name. At the start of a sentence it is one if it stands elsewhere as one.
    private func isName(_ text: ProseText, _ token: Int, _ hasCapitalNouns: Bool) -> Bool {
        if hasCapitalNouns ? text.isNameAmongNouns(token, rules) : text.isName(token, rules) { return true }
        guard text.traits[token].contains(.capital), text.opensSentence(token) else { return false }
        return names.contains(text, token)
    }

    /// Whether the tokens of a sort do not say the same on both sides.
    private static func differ(
        _ old: (text: ProseText, tokens: Range<Int>), _ new: (text: ProseText, tokens: Range<Int>),
        as plain: (ProseText, Int) -> ArraySlice<UInt8>, by isOfSort: (ProseText, Int) -> Bool
    ) -> Bool {
        typealias Side = (text: ProseText, tokens: Range<Int>)
        func words(_ side: Side) -> [ArraySlice<UInt8>] {
            side.tokens.filter { isOfSort(side.text, $0) }.map { plain(side.text, $0) }
        }
        /// Where only the first letter became a capital, no name was put in.
        func withoutSmall(_ words: [ArraySlice<UInt8>], _ other: Side) -> [ArraySlice<UInt8>] {
            guard !words.isEmpty else { return [] }
            let written = Set(other.tokens.map { plain(other.text, $0) })
            return words.filter { word in
                guard let first = word.first, (0x41...0x5A).contains(first) else { return true }
                return !written.contains([first | 0x20] + word.dropFirst())
            }
        }
        let (before, after) = (words(old), words(new))
        guard before != after else { return false }
        func sorted(_ words: [ArraySlice<UInt8>]) -> [ArraySlice<UInt8>] {
            words.sorted { $0.lexicographicallyPrecedes($1) }
        }
        return sorted(withoutSmall(before, new)) != sorted(withoutSmall(after, old))
    }
}

extension Comparison.Marks {
    /// The marks of a group of operations: noise only if nothing else changed.
    static func joined(_ operations: [Comparison.Operation]) -> Self {
        let changes = operations.filter { $0.kind != .equal }
        if !changes.isEmpty, changes.allSatisfy({ $0.marks == .noise }) { return .noise }
        return changes.reduce(into: []) { $0.formUnion($1.marks.subtracting(.noise)) }
    }
}

extension ProseText {
    /// Whether a word may end before a token: after white space, a dash or an end of the text.
    fileprivate func isParted(before token: Int) -> Bool {
        guard token > 0, token < count else { return true }
        return hasSpace(gap(before: token)) && !isWithinTypography(before: token) || isDash(token - 1)
            || isDash(token)
    }

    /// Whether a range that cuts no token has visible white space.
    private func hasSpace(_ range: Range<Int>) -> Bool {
        bytes[range].withUnsafeBufferPointer { buffer in
            let reader = ScalarReader(buffer)
            var index = 0
            while index < buffer.count {
                let (_, length, properties) = reader.scalar(at: index)
                if properties.isWhiteSpace { return true }
                index += length
            }
            return false
        }
    }

    private func isDash(_ token: Int) -> Bool {
        !traits[token].contains(.word) && Typography.plain(bytes[byteRange(token..<token + 1)]) == "-"
    }
}
