import ProseDiff

extension Markup {
    /// Writes the rows of a table with the old text on the left and the new one on the right: bodies and rows, without
    /// `table` and its head. A row ends where both texts begin an unchanged paragraph.
    ///
    /// Classes and parameters are those of ``Rendering/html(_:old:new:prefix:options:)``.
    public mutating func addSides(
        _ comparison: Comparison, old: [UInt8], new: [UInt8], prefix: String = "move",
        options: Rendering.Options = .init()
    ) {
        var sides = HTMLSides(old: old, new: new, options: options, prefix: Rendering.safeID(prefix))
        for step in ReadingOrder(comparison.operations, options).steps {
            switch step {
            case .unchanged(let stretch): sides.unchanged(stretch)
            case .operation(let operation): sides.change(operation)
            case .departure(let move, let number): sides.departure(move, number)
            case .arrival(let move, let number): sides.arrival(move, number)
            }
        }
        sides.endRow()
        tag("<tbody>")
        add(sides.rows)
        tag("</tbody>")
    }
}

/// A table of two texts under construction.
private struct HTMLSides {
    let old: [UInt8]
    let new: [UInt8]
    let options: Rendering.Options
    let prefix: String
    private(set) var rows = Markup()
    private var left = HTMLFragment()
    private var right = HTMLFragment()

    init(old: [UInt8], new: [UInt8], options: Rendering.Options, prefix: String) {
        self.old = old
        self.new = new
        self.options = options
        self.prefix = prefix
    }

    mutating func endRow() {
        left.finish()
        right.finish()
        defer { (left, right) = (HTMLFragment(), HTMLFragment()) }
        guard !left.isEmpty || !right.isEmpty else { return }
        rows.tag("<tr><td>")
        rows.add(left)
        rows.tag("</td><td>")
        rows.add(right)
        rows.tag("</td></tr>\n")
    }

    mutating func unchanged(_ stretch: UnchangedStretch) {
        let (head, fold, tail) = stretch.parts(of: new, keeping: options.context)
        for piece in head { same(piece) }
        guard let fold else { return }
        endRow()
        var hidden = HTMLFragment()
        let text = new[fold.hidden].drop { $0 <= 0x20 }
        hidden.fold(fold.words, VisibleText.string(text))
        hidden.finish()
        rows.tag("<tr><td colspan=\"2\">")
        rows.add(hidden)
        rows.tag("</td></tr>\n")
        for piece in tail { same(piece) }
    }

    private mutating func same(_ piece: UnchangedStretch.Piece) {
        guard piece.isNoise else { return same(piece.new) }
        left.text(VisibleText.string(old[piece.old]))
        right.text(VisibleText.string(new[piece.new]))
    }

    /// Writes text that both sides have; each blank line ends a row.
    private mutating func same(_ range: Range<Int>) {
        var start = range.lowerBound
        var (index, lineBreaks) = (start, 0)
        while index < range.upperBound {
            if new[index] == 0x0A { lineBreaks += 1 } else if new[index] > 0x20 { lineBreaks = 0 }
            index += 1
            guard lineBreaks == 2 else { continue }
            both(start..<index)
            endRow()
            (start, lineBreaks) = (index, 0)
        }
        both(start..<range.upperBound)
    }

    private mutating func both(_ range: Range<Int>) {
        let text = VisibleText.string(new[range])
        left.text(text)
        right.text(text)
    }

    mutating func change(_ operation: Comparison.Operation, isWithin: Bool = false) {
        if let pilcrow = operation.pilcrow {
            right.open(.init(tag: "span", attributes: [("class", "cut")]))
            right.text(pilcrow)
            right.close()
        }
        if operation.isShownAsNew(options) {
            left.text(VisibleText.string(old[operation.old]))
            right.text(VisibleText.string(new[operation.new]))
        } else if operation.edits.isEmpty {
            let (removed, added) = ChangedText.strings(operation, old, new)
            left.mark("del", removed, operation.marks, isWithin, isLast: added.isEmpty)
            right.mark("ins", added, operation.marks, isWithin, isLast: true)
        } else {
            for edit in operation.edits { change(edit, isWithin: true) }
        }
    }

    mutating func departure(_ move: Comparison.Operation, _ number: Int) {
        let body = Self.beginMove(old, move.old, &left)
        left.open(.init(tag: "del", attributes: [("class", "moved"), ("id", "\(prefix)-\(number)-from")]))
        left.moveLink(to: "\(prefix)-\(number)-to", number)
        if move.edits.isEmpty { left.text(VisibleText.string(old[body])) }
        Comparison.forEachLeaf(move.edits) { edit in
            guard !isShownAsMoved(edit) else { return left.text(VisibleText.string(old[edit.old.clamped(to: body)])) }
            let (removed, added) = ChangedText.strings(edit, old, new)
            left.mark("del", removed, edit.marks, true, isLast: added.isEmpty)
        }
        left.close()
        left.text(VisibleText.string(old[body.upperBound..<move.old.upperBound]))
    }

    mutating func arrival(_ move: Comparison.Operation, _ number: Int) {
        let body = Self.beginMove(new, move.new, &right)
        right.open(.init(tag: "span", attributes: [("class", "moved"), ("id", "\(prefix)-\(number)-to")]))
        right.moveLink(to: "\(prefix)-\(number)-from", number)
        if move.edits.isEmpty { right.text(VisibleText.string(new[body])) }
        Comparison.forEachLeaf(move.edits) { edit in
            if let pilcrow = edit.pilcrow {
                right.open(.init(tag: "span", attributes: [("class", "cut")]))
                right.text(pilcrow)
                right.close()
            }
            guard !isShownAsMoved(edit) else { return right.text(VisibleText.string(new[edit.new.clamped(to: body)])) }
            right.mark("ins", ChangedText.strings(edit, old, new).added, edit.marks, true, isLast: true)
        }
        right.close()
        right.text(VisibleText.string(new[body.upperBound..<move.new.upperBound]))
    }

    /// Writes the white space before a moved passage, so that its sign begins its own paragraph. Returns the passage without
    /// the white space at its ends.
    private static func beginMove(_ text: [UInt8], _ range: Range<Int>, _ side: inout HTMLFragment) -> Range<Int> {
        let head = text[range].prefix { $0 <= 0x20 }.count
        let tail = text[range].dropFirst(head).reversed().prefix { $0 <= 0x20 }.count
        side.text(VisibleText.string(text[range].prefix(head)))
        return range.lowerBound + head..<range.upperBound - tail
    }

    /// Whether a part of a moved passage is shown as it is: the same, or only white space, of which a move's two places
    /// may have different amounts.
    private func isShownAsMoved(_ edit: Comparison.Operation) -> Bool {
        if edit.isShownAsNew(options) { return true }
        let isBlank = old[edit.old].allSatisfy { $0 <= 0x20 } && new[edit.new].allSatisfy { $0 <= 0x20 }
        return isBlank && !edit.marks.contains(.noise)
    }
}

extension HTMLFragment {
    /// Writes the number of a move as a link to its other end.
    mutating func moveLink(to id: String, _ number: Int) {
        open(.init(tag: "a", attributes: [("href", "#\(id)")]))
        text("\u{2195}\(number)")
        close()
        text(" ")
    }
}
