import CanonicalJSON
import ProseRendering
import StoryEvents

/// A whole page around what a page writes.
struct Layout {
    let frame: Frame
    let title: String
    /// Addresses of feeds, scripts and the like that only some pages have.
    var scripts: [Route.Asset] = []
    /// Whether search engines should look elsewhere: pages of the past and errors.
    var isPassing = false
    /// Whether the page is saved and read without the site: style and script are within it.
    var isSaved = false

    func page(_ body: (inout Markup) -> Void) -> [UInt8] {
        var page = Markup(marksWithheld: true)
        page.tag("<!DOCTYPE html>\n")
        page.element("html", ["lang": frame.words.language, "dir": frame.words.isRightToLeft ? "rtl" : nil]) { page in
            head(&page)
            page.element("body") { page in
                page.element("a", ["href": "#page", "class": "skip"], frame.words.skip)
                if isSaved { saved(&page) } else { top(&page) }
                page.element("main", ["id": "page"]) { page in
                    moment(&page)
                    body(&page)
                }
                if !isSaved { foot(&page) }
            }
        }
        page.tag("\n")
        return page.bytes
    }

    private func head(_ page: inout Markup) {
        page.element("head") { page in
            page.tag("<meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
            page.tag("<meta name=\"color-scheme\" content=\"light dark\">")
            if isPassing || frame.moment.text != nil { page.tag("<meta name=\"robots\" content=\"noindex\">") }
            page.element("title", "\(title) — \(frame.words.ledger)")
            page.tag("<link rel=\"icon\" href=\"data:,\">")
            guard !isSaved else { return within(&page) }
            feeds(&page)
            page.open(
                "link",
                ["rel": "stylesheet", "href": Route.asset(.style).path + AssetFiles.version(.style, frame.words)])
            if scripts.contains(.proof) { proofWords(&page) }
            for script in scripts {
                page.element(
                    "script", ["src": Route.asset(script).path + AssetFiles.version(script, frame.words), "defer": ""],
                    { _ in })
            }
        }
    }

    /// Where programs that look again and again find what is new.
    private func feeds(_ page: inout Markup) {
        func feed(_ title: String, _ address: (FeedFormat) -> String) {
            page.open(
                "link", ["rel": "alternate", "type": "application/atom+xml", "title": title, "href": address(.atom)])
            page.open(
                "link", ["rel": "alternate", "type": "application/feed+json", "title": title, "href": address(.json)])
        }
        switch frame.route {
        case .story(let story, _): feed(story.description) { Route.story(story, .feed($0)).path }
        case .stories:
            let query = Query(StoryFilter.names.map { ($0, frame.query[$0]) })
            if !query.items.isEmpty { feed(frame.words.stories) { Route.feed($0).path + query.encoded } }
        default: break
        }
        feed(frame.words.ledger) { Route.feed($0).path }
    }

    /// Neither holds `</style` or `</script`, as a test makes sure.
    private func within(_ page: inout Markup) {
        page.tag("<style>")
        page.add(AssetFiles.markup(.style, frame.words))
        page.tag("</style>")
        proofWords(&page)
        page.tag("<script>")
        page.add(AssetFiles.markup(.proof, frame.words))
        page.tag("</script>")
    }

    /// The sentences of the proof in another language than English: a block of data, which is not run.
    private func proofWords(_ page: inout Markup) {
        guard !frame.words.proofs.isEmpty else { return }
        var table = JSONObject()
        for (sentence, other) in frame.words.proofs.sorted(by: { $0.key < $1.key }) {
            table[Text(sentence)] = .string(Text(other))
        }
        page.tag("<script type=\"application/json\" id=\"proof-words\">")
        page.add(Markup(trusted: StructuredData.escaped(JSON.object(table).bytes(pretty: false))))
        page.tag("</script>")
    }

    /// Where a saved page comes from.
    private func saved(_ page: inout Markup) {
        page.element("header", ["class": "top"]) { page in
            page.element("p", ["class": "quiet"]) { page in
                page.text("\(frame.words.ledger), \(frame.origin). \(frame.words.savedPage) ")
                page.link(frame.here([:]), frame.base + frame.route.path)
            }
        }
    }

    private func top(_ page: inout Markup) {
        page.element("header", ["class": "top"]) { page in
            page.element("p", ["class": "name"]) { page in
                page.link(frame.link(.stories), frame.words.ledger)
                page.tag(" ")
                page.element("span", ["class": "quiet"], frame.origin)
            }
            page.element("nav", ["aria-label": frame.words.ledger]) { page in
                let places: [(Route, String)] = [
                    (.stories, frame.words.stories), (.log, frame.words.log), (.parties, frame.words.parties),
                    (.activity, frame.words.activity), (.about, frame.words.about),
                ]
                for (route, name) in places {
                    page.element(
                        "a", ["href": frame.link(route), "aria-current": route == frame.route ? "page" : nil], name)
                }
            }
        }
    }

    /// The moment that the page is about, in words.
    private func moment(_ page: inout Markup) {
        guard let text = frame.moment.text else { return }
        page.element("p", ["class": "moment", "role": "note"]) { page in
            page.text("\(text). \(frame.words.momentNote) ")
            page.link(frame.here(["as-of": nil, "at": nil]), frame.words.asOfNow)
        }
    }

    private func foot(_ page: inout Markup) {
        page.element("footer", ["class": "foot"]) { page in
            page.element("form", ["method": "get", "action": frame.route.path]) { page in
                for item in frame.query.items where !["as-of", "at", "zone", "before"].contains(item.name) {
                    page.open("input", ["type": "hidden", "name": item.name, "value": item.value])
                }
                field("at", frame.words.at, frame.words.atHint, frame.query["at"], &page)
                field("as-of", frame.words.asOf, frame.words.asOfHint, frame.query["as-of"], &page)
                field("zone", frame.words.zone, frame.words.zoneHint, frame.query["zone"], &page)
                page.element("button", frame.words.apply)
            }
        }
    }

    private func field(_ name: String, _ label: String, _ hint: String, _ value: String?, _ page: inout Markup) {
        page.element("label") { page in
            page.text(label + " ")
            page.open(
                "input", ["name": name, "value": value, "placeholder": hint, "size": "18", "autocomplete": "off"])
        }
        page.tag(" ")
    }
}

extension BinaryInteger {
    /// With a narrow space between groups of three digits.
    var grouped: String {
        let digits = Array(String(self))
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3), digits[index - 1].isNumber { text += "\u{202F}" }
            text.append(digit)
        }
        return text
    }
}
