import CanonicalJSON
import ProseRendering
import Projections
import StoryEvents

/// What stands above every page of a story: its headline, its state, and the ways to its other pages.
struct StoryHead {
    let frame: Frame
    let model: StoryModel

    private var state: StoryState { model.state }
    private var story: StoryID { model.state.story }
    var language: String { state.text("language")?.string ?? "" }
    var headline: String {
        state.withheldFields["headline"] == nil ? state.text("headline")?.string ?? "" : frame.words.withheld
    }

    /// - Parameter isWhole: Whether the headline is that of the page; else a line above the page's own.
    func write(_ page: inout Markup, isWhole: Bool = true) {
        page.element("header", ["class": "story"]) { page in
            kicker(&page)
            if isWhole {
                StoryTitle(frame: frame, fields: state.fields, withheld: state.withheldFields).write(&page, "h1")
                facts(&page)
            } else {
                page.element("p", ["class": "of"]) { page in
                    page.element("a", ["href": frame.link(.story(story, .now)), "dir": "auto", "lang": language]) {
                        if state.withheldFields["headline"] == nil { $0.text(headline) } else { $0.withheld(headline) }
                    }
                }
            }
            alerts(&page)
        }
        parts(&page)
    }

    private func kicker(_ page: inout Markup) {
        page.element("p", ["class": "kicker"]) { page in
            if let section = state.text("section") { page.quoted("span", section.string); page.text(" · ") }
            page.element("span", ["class": "place"], story.description)
        }
    }

    private func facts(_ page: inout Markup) {
        let words = frame.words
        page.element("p", ["class": "facts"]) { page in
            let names = state.fields.bylineNames
            if !names.isEmpty {
                page.text("\(words.by) ")
                page.quoted("span", names.joined(separator: ", "))
                page.text(" · ")
            }
            if let publisher = state.text("publisher") { page.quoted("span", publisher.string); page.text(" · ") }
            page.text("\(words.published.lowercased()) ")
            page.time(state.published, of: frame.event(at: state.published), frame)
            if let updated = state.updated {
                page.text(" · \(words.textChanged) ")
                page.time(updated.time, of: frame.event(at: updated.time), frame)
                if updated.source != state.source { page.text(Text?.some(updated.source).asThrough) }
            }
            page.text(" · " + words.inStory.version(String(state.version)))
        }
    }

    /// What a reader must not overlook: a kill, a hold, a broken embargo, an event out of order, a takedown.
    private func alerts(_ page: inout Markup) {
        if state.status != .published {
            let line = model.board.statusLine(frame.text, isForReaders: true) ?? said(code: state.status.rawValue)
            alert(line.prefix(1).uppercased() + line.dropFirst(), state.status.rawValue, &page)
        }
        if let broken = model.story.brokenEmbargo {
            alert(frame.words.inStory.brokenEmbargo(frame.text(broken.ends)), "warn", &page)
        } else if let later = model.story.laterEmbargo {
            alert(frame.words.inStory.laterEmbargo(frame.text(later.ends)), "warn", &page)
        }
        if let disorder = model.story.disorder {
            let words = frame.words.inStory
            let phrase = disorder.isOfText ? words.textOutOfOrder : words.updateOutOfOrder
            alert(
                phrase(
                    disorder.event.position.description, frame.text(disorder.event.time),
                    disorder.newest.position.description, frame.text(disorder.newest.time)), "warn", &page)
        }
        if model.isAllLate { alert(frame.words.allLate, "hole", &page) }
        for gap in state.gaps.prefix(5) {
            alert("\(said(code: gap.envelope.type.rawValue)) \(gap.envelope.position): \(gap.withheld)", "hole", &page)
        }
    }

    private func alert(_ text: some StringProtocol, _ style: String, _ page: inout Markup) {
        page.element("p", ["class": "alert " + style, "dir": "auto"], String(text) + ".")
    }

    private func parts(_ page: inout Markup) {
        let words = frame.words
        let places: [(Route.Part, String)] = [
            (.now, words.now), (.diff, words.compare), (.blame, words.inStory.origins), (.claims, words.claims),
            (.timeline, words.timeline), (.caseFile, words.caseFile),
        ]
        page.element("nav", ["class": "parts", "aria-label": story.description]) { page in
            for (part, name) in places {
                let route = Route.story(story, part)
                page.element(
                    "a", ["href": frame.link(route), "aria-current": route == frame.route ? "page" : nil], name)
            }
        }
    }
}
