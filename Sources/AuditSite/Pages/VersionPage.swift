import CanonicalJSON
import ProseRendering
import Projections
import StoryEvents

/// One version of a story: its text, and how to prove it.
struct VersionPage {
    let frame: Frame
    let model: StoryModel
    let version: StoryVersion

    var html: [UInt8] {
        let head = StoryHead(frame: frame, model: model)
        let (story, words) = (model.state.story, frame.words)
        let title = "v\(version.number): \(version.fields["headline"]?.text?.string ?? head.headline)"
        return Layout(frame: frame, title: title).page { page in
            head.write(&page, isWhole: false)
            page.element("p", ["class": "facts"]) { page in
                page.element("b", words.inStory.versionOf(String(version.number), model.versions.count.grouped))
                page.text(" · ")
                page.time(of: version.envelope, frame)
                page.text(" · \(words.recorded) ")
                page.time(version.envelope.recorded, frame)
                page.text(" · ")
                page.event(version.envelope.position, frame)
            }
            StoryTitle(frame: frame, fields: version.fields, withheld: version.withheldFields).write(&page, "h1")
            if let facts = model.versions.first(where: { $0.number == version.number }) {
                NoteLine(frame: frame, version: facts).write(&page)
            }
            StoryText(frame: frame, fields: version.fields, withheld: version.withheldFields).write(&page)
            page.element("nav", ["class": "steps"]) { page in
                if version.number > 1 {
                    page.link(frame.link(.story(story, .version(version.number - 1))), "v\(version.number - 1)")
                    page.link(
                        frame.link(
                            .story(story, .diff),
                            ["from": String(version.number - 1), "to": String(version.number)]), words.compare)
                }
                if version.number < model.versions.last?.number ?? 0 {
                    page.link(frame.link(.story(story, .version(version.number + 1))), "v\(version.number + 1)")
                }
                page.link(
                    frame.link(.story(story, .caseFile), ["to": String(version.number)]), words.caseFile)
                page.link(
                    Route.story(story, .bundle(version.number)).path, words.inStory.prove)
                page.link(Route.story(story, .citation(version.number, .csl)).path, words.inStory.cite)
                page.link(Route.story(story, .citation(version.number, .bibtex)).path, words.inStory.citeBibTeX)
            }
        }
    }
}
