import ProseDiff

/// A standalone page: one file without script or external resources, in light or dark mode, and printable.
///
/// All content is text and is escaped; only this module writes tags.
public struct WebPage {
    private let title: String
    private let language: String
    private var facts: [(name: String, value: String)] = []
    private var body = Markup(marksWithheld: true)
    private var sections = 0
    private var keys: Set<Key> = []

    /// The legends at the end of the page.
    private enum Key: Hashable { case changes, origins }

    /// Begins a page.
    ///
    /// - Parameters:
    ///   - title: The title, and the heading.
    ///   - language: BCP 47 tag of the texts; nil if unknown.
    public init(title: String, language: String? = nil) {
        self.title = title
        self.language = language ?? ""
    }

    /// Adds a line above the texts.
    public mutating func addFact(_ name: String, _ value: String) { facts.append((name, value)) }

    /// Adds the comparison of one text.
    ///
    /// - Parameters:
    ///   - heading: The name of the text.
    ///   - comparison: The result of `compare` for the two texts.
    ///   - old: The old text.
    ///   - new: The new text.
    ///   - options: What to show; colour and width are ignored.
    public mutating func add(
        _ heading: String, _ comparison: Comparison, old: [UInt8], new: [UInt8], options: Rendering.Options = .init()
    ) {
        begin(heading)
        body.add(Rendering.fragment(comparison, old, new, "move-\(sections)", options))
        end()
        keys.insert(.changes)
    }

    /// Adds the origins of one text.
    ///
    /// - Parameters:
    ///   - heading: The name of the text.
    ///   - blame: The result of `blame` for its versions.
    ///   - text: The last version.
    ///   - labels: One label for each version.
    public mutating func add(_ heading: String, _ blame: Blame, of text: [UInt8], labels: [VersionLabel]) {
        begin(heading)
        BlameTable(blame, text, labels).write(to: &body)
        end()
        keys.insert(.origins)
    }

    /// Adds a sentence in place of a text.
    public mutating func add(_ heading: String, _ sentence: String) {
        sections += 1
        body.tag("<section>\n")
        body.element("h2", heading)
        body.element("p", ["class": "quiet"], sentence)
        body.tag("\n</section>\n")
    }

    private mutating func begin(_ heading: String) {
        sections += 1
        body.tag("<section>\n")
        body.element("h2", heading)
        body.open("div", ["class": "text", "lang": language])
        body.tag("\n")
    }

    private mutating func end() { body.tag("</div>\n</section>\n") }

    /// The whole page.
    public var html: String {
        var page = Markup(marksWithheld: true)
        page.tag(
            """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <link rel="icon" href="data:,">

            """)
        page.element("title", title)
        page.tag("\n<style>\n")
        page.tag(WebPageStyle.sheet)
        page.tag("\n</style>\n</head>\n<body>\n<main>\n")
        page.element("h1", ["dir": "auto"], title)
        writeFacts(to: &page)
        let top = page.html
        var foot = Markup()
        writeKey(to: &foot)
        foot.tag("</main>\n</body>\n</html>\n")
        return top + body.html + foot.html
    }

    private func writeFacts(to page: inout Markup) {
        guard !facts.isEmpty else { return }
        page.tag("\n<dl>\n")
        for fact in facts {
            page.element("dt", fact.name)
            page.element("dd", ["dir": "auto"], fact.value)
            page.tag("\n")
        }
        page.tag("</dl>\n")
    }

    private func writeKey(to page: inout Markup) {
        guard !keys.isEmpty else { return }
        page.tag("<footer>\n")
        if keys.contains(.changes) {
            page.tag(
                """
                <p>Key: <del>taken out</del> <ins>put in</ins> <span class="moved">moved, with its number</span> \
                <span class="cut">[\u{B6}]</span> paragraph split or joined \
                <ins class="grave">a number, name or quotation</ins>; \
                a small word says what else a change is</p>

                """)
        }
        if keys.contains(.origins) {
            page.tag(
                """
                <p>Each sentence stands beside the version that most of its words come from; \
                <span class="other">words of another version<sup>v1</sup></span> name theirs.</p>

                """)
        }
        page.tag("</footer>\n")
    }
}
