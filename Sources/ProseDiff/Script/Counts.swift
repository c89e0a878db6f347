extension Comparison.Counts {
    init(_ operations: [Comparison.Operation], _ old: ProseText, _ new: ProseText) {
        for operation in ChangesBesideLabels(old, new).known(operations) { add(operation, old, new, isMoved: false) }
    }

    private mutating func add(
        _ operation: Comparison.Operation, _ old: ProseText, _ new: ProseText, isMoved: Bool
    ) {
        if operation.kind == .move && !operation.edits.isEmpty {
            for edit in operation.edits { add(edit, old, new, isMoved: true) }
            return
        }
        let olds = old.tokens(in: operation.old)
        let news = new.tokens(in: operation.new)
        if operation.kind == .move || operation.kind == .equal && isMoved {
            sentences.moved += new.sentenceCount(news)
            words.moved += new.wordCount(news)
        } else if operation.kind != .equal {
            let before = old.sentenceCount(olds) - old.labelCount(olds)
            let after = new.sentenceCount(news) - new.labelCount(news)
            if isMoved { sentences.moved += min(before, after) }
            guard !operation.marks.contains(.noise) else { return }
            if isMoved { sentences.movedAndChanged += min(before, after) }
            sentences.add(before, after)
            addWords(operation, old, new)
        }
    }

    private mutating func addWords(_ operation: Comparison.Operation, _ old: ProseText, _ new: ProseText) {
        Comparison.forEachLeaf([operation]) { leaf in
            guard leaf.kind != .equal, !leaf.marks.contains(.noise) else { return }
            let (olds, news) = (old.tokens(in: leaf.old), new.tokens(in: leaf.new))
            words.add(old.wordCount(olds) - old.labelCount(olds), new.wordCount(news) - new.labelCount(news))
        }
    }
}

extension Comparison.Counts.Units {
    /// Counts units: in pairs as changed, the rest as added or removed.
    fileprivate mutating func add(_ old: Int, _ new: Int) {
        changed += min(old, new)
        removed += max(0, old - new)
        added += max(0, new - old)
    }
}

extension ProseText {
    /// The number of withheld passages among some tokens: each is one word, and a sentence of its own. Where they differ, nobody
    /// can tell by how many sentences and words.
    fileprivate func labelCount(_ tokens: Range<Int>) -> Int { tokens.count { traits[$0].contains(.label) } }
}
