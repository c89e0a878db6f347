import Testing

@testable import ProseDiff
@testable import ProseRendering

@Suite("Rendering of blame")
struct BlameRenderingTests {
    private let versions = [
        "The ferry left at noon. It carried no lifeboats at all.\n\nNobody spoke.",
        "The ferry left at noon.\n\nNobody spoke.",
        "The ferry left at six. It carried no lifeboats at all.\n\n“Nobody” spoke. 沈黙した。",
    ].map { Array($0.utf8) }
    private let labels = (1...3).map { VersionLabel(name: "v\($0)", place: "@\($0)  2026-03-0\($0) 10:00") }

    @Test func putsEachSentenceBesideItsVersion() {
        var options = Rendering.Options()
        options.width = 52
        #expect(
            Rendering.blame(blame(versions), of: versions[2], labels: labels, options: options)
                == """
                v1  @1  2026-03-01 10:00  The ferry left at [v3:
                                          six].
                v1  @1  2026-03-01 10:00  (back in v3) It carried no
                                          lifeboats at all.

                v1  @1  2026-03-01 10:00  “Nobody” spoke.
                v3  @3  2026-03-03 10:00  沈黙した。

                """)
    }

    @Test func coloursInsteadOfMarkingAndNothingElse() {
        var options = Rendering.Options()
        options.width = 60
        let plain = Rendering.blame(blame(versions), of: versions[2], labels: labels, options: options)
        options.usesColour = true
        let coloured = Rendering.blame(blame(versions), of: versions[2], labels: labels, options: options)
        #expect(coloured.contains("\u{1B}[36mv1  @1  2026-03-01 10:00\u{1B}[0m  The ferry left at"))
        #expect(coloured.contains("\u{1B}[33msix]\u{1B}[0m"))
        #expect(coloured.replacing(#/\u{1B}\[[0-9;]*m/#, with: "") == plain)
    }

    @Test(arguments: [20, 40, 80, 132])
    func isNeverWiderThanTheTerminal(_ width: Int) {
        var options = Rendering.Options()
        options.width = width
        let page = Rendering.blame(blame(versions), of: versions[2], labels: labels, options: options)
        let most = max(width, 26 + 8)
        for line in page.split(separator: "\n") { #expect(Columns.width(of: line) <= most) }
    }

    @Test func controlsReachNoTerminalAndNoPage() {
        for text in Hostile.texts {
            let blamed = blame([[], text])
            var page = WebPage(title: String(decoding: text, as: UTF8.self), language: "\"><script>")
            page.add("Body", blamed, of: text, labels: labels)
            page.add("Body", compare([], text), old: [], new: text)
            for shown in [Rendering.blame(blamed, of: text, labels: labels), page.html] {
                let unsafe = shown.unicodeScalars.contains { scalar in
                    scalar.value < 0x20 && scalar != "\n" || (0x7F..<0xA0).contains(scalar.value)
                        || (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
                }
                #expect(!unsafe, "\(text)")
            }
            #expect(!page.html.contains("<script"), "\(text)")
        }
    }

    /// A version that brought a mark with a meaning is named beside it; commas, full stops and quotation marks are none.
    @Test(arguments: [
        ("The fee is £12 for all.", "The fee is $12 for all.", "The fee is [v2: $12] for all."),
        ("It was 5 degrees.", "It was -5 degrees.", "It was [v2: -5] degrees."),
        ("It was 5 degrees.", "It was −5 degrees.", "It was [v2: −5] degrees."),
        ("It costs $5 more.", "It costs -$5 more.", "It costs [v2: -$5] more."),
        ("It grew 5% a year.", "It grew 5‰ a year.", "It grew 5[v2: ‰] a year."),
        ("The council lied!", "The council lied?", "The council lied[v2: ?]"),
        ("It is 3 × 4 boxes.", "It is 3 ÷ 4 boxes.", "It is 3 [v2: ÷] 4 boxes."),
        ("He has A+ marks.", "He has A- marks.", "He has A[v2: -] marks."),
        ("He is @mayor now.", "He is #mayor now.", "He is [v2: #]mayor now."),
        ("Mood 😀 today.", "Mood 😡 today.", "Mood [v2: 😡] today."),
        ("He came, he said.", "He came he said.", "He came he said."),
        ("He came he said.", "He came, he said.", "He came, he said."),
        ("He came he said.", "He came - he said.", "He came - he said."),
        ("He said so.", "“He” (said) so.", "“He” (said) so."),
        ("It left at noon.", "It left at noon", "It left at noon"),
    ])
    func namesTheVersionOfMarksThatMeanSomething(old: String, new: String, shown: String) {
        let texts = [old, new].map { Array($0.utf8) }
        let labels = (1...2).map { VersionLabel(name: "v\($0)", place: "") }
        var page = WebPage(title: "t", language: "en")
        page.add("Body", blame(texts), of: texts[1], labels: labels)
        #expect(Rendering.blame(blame(texts), of: texts[1], labels: labels) == "v1    \(shown)\n")
        #expect(page.html.contains(">v2</sup>") == shown.contains("[v2: "))
    }

    /// Words that were taken out leave the words around them as they were: the row names the version that took them out.
    @Test(arguments: [
        (["He has not paid.", "He has paid."], "He has [taken out in v2] paid."),
        (
            ["He allegedly paid, twice.", "He allegedly paid.", "He paid."],
            "He [taken out in v3] paid [taken out in v2]."
        ),
        (["Mayor paid, court hears", "Mayor paid"], "Mayor paid [taken out in v2]"),
        (["据说市长拿了钱。", "市长拿了钱。", "市长拿钱。"], "[taken out in v2] 市长拿 [taken out in v3]钱。"),
        (["He paid, not here.", "He paid here.", "He paid there."], "He paid [v3: there]."),
        (
            ["Three died here in May.", "Three died in May.", "Three died here in May."],
            "Three died [v1, back in v3: here] in May."
        ),
        (["One two, three four.", "One two. Three four."], "One two.\nv1    [v2: Three] four."),
        (["* One here.\n* Two.", "* One.\n* Two."], "* One [taken out in v2].\nv1    * Two."),
    ])
    func namesTheVersionThatTookWordsOut(texts: [String], shown: String) {
        let texts = texts.map { Array($0.utf8) }
        let labels = texts.indices.map { VersionLabel(name: "v\($0 + 1)", place: "") }
        let blamed = blame(texts)
        var page = WebPage(title: "t", language: "en")
        page.add("Body", blamed, of: texts[texts.count - 1], labels: labels)
        let rows = Rendering.blame(blamed, of: texts[texts.count - 1], labels: labels)
        #expect(rows == "v1    \(shown)\n")
        let marks = { (text: String) in text.split(separator: "taken out in v").dropFirst().map { $0.prefix(1) } }
        #expect(marks(page.html) == marks(rows))
        for sentence in blamed.sentences { #expect(sentence.cuts.allSatisfy { $0.version <= sentence.newest }) }
    }

    @Test func pageNamesTheOriginOfWordsAndSentences() {
        var page = WebPage(title: "Where it comes from", language: "en")
        page.add("Body", blame(versions), of: versions[2], labels: labels)
        let html = page.html
        #expect(
            html.contains(
                "left at <span class=\"other\" title=\"@3  2026-03-03 10:00\">six<sup lang=\"en\" dir=\"ltr\">v3</sup></span>."
            ))
        #expect(html.contains("<small>back in v3</small></th><td dir=\"auto\">It carried no lifeboats at all.</td>"))
        #expect(html.count(of: "<tbody>") == 2)
    }

    @Test func pageStandsAlone() {
        var page = WebPage(title: "A & B", language: "de")
        page.addFact("Note", "<b>")
        page.add("Body", compare(versions[0], versions[1]), old: versions[0], new: versions[1])
        let html = page.html
        #expect(html.hasPrefix("<!DOCTYPE html>\n<html lang=\"en\">"))
        #expect(html.contains("<title>A &amp; B</title>"))
        #expect(html.contains("<dt>Note</dt><dd dir=\"auto\">&lt;b&gt;</dd>"))
        #expect(html.contains("<div class=\"text\" lang=\"de\">"))
        for outside in ["<script", "http:", "https:", "src=", "@import", "url("] { #expect(!html.contains(outside)) }
    }
}

extension String {
    fileprivate func count(of part: String) -> Int {
        split(separator: part, omittingEmptySubsequences: false).count - 1
    }
}
