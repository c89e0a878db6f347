import ProseDiff

/// A blamed text as a table: one sentence in each row, with its version in the first column.
struct BlameTable {
    private let lines: [BlameLines.Line]
    private let text: [UInt8]
    private let labels: [VersionLabel]

    init(_ blame: Blame, _ text: [UInt8], _ labels: [VersionLabel]) {
        lines = BlameLines(blame, text).lines
        self.text = text
        self.labels = labels
    }

    func write(to page: inout Markup) {
        page.tag("<table>\n<thead><tr><th scope=\"col\">First seen in</th>")
        page.tag("<th scope=\"col\">Sentence</th></tr></thead>\n")
        var inGroup = false
        for line in lines {
            if line.sentence.startsParagraph || !inGroup {
                if inGroup { page.tag("</tbody>\n") }
                page.tag("<tbody>\n")
                inGroup = true
            }
            write(line, to: &page)
        }
        if inGroup { page.tag("</tbody>\n") }
        page.tag("</table>\n")
    }

    private func write(_ line: BlameLines.Line, to page: inout Markup) {
        let label = labels[line.sentence.origin.version]
        page.tag("<tr><th scope=\"row\" lang=\"en\">")
        page.element("b", label.name)
        page.tag(" ")
        page.element("small", label.place)
        if let returned = line.sentence.origin.returned {
            page.tag(" ")
            page.element("small", "back in \(labels[returned].name)")
        }
        page.tag("</th><td dir=\"auto\">")
        for piece in line.pieces {
            if let cut = piece.cut {
                page.tag(" ")
                page.element(
                    "small", ["class": "other", "lang": "en", "dir": "ltr", "title": labels[cut].place],
                    BlameLines.words(cut: cut, labels))
                page.tag(" ")
                continue
            }
            let words = VisibleText.string(text[piece.range])
            guard let origin = piece.origin else {
                page.text(words)
                continue
            }
            page.open("span", ["class": "other", "title": labels[origin.version].place])
            page.text(words)
            page.element("sup", ["lang": "en", "dir": "ltr"], BlameLines.words(origin, labels))
            page.tag("</span>")
        }
        page.tag("</td></tr>\n")
    }
}
