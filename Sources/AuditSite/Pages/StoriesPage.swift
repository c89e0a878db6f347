import CanonicalJSON
import Projections
import ProseRendering
import StoryEvents

/// The list of stories: search, filters, newest event first.
struct StoriesPage {
    let frame: Frame
    let filter: StoryFilter
    let rows: [ProjectedRow]
    /// The newest change of each story that has one, in a line.
    let changes: [Text: String]
    /// Where the list goes on; nil where it ends.
    let next: Int64?

    var html: [UInt8] {
        Layout(frame: frame, title: filter.search ?? frame.words.stories).page { page in
            page.element("h1", frame.words.stories)
            form(&page)
            if rows.isEmpty {
                page.element("p", ["class": "empty"], filter.isNone ? frame.words.emptyRecord : frame.words.noStories)
            } else {
                page.element("ol", ["class": "stories"]) { page in
                    for row in rows { page.element("li") { item(row, &$0) } }
                }
            }
            if let next {
                page.element("p") { $0.link(frame.here(["before": String(next)]), frame.words.olderStories) }
            }
        }
    }

    private var lists: ListWords { frame.words.inLists }

    private func form(_ page: inout Markup) {
        let words = frame.words
        page.element("form", ["method": "get", "action": "/", "role": "search", "class": "filters"]) { page in
            page.keptFields(frame)
            input("search", words.search, filter.search, &page, type: "search")
            var others = filter
            others.search = nil
            page.element("details", ["open": others.isNone ? nil : ""]) { page in
                page.element("summary", words.filters)
                page.element("div", ["class": "more"]) { more(&$0) }
            }
            page.element("button", words.find)
        }
    }

    private func more(_ page: inout Markup) {
        let words = frame.words
        page.element("label") { page in
            page.text(words.status + " ")
            page.element("select", ["name": "status"]) { page in
                page.element("option", ["value": ""], words.anyStatus)
                for status in StoryState.Status.allCases {
                    page.element(
                        "option",
                        [
                            "value": status.rawValue, "selected": filter.status == status ? "" : nil,
                        ], said(code: status.rawValue))
                }
            }
        }
        input("source", words.source, filter.source, &page)
        input("section", words.section, filter.section, &page)
        input("language", words.language_, filter.language, &page)
        input("since", words.since, frame.query["since"], &page)
        input("until", words.until, frame.query["until"], &page)
        page.box("silent", words.silentOnly, filter.isSilentOnly)
        page.box("denied", words.deniedOnly, filter.isDeniedOnly)
        page.box("contested", words.contestedOnly, filter.isContestedOnly)
    }

    private func input(
        _ name: String, _ label: String, _ value: String?, _ page: inout Markup, type: String? = nil
    ) {
        page.element("label") { page in
            page.text(label + " ")
            page.open("input", ["name": name, "value": value, "type": type, "autocomplete": "off"])
        }
    }

    private func item(_ row: ProjectedRow, _ page: inout Markup) {
        guard let story = StoryID(row.story) else { return }
        let language = row.value["language"]?.text?.string ?? ""
        page.element("h2") { page in
            let headline = row.value.string("headline")
            page.element("a", ["href": frame.link(.story(story, .now)), "dir": "auto", "lang": language]) { page in
                guard row.value["withheld"] == nil else { return page.withheld(frame.words.withheld) }
                page.text(headline.isEmpty ? story.description : headline)
            }
        }
        if let snippet = row.snippet {
            page.element("p", ["class": "snippet", "dir": "auto", "lang": language]) { snippet.write(to: &$0) }
        }
        page.element("p", ["class": "facts"]) { page in
            let status = row.value.string("status")
            if status != StoryState.Status.published.rawValue {
                page.element("b", ["class": status], said(code: status)); page.text(" · ")
            }
            page.element("span", ["class": "place"], story.description)
            let versions = row.value.integer("version")
            page.text(" · " + (versions == 1 ? lists.oneVersion : lists.versions(versions.grouped)))
            let silent = row.value.integer("silentEdits")
            if silent > 0 {
                page.text(" · ")
                page.element("span", ["class": "silent"], lists.silentEdits(silent.grouped))
            }
            let denials = row.value.integer("denials")
            if denials > 0 { page.text(" · " + (denials == 1 ? lists.oneDenial : lists.denials(denials.grouped))) }
            if let recorded = RecordedTime(row.value.string("recorded")) {
                page.text(" · ")
                page.time(recorded, frame)
            }
        }
        if let change = changes[row.story] {
            page.element("p", ["class": "change"], frame.words.sentence(of: change))
        }
    }
}

extension Snippet {
    /// The excerpt, with what was found marked.
    fileprivate func write(to page: inout Markup) {
        let bytes = text.bytes
        var place = 0
        for match in matches {
            page.text(String(decoding: bytes[place..<match.lowerBound], as: UTF8.self))
            page.element("mark", String(decoding: bytes[match], as: UTF8.self))
            place = match.upperBound
        }
        page.text(String(decoding: bytes[place...], as: UTF8.self))
    }
}

extension JSONObject {
    /// A member that is text; empty where it is not there.
    func string(_ name: Text) -> String { self[name]?.text?.string ?? "" }

    /// A member that is a number; 0 where it is not there.
    func integer(_ name: Text) -> Int64 { if case .integer(let number)? = self[name] { number } else { 0 } }
}
