import ProseRendering
import Projections
import StoryEvents

/// Everything that happened in a story, as a picture and as a list.
struct TimelinePage {
    let frame: Frame
    let model: StoryModel

    /// Entries that one page lists, the newest ones.
    private static let most = 2000

    var html: [UInt8] {
        let story = model.state.story
        return Layout(frame: frame, title: "\(frame.words.timeline): \(story)").page { page in
            StoryHead(frame: frame, model: model).write(&page, isWhole: false)
            page.element("h1", frame.words.timeline)
            TimelinePicture(frame: frame, model: model).write(&page)
            if model.entries.count > Self.most {
                page.element("p", frame.words.inStory.newestListed(Self.most.grouped, model.entries.count.grouped))
            }
            page.element("ol", ["class": "timeline plain"]) { page in
                for entry in model.entries.suffix(Self.most) { page.element("li") { item(entry, &$0) } }
            }
        }
    }

    private func item(_ entry: Timeline.Entry, _ page: inout Markup) {
        page.element("p", ["class": "facts"]) { page in
            page.time(entry.time, of: entry.what == "asked" ? nil : entry.envelope.position, frame)
            page.text(entry.what == "asked" ? " · \(frame.words.inStory.reportedIn) " : " · ")
            page.event(entry.envelope.position, frame)
            page.text(" · \(frame.words.recorded) ")
            page.time(entry.envelope.recorded, frame)
            if let mark = frame.mark(entry.backdating, isAllLate: model.isAllLate) {
                page.text(" · "); page.element("b", mark)
            }
        }
        page.element("p", ["dir": "auto"]) { page in
            page.text(entry.line + ".")
            if let version = entry.version {
                page.text(" ")
                page.link(frame.link(.story(entry.envelope.story, .version(version))), "v\(version)", "place")
            }
        }
    }
}
