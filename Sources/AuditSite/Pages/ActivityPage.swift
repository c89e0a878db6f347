import CanonicalJSON
import ProseRendering
import Projections

/// What was recorded each day.
struct ActivityPage {
    let frame: Frame
    /// Newest first.
    let days: [JSONObject]

    static let most = 400

    private var columns: [(name: Text, title: String)] {
        let words = frame.words.inLists
        return [
            ("events", words.events), ("stories", frame.words.stories), ("begun", words.begun),
            ("versions", frame.words.versions), ("silentEdits", words.unannounced), ("corrections", words.corrections),
            ("withheld", words.withheld), ("backdated", words.backdated), ("outOfOrder", words.outOfOrder),
        ]
    }

    var html: [UInt8] {
        Layout(frame: frame, title: frame.words.activity).page { page in
            page.element("h1", frame.words.activity)
            page.element("p", ["class": "quiet"], frame.words.inLists.activity)
            guard !days.isEmpty else { return page.element("p", ["class": "empty"], frame.words.emptyRecord) }
            page.element("div", ["class": "wide"]) { page in
                page.element("table", ["class": "numbers"]) { page in
                    page.element("thead") { page in
                        page.element("tr") { page in
                            page.element("th", ["scope": "col"], frame.words.day)
                            for column in columns { page.element("th", ["scope": "col"], column.title) }
                        }
                    }
                    page.element("tbody") { page in
                        for day in days { row(day, &page) }
                    }
                }
            }
        }
    }

    private func row(_ day: JSONObject, _ page: inout Markup) {
        page.element("tr") { page in
            page.element("th", ["scope": "row"]) { page in
                page.link(frame.link(.log, ["from": day.string("day")]), day.string("day"))
            }
            for column in columns {
                let count = day.integer(column.name)
                page.element("td", count == 0 ? "" : count.grouped)
            }
        }
    }
}
