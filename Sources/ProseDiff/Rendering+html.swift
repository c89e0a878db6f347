extension Rendering {
    /// Returns both texts as one HTML fragment: paragraphs with `ins` and `del`, and links between the two ends of a
    /// move.
    ///
    /// The fragment brings no style and no script. Its classes: those of ``Comparison/Marks/names`` on a change, with
    /// `grave` on any but noise within a sentence, and `data-mark` with the words for a mark that is not plain from the
    /// text; `moved` on either end of a move, `cut` on the sign of a split or joined paragraph, `fold` on a `details`
    /// with unchanged sentences. All text is escaped.
    ///
    /// - Parameters:
    ///   - comparison: The result of `compare` for the two texts.
    ///   - old: The old text.
    ///   - new: The new text.
    ///   - prefix: Letters, digits and hyphens that begin the ids of moves, to tell several fragments of a page apart;
    ///     other characters are dropped.
    ///   - options: What to show; colour and width are ignored.
    public static func html(
        _ comparison: Comparison, old: [UInt8], new: [UInt8], prefix: String = "move", options: Options = .init()
    ) -> String {
        fragment(comparison, old, new, prefix, options).html
    }

    /// The fragment, for pages of this module.
    static func fragment(
        _ comparison: Comparison, _ old: [UInt8], _ new: [UInt8], _ prefix: String, _ options: Options
    ) -> HTMLFragment {
        var page = HTMLComparison(old: old, new: new, options: options, prefix: safeID(prefix))
        let steps = ReadingOrder(comparison.operations).steps
        for (index, step) in steps.enumerated() {
            switch step {
            case .operation(let operation) where operation.kind == .equal:
                page.unchanged(operation.new, opens: index == 0, closes: index == steps.count - 1)
            case .operation(let operation): page.change(operation)
            case .departure(let operation, let number): page.departure(operation, number)
            case .arrival(let operation, let number): page.arrival(operation, number)
            }
        }
        page.fragment.finish()
        return page.fragment
    }

    private static func safeID(_ prefix: String) -> String {
        let kept = prefix.unicodeScalars.filter { scalar in
            scalar == "-" || scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
        }
        return String(String.UnicodeScalarView(kept))
    }
}

/// An HTML rendering under construction.
private struct HTMLComparison {
    let old: [UInt8]
    let new: [UInt8]
    let options: Rendering.Options
    let prefix: String
    var fragment = HTMLFragment()

    init(old: [UInt8], new: [UInt8], options: Rendering.Options, prefix: String) {
        self.old = old
        self.new = new
        self.options = options
        self.prefix = prefix
    }

    mutating func unchanged(_ range: Range<Int>, opens: Bool, closes: Bool) {
        let fold = options.context.flatMap { Fold(new, range, keeping: $0, opens: opens, closes: closes) }
        guard let fold else { return fragment.text(VisibleText.string(new[range])) }
        fragment.text(VisibleText.string(new[range.lowerBound..<fold.hidden.lowerBound]))
        let hidden = new[fold.hidden].drop { $0 <= 0x20 }
        fragment.fold("\(fold.sentences) unchanged sentences", VisibleText.string(hidden))
        fragment.text(VisibleText.string(new[fold.hidden.upperBound..<range.upperBound]))
    }

    mutating func change(_ operation: Comparison.Operation, isWithin: Bool = false) {
        if let pilcrow = operation.pilcrow {
            fragment.open(.init(tag: "span", attributes: [("class", "cut")]))
            fragment.text(pilcrow)
            fragment.close()
        }
        if operation.isShownAsNew(options) {
            fragment.text(VisibleText.string(new[operation.new]))
        } else if operation.edits.isEmpty {
            let (removed, added) = ChangedText.strings(operation, old, new)
            mark("del", removed, operation.marks, isWithin, isLast: added.isEmpty)
            mark("ins", added, operation.marks, isWithin, isLast: true)
        } else {
            for edit in operation.edits { change(edit, isWithin: true) }
        }
    }

    private mutating func mark(
        _ tag: StaticString, _ text: String, _ marks: Comparison.Marks, _ isWithin: Bool, isLast: Bool
    ) {
        guard !text.isEmpty else { return }
        let names = (marks.names + (isWithin && marks.isGrave ? ["grave"] : [])).joined(separator: " ")
        var inline = HTMLFragment.Inline(tag: tag)
        if !names.isEmpty { inline.attributes.append((name: "class", value: names)) }
        let titles = isWithin && isLast ? marks.titles.joined(separator: ", ") : ""
        if !titles.isEmpty { inline.attributes.append((name: "data-mark", value: titles)) }
        fragment.open(inline)
        fragment.text(text)
        fragment.close()
    }

    mutating func departure(_ move: Comparison.Operation, _ number: Int) {
        let body = beginMove(old, move.old)
        fragment.open(.init(tag: "del", attributes: [("class", "moved"), ("id", "\(prefix)-\(number)-from")]))
        link(to: "\(prefix)-\(number)-to", number)
        fragment.text(VisibleText.string(old[body]))
        fragment.close()
        fragment.text(VisibleText.string(old[body.upperBound..<move.old.upperBound]))
    }

    mutating func arrival(_ move: Comparison.Operation, _ number: Int) {
        let body = beginMove(new, move.new)
        fragment.open(.init(tag: "span", attributes: [("class", "moved"), ("id", "\(prefix)-\(number)-to")]))
        link(to: "\(prefix)-\(number)-from", number)
        if move.edits.isEmpty {
            fragment.text(VisibleText.string(new[body]))
        } else {
            for edit in move.edits { change(edit.clamped(to: body)) }
        }
        fragment.close()
        fragment.text(VisibleText.string(new[body.upperBound..<move.new.upperBound]))
    }

    /// Writes the white space before a moved passage, which may end a paragraph. Returns the passage without it.
    private mutating func beginMove(_ bytes: [UInt8], _ range: Range<Int>) -> Range<Int> {
        let head = bytes[range].prefix { $0 <= 0x20 }.count
        let tail = bytes[range].dropFirst(head).reversed().prefix { $0 <= 0x20 }.count
        fragment.text(VisibleText.string(bytes[range].prefix(head)))
        return range.lowerBound + head..<range.upperBound - tail
    }

    /// Writes the number of a move as a link to its other end.
    private mutating func link(to id: String, _ number: Int) {
        fragment.open(.init(tag: "a", attributes: [("href", "#\(id)")]))
        fragment.text("\u{2195}\(number)")
        fragment.close()
        fragment.text(" ")
    }
}
