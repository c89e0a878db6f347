/// Tells what sort of change each of the finest operations is.
struct ChangeMarks {
    private let old: ProseText
    private let new: ProseText
    private let oldQuoted: [Bool]
    private let newQuoted: [Bool]

    init(_ old: ProseText, _ new: ProseText) {
        self.old = old
        self.new = new
        oldQuoted = Quotation.marks(of: old)
        newQuoted = Quotation.marks(of: new)
    }

    /// Marks operations in place, those inside moves too.
    func mark(_ operations: inout [Comparison.Operation]) {
        for index in operations.indices {
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
        if Typography.isSame(old.bytes[operation.old], new.bytes[operation.new]) { return .noise }
        let before = old.detailed(olds)
        let after = new.detailed(news)
        var marks: Comparison.Marks = []
        if Self.differ(before, after, by: { text, token in text.traits[token].contains(.digit) }) {
            marks.insert(.number)
        }
        if Self.differ(before, after, by: { text, token in text.isName(token) }) { marks.insert(.name) }
        if Self.isQuoted(old, olds, oldQuoted) || Self.isQuoted(new, news, newQuoted) { marks.insert(.quotation) }
        return marks
    }

    private static func isQuoted(_ text: ProseText, _ tokens: Range<Int>, _ quoted: [Bool]) -> Bool {
        if tokens.contains(where: { quoted[$0] }) { return true }
        guard tokens.contains(where: { text.traits[$0].contains(.whole) }) else { return false }
        return Quotation.marks(of: text.detailed(tokens).text).contains(true)
    }

    /// Whether the tokens of a sort are not the same ones on both sides.
    private static func differ(
        _ old: (text: ProseText, tokens: Range<Int>), _ new: (text: ProseText, tokens: Range<Int>),
        by isOfSort: (ProseText, Int) -> Bool
    ) -> Bool {
        let before = old.tokens.filter { isOfSort(old.text, $0) }.map {
            old.text.bytes[old.text.byteRange($0..<$0 + 1)]
        }
        let after = new.tokens.filter { isOfSort(new.text, $0) }.map { new.text.bytes[new.text.byteRange($0..<$0 + 1)] }
        guard before.count == after.count else { return true }
        func sorted(_ words: [ArraySlice<UInt8>]) -> [ArraySlice<UInt8>] {
            words.sorted { $0.lexicographicallyPrecedes($1) }
        }
        return before != after && sorted(before) != sorted(after)
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
    /// Whether a token is a capitalised word that begins no sentence, not even after an opening quote.
    func isName(_ token: Int) -> Bool {
        guard traits[token].contains(.capital), traits[token].contains(.word) else { return false }
        var first = token
        while first > 0, !traits[first].contains(.startsSentence), traits[first - 1].contains(.enclosure) { first -= 1 }
        return !traits[first].contains(.startsSentence) && ends[token] - starts[token] > 1
    }
}
