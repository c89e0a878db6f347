import CanonicalJSON
import ProseDiff
import ProseRendering
import Projections
import StoryEvents

/// What an edit changed, as the HTML within an entry of a feed.
enum FeedContent {
    /// The most bytes of an entry: a reader of feeds holds many.
    private static let most = 64 << 10

    static func html(of edit: Edit) -> [UInt8] {
        var page = Markup(marksWithheld: true)
        if let note = edit.version.note {
            page.element("p") { page in
                page.text(edit.version.isAnnounced ? "Note: " : "Note that readers do not see: ")
                page.element("q", note.text.string)
            }
        }
        if edit.isSilent { page.element("p", "No note tells readers of it.") }
        if let withheld = edit.version.withheld { page.element("p", "\(withheld)") }
        if edit.version.number == 1 { first(edit.version, &page) }
        if let unmarked = ComparisonWords().unmarked(edit.fields.map(\.comparison)) { page.element("p", unmarked) }
        for (index, field) in edit.fields.enumerated() {
            page.element("h4", field.field.string)
            if let hidden = HiddenManifest.change(from: field.old, to: field.new) { page.element("p", hidden) }
            if field.comparison.isHiddenNoise {
                page.element("p", ComparisonWords().onlyNoise)
                continue
            }
            let html = Rendering.html(field.comparison, old: field.old, new: field.new, prefix: "f\(index)")
            page.add(Markup(trusted: Array(html.utf8)))
        }
        guard page.bytes.count <= most else {
            var short = Markup()
            short.element("p", "The change is too long for a feed: see the page.")
            return short.bytes
        }
        return page.bytes
    }

    private static func first(_ version: StoryVersion, _ page: inout Markup) {
        for name in StoryState.textFields {
            if let hole = version.withheldFields[name] { page.element("p") { $0.withheld("[\(hole)]") } }
            for paragraph in StoryText.paragraphs(version.fields[name]?.text?.string ?? "") {
                page.element("p", paragraph)
            }
        }
    }
}
