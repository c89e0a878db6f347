import CanonicalJSON
import ProseDiff
import ProseRendering
import Projections
import StoryEvents

/// What changed from one version of a story to another.
struct DiffPage {
    let frame: Frame
    let model: StoryModel
    let old: StoryVersion
    let new: StoryVersion
    let view: View

    /// How the page shows a change.
    struct View: Hashable, Sendable {
        var isSideBySide = false
        var extent = Rendering.Extent.context
        var showsNoise = false

        init(_ query: Query, _ words: ComparisonWords) throws(SiteFault) {
            switch query["view"] {
            case nil, "inline"?: break
            case "side-by-side"?: isSideBySide = true
            case let other?:
                throw .badRequest(words.noView(other), remedy: words.views)
            }
            if let text = query["extent"] {
                guard let found = Rendering.Extent(rawValue: text) else {
                    throw .badRequest(words.noExtent(text), remedy: words.extents)
                }
                extent = found
            } else if query["whole"] != nil {
                extent = .whole  // As addresses of earlier releases have it.
            }
            showsNoise = query["noise"] != nil
        }
    }

    private var story: StoryID { model.state.story }
    private var words: Words { frame.words }

    var html: [UInt8] {
        let edit = Edit(new, after: old.number == new.number ? nil : old)
        let title = words.inStory.fromTo(String(old.number), String(new.number)) + ": \(story)"
        return Layout(frame: frame, title: title, scripts: [.keys]).page { page in
            StoryHead(frame: frame, model: model).write(&page, isWhole: false)
            page.element("h1", words.inComparison.title(String(old.number), String(new.number)))
            times(&page)
            steps(&page)
            chooser(&page)
            told(edit, &page)
            if !view.showsNoise, let unmarked = words.inComparison.unmarked(edit.fields.map(\.comparison)) {
                page.element("p", ["class": "quiet"], unmarked)
            }
            for field in edit.fields { write(field, &page) }
            withheld(&page)
            if edit.fields.isEmpty, new.number != old.number, edit.hidden.isEmpty {
                page.element("p", ["class": "empty"], words.sameText)
            }
            key(&page)
        }
    }

    private func times(_ page: inout Markup) {
        page.element("p", ["class": "facts"]) { page in
            for (index, version) in [old, new].enumerated() {
                if index > 0 { page.text(" → ") }
                page.link(frame.link(.story(story, .version(version.number))), "v\(version.number)", "place")
                page.text(" ")
                page.time(of: version.envelope, frame)
                page.text(version.otherSource.asThrough)
                if let change = version.change { page.text(" · \(said(code: change.rawValue))") }
            }
        }
    }

    private func steps(_ page: inout Markup) {
        page.element("nav", ["class": "steps", "aria-label": words.versions]) { page in
            if old.number > 1 { step(old.number - 1, words.previousEdit, "prev", &page) }
            if new.number < model.versions.last?.number ?? 0 { step(new.number, words.nextEdit, "next", &page) }
            let permanent = Query(
                [("from", String(old.number)), ("to", String(new.number))] + chosen + [
                    ("as-of", frame.query["as-of"] ?? model.state.position.description), ("at", frame.query["at"]),
                    ("zone", frame.query["zone"]),
                ])
            page.link(Route.story(story, .diff).path + permanent.encoded, words.inComparison.permanent)
        }
    }

    /// How the reader chose to see changes.
    private var chosen: [(String, String?)] {
        [
            ("view", view.isSideBySide ? "side-by-side" : nil),
            ("extent", view.extent == .context ? nil : view.extent.rawValue), ("noise", view.showsNoise ? "yes" : nil),
        ]
    }

    private func step(_ from: Int, _ name: String, _ relation: String, _ page: inout Markup) {
        let kept = Frame.kept.map { ($0, frame.query[$0]) }
        let query = Query([("from", String(from)), ("to", String(from + 1))] + chosen + kept)
        let address = frame.base + Route.story(story, .diff).path + query.encoded
        page.element("a", ["href": address, "rel": relation], name)
    }

    private func chooser(_ page: inout Markup) {
        page.element("form", ["method": "get", "action": Route.story(story, .diff).path, "class": "filters compare"]) {
            page in
            page.keptFields(frame)
            VersionChoice(frame: frame, versions: model.versions, name: "from", label: words.from, chosen: old.number)
                .write(&page)
            VersionChoice(frame: frame, versions: model.versions, name: "to", label: words.to, chosen: new.number)
                .write(&page)
            page.element("label") { page in
                page.text(words.show + " ")
                page.element("select", ["name": "view"]) { page in
                    page.element("option", ["value": "inline"], words.inline)
                    page.element(
                        "option", ["value": "side-by-side", "selected": view.isSideBySide ? "" : nil], words.sideBySide)
                }
            }
            page.element("label") { page in
                page.text(words.inComparison.extent + " ")
                page.element("select", ["name": "extent"]) { page in
                    for extent in [Rendering.Extent.context, .changes, .whole] {
                        page.element(
                            "option", ["value": extent.rawValue, "selected": extent == view.extent ? "" : nil],
                            name(of: extent))
                    }
                }
            }
            page.box("noise", words.showNoise, view.showsNoise)
            page.element("button", words.compare)
        }
    }

