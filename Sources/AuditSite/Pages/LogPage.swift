import ProseRendering
import Projections
import StoryEvents

/// Events in the order of the log, newest first.
struct LogPage {
    let frame: Frame
    let lines: [Line]
    /// The position before which the list goes on; nil at its end.
    let older: Int64?
    /// Whether events of stories that are not shown were left out.
    let hasHidden: Bool

    static let length = 100
    /// Characters of a sentence; the event's own page has all of it.
    private static let longest = 600

    /// One event, in a sentence.
    struct Line: Sendable {
        let envelope: Envelope
        let text: String
        let backdating: Backdating
    }

    var html: [UInt8] {
        Layout(frame: frame, title: frame.words.log).page { page in
            page.element("h1", frame.words.log)
            page.element("p", ["class": "quiet"], frame.words.inLists.log)
            if lines.isEmpty { page.element("p", ["class": "empty"], frame.words.emptyRecord) }
            page.element("ol", ["class": "plain log"]) { page in
                for line in lines { page.element("li") { item(line, &$0) } }
            }
            if hasHidden {
                page.element("p", ["class": "quiet"], frame.words.inLists.hidden)
            }
            if let older {
                page.element("p") { page in
                    page.link(frame.here(["before": String(older), "from": nil]), frame.words.older)
                }
            }
        }
    }

    private func item(_ line: Line, _ page: inout Markup) {
        let envelope = line.envelope
        page.element("p", ["class": "facts"]) { page in
            page.event(envelope.position, frame)
            page.text(" · ")
            page.time(envelope.recorded, frame)
            page.text(" · ")
            if envelope.story == .ledger {
                page.element("span", ["class": "place"], envelope.story.description)
            } else {
                page.link(frame.link(.story(envelope.story, .now)), envelope.story.description, "place")
            }
            let mark = frame.mark(line.backdating)
            if let mark {
                page.text(" · ")
                page.element("b", mark)
            }
            if mark != nil || frame.told[envelope.position] != nil {
                page.text((mark == nil ? " · " : ", ") + "\(frame.words.happened) ")
                page.time(of: envelope, frame)
            }
        }
        page.element("p", ["dir": "auto"], line.text.shortened(to: Self.longest).asSentence)
    }
}
