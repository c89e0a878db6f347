import ProseDiff

extension Rendering {
    /// Returns both texts as one, with changes marked in place: `[-old-]{+new+}`, in colour too, so that a copy from a
    /// terminal can be read.
    ///
    /// In colour, changed numbers, names and quoted words within a sentence are bold.
    ///
    /// `<negation>` after a change names a mark that is not plain from the words: number, negation, hedge, attribution,
    /// speaker.
    ///
    /// `[¶ split]` marks a paragraph that was split in two, `[¶ joined]` two that became one.
    ///
    /// A moved passage is shown in full at its new place, and by its first words at its old place; both have the same
    /// number.
    ///
    /// - Parameters:
    ///   - comparison: The result of `compare` for the two texts.
    ///   - old: The old text.
    ///   - new: The new text.
    ///   - options: What to show.
    public static func inline(
        _ comparison: Comparison, old: [UInt8], new: [UInt8], options: Options = .init()
    ) -> String {
        var page = InlinePage(old: old, new: new, options: options)
        for step in ReadingOrder(comparison.operations, options).steps {
            switch step {
            case .unchanged(let stretch): page.unchanged(stretch)
            case .operation(let operation):
                page.change(operation)
            case .departure(let operation, let number):
                page.departure(operation, number)
            case .arrival(let operation, let number):
                page.arrival(operation, number)
            }
        }
        return page.text
    }
}

/// An inline rendering under construction.
private struct InlinePage {
    let old: [UInt8]
    let new: [UInt8]
    let options: Rendering.Options
    private(set) var text = ""
    /// Whether a moved paragraph was just removed, so that even a hidden blank line must be written.
    private var owesBreak = false

    init(old: [UInt8], new: [UInt8], options: Rendering.Options) {
        self.old = old
        self.new = new
        self.options = options
    }

    mutating func unchanged(_ stretch: UnchangedStretch) {
        let range = stretch.new
        if owesBreak, let first = stretch.operations.first, first.kind != .equal {
            if first.new.isEmpty { text += VisibleText.string(old[first.old]) }
            owesBreak = false
        }
        guard let fold = stretch.parts(of: new, keeping: options.context).fold else {
            text += VisibleText.string(new[range])
            return
        }
        text += VisibleText.string(new[range.lowerBound..<fold.hidden.lowerBound])
        if !text.isEmpty && !text.hasSuffix("\n") { text += "\n" }
        text += inked(fold.note, Ink.faint)
        text += "\n" + VisibleText.string(new[fold.hidden.upperBound..<range.upperBound])
    }

    mutating func change(_ operation: Comparison.Operation, isWithin: Bool = false) {
        if let pilcrow = operation.pilcrow { text += inked(pilcrow, Ink.moved) }
        if operation.isShownAsNew(options) {
            text += VisibleText.string(new[operation.new])
            if owesBreak && operation.new.isEmpty { text += VisibleText.string(old[operation.old]) }
            owesBreak = false
        } else if operation.edits.isEmpty {
            leaf(operation, isGrave: isWithin && operation.marks.isGrave)
        } else {
            for edit in operation.edits { change(edit, isWithin: true) }
        }
    }

    private mutating func leaf(_ operation: Comparison.Operation, isGrave: Bool) {
        let (removed, added) = ChangedText.strings(operation, old, new)
        let weight = isGrave ? Ink.heavy : ""
        if !removed.isEmpty { text += marked("[-", removed, "-]", weight + Ink.removed) }
        if !added.isEmpty { text += marked("{+", added, "+}", weight + Ink.added) }
        let titles = isGrave ? operation.marks.titles.joined(separator: ", ") : ""
        if !titles.isEmpty { text += inked("<\(titles)>", Ink.faint) }
    }

    mutating func departure(_ move: Comparison.Operation, _ number: Int) {
        let (head, tail) = edges(old, move.old)
        let body = move.old.lowerBound + head..<move.old.upperBound - tail
        // On a line of its own if it was a paragraph, although its blank line may have moved with it.
        let isParagraph = body.lowerBound == 0 || old[body.lowerBound - 1] == 0x0A
        if isParagraph && !text.isEmpty && !text.hasSuffix("\n\n") { text += text.hasSuffix("\n") ? "\n" : "\n\n" }
        text += inked("[moved away \(number): \(Excerpt.opening(of: old, body))]", Ink.moved)
        text += VisibleText.string(old[body.upperBound..<move.old.upperBound])
        owesBreak = isParagraph && tail == 0
    }

    mutating func arrival(_ move: Comparison.Operation, _ number: Int) {
        let (head, tail) = edges(new, move.new)
        let body = move.new.lowerBound + head..<move.new.upperBound - tail
        // White space that changed on the way, too, stands before the bracket or after it.
        let before = move.edits.prefix { isBlank($0) && $0.new.upperBound <= body.lowerBound }
        let after = move.edits.dropFirst(before.count).reversed().prefix {
            isBlank($0) && $0.new.lowerBound >= body.upperBound
        }
        for edit in before { change(edit) }
        text += VisibleText.string(new[(before.last?.new.upperBound ?? move.new.lowerBound)..<body.lowerBound])
        text += inked("[moved here \(number): ", Ink.moved)
        if move.edits.isEmpty {
            text += VisibleText.string(new[body])
        } else {
            for edit in move.edits.dropFirst(before.count).dropLast(after.count) { change(edit.clamped(to: body)) }
        }
        text += inked("]", Ink.moved)
        text += VisibleText.string(new[body.upperBound..<(after.last?.new.lowerBound ?? move.new.upperBound)])
        for edit in after.reversed() { change(edit) }
    }

    private func isBlank(_ edit: Comparison.Operation) -> Bool {
        edit.edits.isEmpty && old[edit.old].allSatisfy { $0 <= 0x20 } && new[edit.new].allSatisfy { $0 <= 0x20 }
    }

    private func edges(_ bytes: [UInt8], _ range: Range<Int>) -> (head: Int, tail: Int) {
        let head = bytes[range].prefix { $0 <= 0x20 }.count
        let tail = bytes[range].dropFirst(head).reversed().prefix { $0 <= 0x20 }.count
        return (head, tail)
    }

    private func marked(_ opening: String, _ body: String, _ closing: String, _ ink: String) -> String {
        inked(opening + body + closing, ink)
    }

    private func inked(_ body: String, _ ink: String) -> String {
        options.usesColour ? ink + body + Ink.plain : body
    }
}
