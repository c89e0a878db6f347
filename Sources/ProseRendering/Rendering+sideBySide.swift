import ProseDiff

extension Rendering {
    /// Returns both texts in two columns, the old one on the left.
    ///
    /// A sign between the columns shows the change: `|` changed, `<` removed, `>` added, `~` moved, `.` typography
    /// only, `¶` a paragraph split or joined. Wide characters and emoji take two columns.
    ///
    /// - Parameters:
    ///   - comparison: The result of `compare` for the two texts.
    ///   - old: The old text.
    ///   - new: The new text.
    ///   - options: What to show, and the width of the terminal; at least 19 columns are used.
    public static func sideBySide(
        _ comparison: Comparison, old: [UInt8], new: [UInt8], options: Options = .init()
    ) -> String {
        var page = TwoColumns(old: old, new: new, options: options)
        for step in ReadingOrder(comparison.operations, options).steps {
            switch step {
            case .unchanged(let stretch): page.unchanged(stretch)
            case .operation(let operation): page.change(operation)
            case .departure(let move, let number): page.departure(move, number)
            case .arrival(let move, let number): page.arrival(move, number)
            }
        }
        return page.text
    }
}

/// A two-column rendering under construction, with one row for each operation.
private struct TwoColumns {
    let old: [UInt8]
    let new: [UInt8]
    let options: Rendering.Options
    private(set) var text = ""
    private let width: Int
    /// Whether a blank line of the texts lies between the last row and the next one.
    private var isParted = false

    init(old: [UInt8], new: [UInt8], options: Rendering.Options) {
        self.old = old
        self.new = new
        self.options = options
        width = max(8, (options.width - 3) / 2)
    }

    mutating func unchanged(_ stretch: UnchangedStretch) {
        let (head, fold, tail) = stretch.parts(of: new, keeping: options.context)
        for piece in head { same(piece) }
        guard let fold else { return }
        let note = [Columns.Run(text: fold.note, ink: options.usesColour ? Ink.faint : "")]
        row(note, " ", note, of: [])
        for piece in tail { same(piece) }
    }

    private mutating func same(_ piece: UnchangedStretch.Piece) {
        let texts = [old[piece.old], new[piece.new]]
        let runs = texts.map { [Columns.Run(text: VisibleText.string($0))] }
        row(runs[0], piece.isNoise ? "." : " ", runs[1], of: texts)
    }

    mutating func change(_ operation: Comparison.Operation) {
        if let pilcrow = operation.pilcrow {
            return row([], "\u{B6}", [.init(text: pilcrow, ink: ink(Ink.moved))], of: [])
        }
        let texts = [old[operation.old], new[operation.new]]
        let sign =
            operation.marks.contains(.noise) ? "." : operation.old.isEmpty ? ">" : operation.new.isEmpty ? "<" : "|"
        let (left, right) = runs([operation])
        row(left, sign, right, of: texts)
    }

    mutating func departure(_ move: Comparison.Operation, _ number: Int) {
        let tag = Columns.Run(text: "[moved away \(number)] ", ink: ink(Ink.moved))
        let text = move.edits.isEmpty ? [.init(text: VisibleText.string(old[move.old]))] : runs(move.edits).old
        row([tag] + text, "~", [], of: [old[move.old]])
    }

    mutating func arrival(_ move: Comparison.Operation, _ number: Int) {
        let tag = Columns.Run(text: "[moved here \(number)] ", ink: ink(Ink.moved))
        // The old text is where it was, once.
        let text = move.edits.isEmpty ? [.init(text: VisibleText.string(new[move.new]))] : runs(move.edits).new
        row([], "~", [tag] + text, of: [new[move.new]])
    }

    /// The two sides of operations, with changes marked.
    private func runs(_ operations: [Comparison.Operation]) -> (old: [Columns.Run], new: [Columns.Run]) {
        var left: [Columns.Run] = []
        var right: [Columns.Run] = []
        // White space at the ends of a row says nothing, also within its brackets.
        let isRow = operations.count == 1 && operations[0].edits.isEmpty
        Comparison.forEachLeaf(operations) { leaf in
            if let pilcrow = leaf.pilcrow { right.append(.init(text: pilcrow, ink: ink(Ink.moved))) }
            if leaf.isShownAsNew(options) {
                left.append(.init(text: VisibleText.string(old[leaf.old])))
                right.append(.init(text: VisibleText.string(new[leaf.new])))
            } else {
                var (removed, added) = ChangedText.strings(leaf, old, new)
                if isRow { (removed, added) = (Self.trimmed(removed), Self.trimmed(added)) }
                if !removed.isEmpty { left.append(marked("[-", removed, "-]", Ink.removed)) }
                if !added.isEmpty { right.append(marked("{+", added, "+}", Ink.added)) }
                // A whole added or removed sentence usually has a mark, so it is not shown.
                let titles = isRow ? [] : leaf.marks.titles
                if !titles.isEmpty {
                    let run = Columns.Run(text: "<\(titles.joined(separator: ", "))>", ink: ink(Ink.faint))
                    if added.isEmpty { left.append(run) } else { right.append(run) }
                }
            }
        }
        return (left, right)
    }

    private func marked(_ opening: String, _ text: String, _ closing: String, _ ink: String) -> Columns.Run {
        .init(text: opening + text + closing, ink: self.ink(ink))
    }

    private func ink(_ ink: String) -> String { options.usesColour ? ink : "" }

    /// - Parameter texts: What the row shows; where a blank line begins or ends it, one parts it from the row beside it.
    private mutating func row(
        _ left: [Columns.Run], _ sign: String, _ right: [Columns.Run], of texts: [ArraySlice<UInt8>]
    ) {
        let (left, right) = (Self.trimmed(left), Self.trimmed(right))
        isParted = isParted || texts.contains { Self.hasBlankLine($0.prefix(while: Self.isSpace)) }
        // White space between two changes is no row.
        if left.allSatisfy(\.text.isEmpty) && right.allSatisfy(\.text.isEmpty) { return }
        if isParted, !text.isEmpty { text += "\n" }
        isParted = texts.contains { Self.hasBlankLine($0.reversed().prefix(while: Self.isSpace)) }
        let lefts = Columns.wrap(left, width: width)
        let rights = Columns.wrap(right, width: width)
        let blank = String(repeating: " ", count: width)
        for index in 0..<max(lefts.count, rights.count) {
            let first = index < lefts.count ? lefts[index] : blank
            let second = index < rights.count ? rights[index] : blank
            var line = first + " " + sign + " " + second
            while line.last == " " { line.removeLast() }
            text += line + "\n"
        }
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A }

    private static func hasBlankLine(_ space: some Sequence<UInt8>) -> Bool { space.count { $0 == 0x0A } > 1 }

    private static func trimmed(_ text: String) -> String {
        trimmed([Columns.Run(text: text)])[0].text
    }

    /// Drops the white space at the ends, because each row begins a line.
    private static func trimmed(_ runs: [Columns.Run]) -> [Columns.Run] {
        var runs = runs
        for index in runs.indices {
            runs[index].text = String(runs[index].text.drop { $0 == " " || $0 == "\n" })
            if !runs[index].text.isEmpty { break }
        }
        for index in runs.indices.reversed() {
            while let last = runs[index].text.last, last == " " || last == "\n" { runs[index].text.removeLast() }
            if !runs[index].text.isEmpty { break }
        }
        return runs
    }
}
