import CanonicalJSON
import ProseRendering
import StoryEvents

/// The text of a version, as it was published.
struct StoryText {
    let frame: Frame
    let fields: JSONObject
    let withheld: [Text: Withheld]

    func write(_ page: inout Markup) {
        page.element("article", ["class": "prose", "lang": fields["language"]?.text?.string ?? ""]) { page in
            if let hole = withheld["body"] {
                page.element("p") { $0.withheld("\(frame.words.withheld) \(hole)") }
            } else {
                for paragraph in Self.paragraphs(fields["body"]?.text?.string ?? "") {
                    page.element("p", ["dir": "auto"]) { page in
                        let lines = paragraph.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
                        for (index, line) in lines.enumerated() {
                            if index > 0 { page.tag("<br>") }
                            page.text(String(Substring(line)))
                        }
                    }
                }
            }
        }
    }

    /// The paragraphs, parted by blank lines; lines within one end in a line feed.
    static func paragraphs(_ body: String) -> [String] {
        var paragraphs: [String] = []
        var lines: [Substring] = []
        // By bytes: by characters it takes a third of the time of a long story's page.
        for line in body.utf8.split(separator: 0x0A, omittingEmptySubsequences: false) {
            let text = Substring(line.last == 0x0D ? line.dropLast() : line)
            if text.unicodeScalars.allSatisfy(\.properties.isWhitespace) {
                if !lines.isEmpty { paragraphs.append(lines.joined(separator: "\n")) }
                lines = []
            } else {
                lines.append(text)
            }
        }
        if !lines.isEmpty { paragraphs.append(lines.joined(separator: "\n")) }
        return paragraphs
    }
}

/// The headline of a version and its dek, with words in place of those that were withheld.
struct StoryTitle {
    let frame: Frame
    let fields: JSONObject
    let withheld: [Text: Withheld]

    func write(_ page: inout Markup, _ name: StaticString) {
        line("headline", name, nil, &page)
        if withheld["dek"] != nil || fields["dek"]?.text != nil { line("dek", "p", "dek", &page) }
    }

    private func line(_ field: Text, _ name: StaticString, _ style: String?, _ page: inout Markup) {
        let language = fields["language"]?.text?.string ?? ""
        guard withheld[field] == nil else {
            return page.element(name, ["class": style]) { $0.withheld(frame.words.withheld) }
        }
        page.quoted(name, fields[field]?.text?.string ?? "", language: language, style)
    }
}
