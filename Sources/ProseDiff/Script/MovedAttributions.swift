/// Attributions that moved within their sentence: "Anna Voss said the bridge stays open", "The bridge stays open, said Anna
/// Voss". The same verb names the same speaker, so nothing else is attributed.
struct MovedAttributions {
    private let old: ProseText
    private let new: ProseText
    private let words: MarkedWords
    /// The longest change that is looked at, in bytes: a longer one is more than a sentence.
    private static let mostBytes = 4_000

    private struct Change {
        let index: Int
        /// The attributions in it, with whom they name; nil for one that names nobody.
        let gone: [String?]
        let come: [String?]
    }

    init(_ old: ProseText, _ new: ProseText, _ words: MarkedWords) {
        (self.old, self.new, self.words) = (old, new, words)
    }

    /// Takes the marks from the two changes of a sentence of which one removed an attribution and the other inserted it.
    func unmark(_ operations: inout [Comparison.Operation]) {
        let marked = operations.indices.filter { index in
            let operation = operations[index]
            return operation.kind != .move && operation.marks.contains(.attribution)
                && max(operation.old.count, operation.new.count) <= Self.mostBytes
        }
        guard marked.count > 1 else { return }
        let sentences = SentencePairs(old, new)
        let cut = sentences.cut(operations)
        var changes: [Int: [Change]] = [:]
        for index in marked {
            let operation = operations[index]
            let sentence = sentences.number(of: operation)
            guard !cut.contains(sentence) else { continue }
            changes[sentence, default: []].append(
                Change(
                    index: index, gone: words.named(old, old.tokens(in: operation.old)),
                    come: words.named(new, new.tokens(in: operation.new))))
        }
        for pair in changes.values where pair.count == 2 && Self.isMove(pair[0], pair[1]) {
            for change in pair { operations[change.index].marks.remove(.attribution) }
        }
    }

    private static func isMove(_ first: Change, _ second: Change) -> Bool {
        let (from, to) = first.gone.isEmpty ? (second, first) : (first, second)
        guard from.come.isEmpty, to.gone.isEmpty, !from.gone.isEmpty else { return false }
        let (gone, come) = (from.gone.compactMap(\.self), to.come.compactMap(\.self))
        return gone.count == from.gone.count && come.count == to.come.count && gone.sorted() == come.sorted()
    }
}
