import ProseDiff

extension Rendering {
    /// Returns both texts as one HTML fragment: paragraphs with `ins` and `del`, and links between the two ends of a
    /// move.
    ///
    /// The fragment brings no style and no script. Its classes: those of ``Comparison/Marks/names`` on a change, with
    /// `grave` on any but noise within a sentence, and an element within with `data-mark`, the words for the marks of a change within
    /// a sentence; `moved` on either end of a move, `cut` on the sign of a split or joined paragraph, `fold` on a `details`
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
        for step in ReadingOrder(comparison.operations, options).steps {
            switch step {
            case .unchanged(let stretch): page.unchanged(stretch)
            case .operation(let operation): page.change(operation)
            case .departure(let operation, let number): page.departure(operation, number)
            case .arrival(let operation, let number): page.arrival(operation, number)
            }
        }
        page.fragment.finish()
        return page.fragment
    }

    static func safeID(_ prefix: String) -> String {
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

    mutating func unchanged(_ stretch: UnchangedStretch) {
        let range = stretch.new
        guard let fold = stretch.parts(of: new, keeping: options.context).fold else {
            return fragment.text(VisibleText.string(new[range]))
        }
        fragment.text(VisibleText.string(new[range.lowerBound..<fold.hidden.lowerBound]))
        let hidden = new[fold.hidden].drop { $0 <= 0x20 }
        fragment.fold(fold.words, VisibleText.string(hidden))
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
            fragment.mark("del", removed, operation.marks, isWithin, isLast: added.isEmpty)
            fragment.mark("ins", added, operation.marks, isWithin, isLast: true)
        } else {
            for edit in operation.edits { change(edit, isWithin: true) }
        }
    }

    mutating func departure(_ move: Comparison.Operation, _ number: Int) {
        let body = beginMove(old, move.old)
        fragment.open(.init(tag: "del", attributes: [("class", "moved"), ("id", "\(prefix)-\(number)-from")]))
        fragment.moveLink(to: "\(prefix)-\(number)-to", number)
        fragment.text(VisibleText.string(old[body]))
        fragment.close()
        fragment.text(VisibleText.string(old[body.upperBound..<move.old.upperBound]))
    }

    mutating func arrival(_ move: Comparison.Operation, _ number: Int) {
        let body = beginMove(new, move.new)
        fragment.open(.init(tag: "span", attributes: [("class", "moved"), ("id", "\(prefix)-\(number)-to")]))
        fragment.moveLink(to: "\(prefix)-\(number)-from", number)
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
}

extension HTMLFragment {
    /// Writes the text of a change, with what it concerns.
    ///
    /// - Parameters:
    ///   - isWithin: Whether it stands within a sentence.
    ///   - isLast: Whether it is the last text of its change, which carries the words for the marks.
    mutating func mark(
        _ tag: StaticString, _ text: String, _ marks: Comparison.Marks, _ isWithin: Bool, isLast: Bool
    ) {
        guard !text.isEmpty else { return }
        let names = (marks.names + (isWithin && marks.isGrave ? ["grave"] : [])).joined(separator: " ")
        var inline = HTMLFragment.Inline(tag: tag)
        if !names.isEmpty { inline.attributes.append((name: "class", value: names)) }
        let titles =
            isWithin && isLast
            ? marks.allTitles.map { RenderingWords.current.marks[$0] ?? $0 }.joined(separator: ", ") : ""
        open(inline)
        defer { close() }
        guard !titles.isEmpty else { return self.text(text) }
        // The words stand beside the last letters of the text, before the white space after it, and never on another line.
        let ending = MarkedEnding(of: text)
        self.text(ending.head)
        var mark = HTMLFragment.Inline(tag: "span")
        mark.attributes.append((name: "data-mark", value: titles))
        open(mark)
        self.text(ending.last)
        close()
        guard !ending.space.isEmpty else { return }
        open(.init(tag: "span", attributes: [(name: "class", value: "gap")]))
        self.text(ending.space)
        close()
    }
}

extension Markup {
    /// Writes a comparison as ``Rendering/html(_:old:new:prefix:options:)`` returns it.
    public mutating func addComparison(
        _ comparison: Comparison, old: [UInt8], new: [UInt8], prefix: String = "move",
        options: Rendering.Options = .init()
    ) {
        add(Rendering.fragment(comparison, old, new, prefix, options))
    }

    /// Writes the table of a blamed text: one sentence in each row, with its version in the first column.
    public mutating func addBlame(_ blame: Blame, of text: [UInt8], labels: [VersionLabel]) {
        BlameTable(blame, text, labels).write(to: &self)
    }
}
