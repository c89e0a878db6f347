import ProseDiff

extension Rendering {
    /// Returns a text with one sentence in each row, beside the version that introduced it.
    ///
    /// Words, figures and symbols with another origin than most of their sentence are in brackets: `[v2: words]`, or
    /// `[v1, back in v3: words]` if they had been removed in between. Where words were taken out, `[taken out in v2]` says so.
    ///
    /// - Parameters:
    ///   - blame: The result of `blame` for the versions.
    ///   - text: The last version.
    ///   - labels: One label for each version.
    ///   - options: The width, and whether to use colour.
    public static func blame(
        _ blame: Blame, of text: [UInt8], labels: [VersionLabel], options: Options = .init()
    ) -> String {
        let lines = BlameLines(blame, text).lines
        let used = lines.map { labels[$0.sentence.origin.version] }
        let nameWidth = used.map(\.name.count).max() ?? 0
        let gutter = used.map { nameWidth + 2 + $0.place.count + 2 }.max() ?? 0
        var page = ""
        for (index, line) in lines.enumerated() {
            if index > 0, line.sentence.startsParagraph { page += "\n" }
            let rows = Columns.wrap(runs(line, text, labels, options), width: options.width - gutter)
            let label = used[index]
            for (row, words) in rows.enumerated() {
                let name = label.name + String(repeating: " ", count: nameWidth + 2 - label.name.count)
                let margin = row == 0 ? name + label.place : ""
                let space = String(repeating: " ", count: gutter - margin.count)
                let ink = options.usesColour && row == 0 ? Ink.moved + margin + Ink.plain : margin
                page += trimmed(ink + space + words) + "\n"
            }
        }
        return page
    }

    private static func runs(
        _ line: BlameLines.Line, _ text: [UInt8], _ labels: [VersionLabel], _ options: Options
    ) -> [Columns.Run] {
        var runs: [Columns.Run] = []
        let faint = options.usesColour ? Ink.faint : ""
        let other = options.usesColour ? Ink.other : ""
        if let returned = line.sentence.origin.returned {
            runs.append(.init(text: "(back in \(labels[returned].name)) ", ink: faint))
        }
        for (index, piece) in line.pieces.enumerated() {
            if let cut = piece.cut {
                let mark = "[\(BlameLines.words(cut: cut, labels))]"
                runs.append(.init(text: index == 0 ? mark + " " : " " + mark, ink: faint))
                continue
            }
            let words = String(VisibleText.string(text[piece.range]).map { $0.isNewline ? " " : $0 })
            if let origin = piece.origin {
                runs.append(.init(text: "[\(BlameLines.words(origin, labels)): ", ink: faint))
                runs.append(.init(text: words + "]", ink: other))
            } else {
                runs.append(.init(text: words))
            }
        }
        return runs
    }

    private static func trimmed(_ line: String) -> String {
        var line = line
        while line.last == " " { line.removeLast() }
        return line
    }
}
