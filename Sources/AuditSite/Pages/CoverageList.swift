import ProseRendering
import Projections

/// What a note covers of a change, and what it leaves out.
struct CoverageList {
    let words: ComparisonWords
    /// Of the texts.
    let names: [String: String]
    let coverage: NoteCoverage
    let fields: [FieldDifference]
    /// The language of the texts.
    let language: String?

    private static let most = 12

    func write(_ page: inout Markup) {
        for quoted in coverage.unmatched {
            page.element("p", ["class": "alert warn", "dir": "auto"], words.unmatched("\(quoted)"))
        }
        guard !coverage.leftOut.isEmpty else { return }
        page.element("div", ["class": "leftout"]) { page in
            page.element("p", words.leftOut)
            page.element("ul") { page in
                for span in coverage.leftOut.prefix(Self.most) {
                    guard let field = fields.first(where: { $0.field == span.field }) else { continue }
                    page.element("li", ["dir": "auto"]) { page in
                        page.text("\(names[span.field.string]?.lowercased() ?? span.field.string): ")
                        let before = String(decoding: field.old[span.old], as: UTF8.self).shortened(to: 160)
                        let after = String(decoding: field.new[span.new], as: UTF8.self).shortened(to: 160)
                        if span.kind == .move { return page.text(words.moved(after)) }
                        if !before.isEmpty { page.element("del", ["lang": language], before) }
                        if !before.isEmpty, !after.isEmpty { page.text(" ") }
                        if !after.isEmpty { page.element("ins", ["lang": language], after) }
                    }
                }
                if coverage.leftOut.count > Self.most {
                    page.element("li", words.more(String(coverage.leftOut.count - Self.most)))
                }
            }
        }
    }
}
