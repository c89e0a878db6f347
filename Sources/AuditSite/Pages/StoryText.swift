import CanonicalJSON
import ProseRendering
import StoryEvents

/// The text of a version, as it was published.
struct StoryText {
    let frame: Frame
    let fields: JSONObject
    let withheld: [Text: Withheld]

    func write(_ page: inout Markup) {
        page.element("article", ["class": "prose", "lang": fields["language"]?.text?.string]) { page in
            if let hole = withheld["body"] {
                page.element("p", ["class": "alert hole"], "\(frame.words.withheld) \(hole)")
            } else {
                for paragraph in Self.paragraphs(fields["body"]?.text?.string ?? "") {
                    page.element("p", ["dir": "auto"]) { page in
                        let lines = paragraph.split(separator: "\n", omittingEmptySubsequences: false)
                        for (index, line) in lines.enumerated() {
                            if index > 0 { page.tag("<br>") }
                            page.text(String(line))
                        }
                    }
                }
            }
        }
    }

    /// The paragraphs, parted by blank lines.
    static func paragraphs(_ body: String) -> [String] {
        var paragraphs: [String] = []
        var lines: [Substring] = []
        for line in body.replacing("\r\n", with: "\n").split(separator: "\n", omittingEmptySubsequences: false) {
            if line.allSatisfy(\.isWhitespace) {
                if !lines.isEmpty { paragraphs.append(lines.joined(separator: "\n")) }
                lines = []
            } else {
                lines.append(line)
            }
        }
        if !lines.isEmpty { paragraphs.append(lines.joined(separator: "\n")) }
        return paragraphs
    }
}
