extension Rendering {
    /// Returns both texts as one HTML fragment: paragraphs with `ins` and `del`, and links between the two ends of a
    /// move.
    ///
    /// The fragment brings no style and no script. Its classes: `noise`, `number`, `name`, `quotation` on a change,
    /// `moved` on either end of a move, `fold` on a paragraph that stands for unchanged sentences. All text is escaped.
    ///
    /// - Parameters:
    ///   - comparison: What `compare` said of the two texts.
    ///   - old: The old text.
    ///   - new: The new text.
    ///   - prefix: Letters, digits and hyphens that begin the ids of moves, to keep several fragments of a page apart;
    ///     anything else in it is left out.
    ///   - options: What to show; colour and width do not matter.
    public static func html(
        _ comparison: Comparison, old: [UInt8], new: [UInt8], prefix: String = "move", options: Options = .init()
    ) -> String {
        var page = HTMLPage(old: old, new: new, options: options, prefix: safeID(prefix))
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
        return page.fragment.finish()
    }

    private static func safeID(_ prefix: String) -> String {
        let kept = prefix.unicodeScalars.filter { scalar in
            scalar == "-" || scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
        }
        return String(String.UnicodeScalarView(kept))
    }
}

/// An HTML rendering being written.
private struct HTMLPage {
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
        fragment.note(fold.note)
        fragment.text(VisibleText.string(new[fold.hidden.upperBound..<range.upperBound]))
    }

    mutating func change(_ operation: Comparison.Operation) {
        if operation.kind == .equal || operation.marks.contains(.noise) && !options.showsNoise {
            fragment.text(VisibleText.string(new[operation.new]))
        } else if operation.edits.isEmpty {
            let (removed, added) = ChangedText.strings(operation, old, new)
            mark("del", removed, operation.marks)
            mark("ins", added, operation.marks)
        } else {
            for edit in operation.edits { change(edit) }
        }
    }

    private mutating func mark(_ tag: StaticString, _ text: String, _ marks: Comparison.Marks) {
        guard !text.isEmpty else { return }
        let names = marks.names.joined(separator: " ")
        var inline = HTMLFragment.Inline(tag: tag)
        if !names.isEmpty { inline.attributes.append((name: "class", value: names)) }
        fragment.open(inline)
        fragment.text(text)
        fragment.close()
    }

    mutating func departure(_ move: Comparison.Operation, _ number: Int) {
        fragment.open(
            .init(tag: "del", attributes: [("class", "moved"), ("id", "\(prefix)-\(number)-from")]))
        fragment.open(.init(tag: "a", attributes: [("href", "#\(prefix)-\(number)-to")]))
        fragment.text(VisibleText.string(old[move.old]))
        fragment.close()
        fragment.close()
    }

    mutating func arrival(_ move: Comparison.Operation, _ number: Int) {
        fragment.open(.init(tag: "span", attributes: [("class", "moved"), ("id", "\(prefix)-\(number)-to")]))
        fragment.open(.init(tag: "a", attributes: [("href", "#\(prefix)-\(number)-from")]))
        fragment.text("\u{2195}\(number)")
        fragment.close()
        if move.edits.isEmpty {
            fragment.text(VisibleText.string(new[move.new]))
        } else {
            for edit in move.edits { change(edit) }
        }
        fragment.close()
    }
}
