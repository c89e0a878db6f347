import CanonicalJSON
import ProseRendering
import Projections
import StoryEvents

/// Who said, denied and answered what, in all stories.
struct PartiesPage {
    let frame: Frame
    let parties: [Parties.Summary]
    /// How many parties there are besides.
    let more: Int

    static let most = 1000

    var html: [UInt8] {
        Layout(frame: frame, title: frame.words.parties).page { page in
            page.element("h1", frame.words.parties)
            page.element("form", ["method": "get", "action": "/parties", "role": "search", "class": "filters"]) {
                page in
                page.element("label") { page in
                    page.text(frame.words.inLists.name + " ")
                    page.open("input", ["name": "name", "type": "search", "autocomplete": "off"])
                }
                page.element("button", frame.words.find)
            }
            guard !parties.isEmpty else { return page.element("p", ["class": "empty"], frame.words.inLists.noParty) }
            page.element("div", ["class": "wide"]) { page in
                page.element("table", ["class": "numbers"]) { page in
                    head(&page)
                    page.element("tbody") { page in
                        for party in parties { row(party, &page) }
                    }
                }
            }
            if more > 0 { page.element("p", ["class": "quiet"], frame.words.inLists.moreParties(more.grouped)) }
        }
    }

    private func head(_ page: inout Markup) {
        page.element("thead") { page in
            page.element("tr") { page in
                page.element("th", ["scope": "col"], frame.words.inLists.party)
                for name in frame.words.inLists.partyColumns { page.element("th", ["scope": "col"], name) }
            }
        }
    }

    private func row(_ party: Parties.Summary, _ page: inout Markup) {
        page.element("tr") { page in
            page.element("th", ["scope": "row"]) { page in
                page.element(
                    "a", ["href": frame.link(.parties, ["name": party.name.string]), "dir": "auto"],
                    party.name.string.shortened(to: 120))
            }
            for count in [
                party.stories, party.said, party.denied, party.reiterated, party.asked, party.responded,
                party.declined, party.silent,
            ] { page.element("td", count == 0 ? "" : count.grouped) }
        }
    }
}

/// What one party did, and what concerned it.
struct PartyPage {
    let frame: Frame
    let name: String
    let acts: [ProjectedRow]

    static let most = 2000

    var html: [UInt8] {
        Layout(frame: frame, title: name).page { page in
            page.element("p", ["class": "kicker"]) { $0.link(frame.link(.parties), frame.words.parties) }
            var party: Text?
            for act in acts {
                if act.value["party"]?.text != party {
                    if party != nil { page.tag("</ol>") }
                    party = act.value["party"]?.text
                    page.quoted(party == acts.first?.value["party"]?.text ? "h1" : "h2", party?.string ?? "")
                    page.open("ol", ["class": "plain timeline"])
                }
                page.element("li") { item(act.value, &$0) }
            }
            if party != nil { page.tag("</ol>") }
            if acts.count >= Self.most {
                page.element("p", ["class": "quiet"], frame.words.inLists.firstActs(Self.most.grouped))
            }
        }
    }

    private func item(_ act: JSONObject, _ page: inout Markup) {
        let position = Position(act.integer("position"))
        page.element("p", ["class": "facts"]) { page in
            let asked = act.string("asked")
            page.moment(asked.isEmpty ? act.string("time") : asked, frame)
            page.text(" · ")
            page.element("b", ["dir": "auto"], Parties.words(ofAct: act))
            page.text(" · ")
            if let story = StoryID(Text(act.string("story"))) {
                page.link(frame.link(.story(story, .now)), story.description, "place")
            }
            page.text(" ")
            page.event(position, frame)
        }
        if case .array(let claims)? = act["claims"] {
            for case .object(let claim) in claims {
                page.quoted("p", claim.string("text").isEmpty ? claim.string("id") : claim.string("text"), "claim")
            }
        }
        if let statement = act["statement"]?.text { page.quoted("q", statement.string, "statement") }
    }
}

extension Markup {
    /// A time that stands in a row as text; what is no time is shown as it is.
    mutating func moment(_ text: String, _ frame: Frame) {
        do throws(TimeFault) { time(try EventTime(text), frame) } catch { self.text(text) }
    }
}
