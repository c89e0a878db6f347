import ProseDiff

/// A blamed text as a table: one sentence in each row, with its version in the first column.
struct BlameTable {
    private let lines: [BlameLines.Line]
    private let text: [UInt8]
    private let labels: [VersionLabel]
    private let words = RenderingWords.current

    init(_ blame: Blame, _ text: [UInt8], _ labels: [VersionLabel]) {
        lines = BlameLines(blame, text).lines
        self.text = text
        self.labels = labels
    }

    func write(to page: inout Markup) {
        page.tag("<table>\n<thead><tr>")
        page.element("th", ["scope": "col"], words.firstSeen)
        page.element("th", ["scope": "col"], words.sentence)
        page.tag("</tr></thead>\n")
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
        page.tag("<tr>")
        page.element("th", ["scope": "row", "lang": words.language]) { page in
            page.element("b", label.name)
            page.tag(" ")
            page.element("small", label.place)
            if let returned = line.sentence.origin.returned {
                page.tag(" ")
                page.element("small", RenderingWords.words(words.backIn, labels[returned].name))
            }
        }
        page.tag("<td dir=\"auto\">")
        for piece in line.pieces {
            if let cut = piece.cut {
                page.tag(" ")
                page.element(
                    "small", ["class": "other", "lang": words.language, "dir": "ltr", "title": labels[cut].place],
                    BlameLines.words(cut: cut, labels))
                page.tag(" ")
                continue
            }
            let shown = VisibleText.string(text[piece.range])
            guard let origin = piece.origin else {
                page.text(shown)
                continue
            }
            page.open("span", ["class": "other", "title": labels[origin.version].place])
            page.text(shown)
            page.element("sup", ["lang": words.language, "dir": "ltr"], BlameLines.words(origin, labels))
            page.tag("</span>")
        }
        page.tag("</td></tr>\n")
    }
}
