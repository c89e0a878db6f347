import ProseRendering
import Projections
import StoryEvents

/// Everything that happened in a story, as a picture and as a list.
struct TimelinePage {
    let frame: Frame
    let model: StoryModel
    /// How many of the entries the list ends with, counted from the first; nil for all. A page lists the last ones of them.
    let end: Int?

    /// Entries that one page lists.
    private static let most = 80

    init(frame: Frame, model: StoryModel) throws(SiteFault) {
        (self.frame, self.model) = (frame, model)
        guard let text = frame.query["before"] else {
            end = nil
            return
        }
        guard let number = Route.number(text), number > 0 else {
            let words = frame.words.inStory
            throw .badRequest(words.noEntry(text), remedy: words.entries)
        }
        end = number
    }

    private var shown: Range<Int> {
        let upper = min(end ?? model.entries.count, model.entries.count)
        return max(0, upper - Self.most)..<upper
    }

    var html: [UInt8] {
        let story = model.state.story
        return Layout(frame: frame, title: "\(frame.words.timeline): \(story)").page { page in
            StoryHead(frame: frame, model: model).write(&page, isWhole: false)
            page.element("h1", frame.words.timeline)
            TimelinePicture(frame: frame, model: model).write(&page)
            steps(&page)
            page.element("ol", ["class": "timeline plain", "start": String(shown.lowerBound + 1)]) { page in
                for entry in model.entries[shown] { page.element("li") { item(entry, &$0) } }
            }
        }
    }

    /// Ways to the entries before and after, where one page does not hold all.
    private func steps(_ page: inout Markup) {
        let (shown, count) = (shown, model.entries.count)
        guard shown.count < count else { return }
        page.element("nav", ["class": "steps", "aria-label": frame.words.timeline]) { page in
            page.element(
                "span",
                frame.words.inStory.listed((shown.lowerBound + 1).grouped, shown.upperBound.grouped, count.grouped))
            if shown.lowerBound > 0 {
                page.element(
                    "a", ["href": frame.here(["before": String(shown.lowerBound)]), "rel": "prev"], frame.words.older)
            }
            if shown.upperBound < count {
                let next = shown.upperBound + Self.most
                page.element(
                    "a", ["href": frame.here(["before": next < count ? String(next) : nil]), "rel": "next"],
                    frame.words.newer)
            }
        }
    }

    private func item(_ entry: Timeline.Entry, _ page: inout Markup) {
        page.element("p", ["class": "facts"]) { page in
            page.time(of: entry, frame)
            page.text(entry.what == "asked" ? " · \(frame.words.inStory.reportedIn) " : " · ")
            page.event(entry.envelope.position, frame)
            page.text(" · \(frame.words.recorded) ")
            page.time(entry.envelope.recorded, frame)
            if let mark = frame.mark(entry.backdating, isAllLate: model.isAllLate) {
                page.text(" · "); page.element("b", mark)
            }
        }
        page.element("p", ["dir": "auto"]) { page in
            page.text(entry.line.asSentence)
            if let version = entry.version {
                page.text(" ")
                page.link(frame.link(.story(entry.envelope.story, .version(version))), "v\(version)", "place")
            }
        }
    }
}