    private func name(of extent: Rendering.Extent) -> String {
        switch extent {
        case .changes: words.showChanges
        case .context: words.showContext
        case .whole: words.showWhole
        }
    }

    /// Versions between the two that are told one by one, the newest ones.
    private static let mostBetween = 40
    /// As many are told openly.
    private static let mostOpen = 5

    /// What the note says of the change, and what it leaves out.
    private func told(_ edit: Edit, _ page: inout Markup) {
        let between = model.versions.filter { $0.number > old.number && $0.number <= new.number }
        if between.count == 1, let only = between.first {
            if let summary = edit.summary { page.element("p", ["class": "latest"], words.sentence(of: summary)) }
            note(only, &page)
            if let coverage = edit.coverage {
                CoverageList(
                    words: words.inComparison, names: words.inLists.texts, coverage: coverage, fields: edit.fields,
                    language: frame.language
                ).write(&page)
            }
        } else if !between.isEmpty {
            told(between, &page)
        }
        for change in FieldChange.all(from: old.fields, to: new.fields) {
            page.quoted("p", words.inComparison.changed(change.phrase))
        }
    }

    /// The edits one by one; many are folded, so that the changes come first.
    private func told(_ between: [VersionFacts], _ page: inout Markup) {
        guard between.count > Self.mostOpen else { return list(between, &page) }
        // What was undone is not folded away.
        let isOpen = between.contains { $0.undone.undoing != nil }
        page.element("details", ["open": isOpen ? "" : nil]) { page in
            page.element(
                "summary", words.inComparison.between(between.count.grouped, String(old.number), String(new.number)))
            list(between, &page)
        }
    }

    private func list(_ between: [VersionFacts], _ page: inout Markup) {
        page.element("ul", ["class": "plain"]) { page in
            if between.count > Self.mostBetween {
                page.element("li") {
                    $0.link(
                        frame.link(.story(story, .now), ["versions": String(new.number)]) + "#versions",
                        words.inStory.earlier((between.count - Self.mostBetween).grouped))
                }
            }
            for version in between.suffix(Self.mostBetween) {
                page.element("li") { page in
                    page.link(
                        frame.link(
                            .story(story, .diff),
                            ["from": String(version.number - 1), "to": String(version.number)]),
                        "v\(version.number)", "place")
                    page.text(" ")
                    if let change = version.change { page.text(said(code: change.rawValue) + " · ") }
                    page.text((version.summary.map(words.sentence) ?? version.withheld?.description ?? ""))
                    note(version, &page)
                }
            }
        }
    }

    private func note(_ version: VersionFacts, _ page: inout Markup) {
        NoteLine(frame: frame, version: version, isBelowSummary: version.summary != nil).write(&page)
        if let revert = version.revertsTo {
            page.element("p", ["class": "facts"], words.inComparison.undoes(revert.phrase))
        }
        if let undoing = version.undone.undoing {
            page.element("p", ["class": "alert warn"], words.inComparison.undoes(undoing))
        }
        if let doubt = version.undone.doubt {
            page.element("p", ["class": "facts"], words.inComparison.undoes(doubt))
        }
    }

    private func write(_ field: FieldDifference, _ page: inout Markup) {
        var options = Rendering.Options()
        options.context = view.extent.sentences
        options.showsNoise = view.showsNoise
        let language = new.fields["language"]?.text?.string ?? ""
        let prefix = "move-\(field.field)"
        page.element("section", ["class": "change"]) { page in
            page.element("h2", frame.words.name(of: field.field))
            if field.comparison.quality == .degraded || field.comparison.quality == .bounded {
                page.element("p", ["class": "quiet"], words.inComparison.inexact)
            }
            if let hidden = HiddenManifest.change(from: field.old, to: field.new) {
                page.element("p", ["class": "alert warn"], hidden)
            }
            if field.comparison.isHiddenNoise, !view.showsNoise {
                page.element("p", ["class": "quiet"], words.inComparison.onlyNoise)
            } else if view.isSideBySide {
                page.element("table", ["class": "sides", "lang": language]) { page in
                    page.tag("<thead><tr>")
                    page.element("th", ["scope": "col", "lang": words.language], "v\(old.number)")
                    page.element("th", ["scope": "col", "lang": words.language], "v\(new.number)")
                    page.tag("</tr></thead>")
                    page.addSides(field.comparison, old: field.old, new: field.new, prefix: prefix, options: options)
                }
            } else {
                page.element("div", ["class": "prose", "lang": language]) { page in
                    page.addComparison(
                        field.comparison, old: field.old, new: field.new, prefix: prefix, options: options)
                }
            }
        }
    }

    private func withheld(_ page: inout Markup) {
        guard old.number != new.number else { return }
        for field in WithheldField.all(from: old, to: new) {
            page.element("p") { page in
                page.text("\(words.name(of: field.field)): ")
                page.withheld("[\(field.withheld)]")
            }
        }
    }

    private func key(_ page: inout Markup) {
        page.element("p", ["class": "key quiet"]) { page in
            page.tag("<ins>")
            page.text(words.added)
            page.tag("</ins> <del>")
            page.text(words.removed)
            page.tag("</del> <span class=\"moved\">")
            page.text(words.moved)
            page.tag("</span> ")
            page.text(words.inComparison.marks)
            page.element("span", ["id": "keys", "hidden": ""], words.inComparison.keys)
        }
    }
}
