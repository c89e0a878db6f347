import ProseDiff
import ProseRendering
import Projections
import StoryEvents

/// The version that each sentence of a story comes from.
struct BlamePage {
    let frame: Frame
    let model: StoryModel
    let blame: StoryBlame

    var html: [UInt8] {
        let labels = blame.versions.map { version in
            VersionLabel(
                name: "v\(version.number)",
                place:
                    "\(version.envelope.position) \(frame.text(version.envelope.time))\(version.otherSource.asThrough)")
        }
        return Layout(frame: frame, title: "\(frame.words.blame): \(blame.story)").page { page in
            StoryHead(frame: frame, model: model).write(&page, isWhole: false)
            page.element("h1", frame.words.blame)
            page.element(
                "p", ["class": "quiet"], frame.words.inStory.blame)
            if !blame.obscured.isEmpty {
                let names = blame.obscured.map { "v\($0)" }.joined(separator: ", ")
                page.element(
                    "p", ["class": "alert hole"], frame.words.inStory.obscured(names))
            }
            for field in blame.withheld {
                page.element("p") { page in
                    page.text("\(frame.words.name(of: field.field)): ")
                    page.withheld("[\(field.withheld)]")
                }
            }
            for field in blame.fields {
                page.element("section", ["class": "blame"]) { page in
                    page.element("h2", frame.words.name(of: field.field))
                    page.element("div", ["lang": blame.version.fields["language"]?.text?.string ?? ""]) { page in
                        page.addBlame(field.blame, of: field.text, labels: labels)
                    }
                }
            }
        }
    }
}
