import CanonicalJSON
import EventLog
import ProseRendering
import Projections
import StoryEvents

/// One page to print or to keep: a version, what changed before it, what became of its claims, where it came from, and
/// how to prove it. A saved one holds its style, its proof and the script that checks it.
struct CaseFilePage {
    let frame: Frame
    let model: StoryModel
    let version: StoryVersion
    /// The version that it is compared with; nil for the text alone.
    let old: StoryVersion?
    let custody: [Custody]
    /// The bundle; the reason where there is none.
    let bundle: Result<[UInt8], SiteFault>
    let checkpoint: String?
    /// Whether the page is to be saved: everything it needs is in it.
    let isWhole: Bool

    /// Where an event of the story came from.
    struct Custody: Sendable {
        let envelope: Envelope
        let receipt: Receipt?
    }

    private var story: StoryID { model.state.story }
    private var words: Words { frame.words }

    var html: [UInt8] {
        let head = StoryHead(frame: frame, model: model)
        let title = "\(words.caseFile): \(story), v\(version.number)"
        return Layout(
            frame: frame, title: title, scripts: isWhole ? [] : [.proof], isPassing: true, isSaved: isWhole
        ).page { page in
            page.element("div", ["class": "case"]) { page in
                head.write(&page, isWhole: false)
                page.element("h1", title)
                page.element("p", ["class": "facts"]) { page in
                    page.text(
                        "Made from the log \(frame.origin) at \(frame.size.grouped) events. Version \(version.number) of "
                    )
                    page.text("\(model.versions.count.grouped), happened ")
                    page.time(version.envelope.time, frame)
                    page.text(", recorded ")
                    page.time(version.envelope.recorded, frame)
                    page.text(".")
                }
                if !isWhole {
                    page.element("p", ["class": "steps"]) { page in
                        page.link(frame.here(["save": "yes"]), "Save this page with its proof")
                    }
                }
                text(&page)
                change(&page)
                ClaimsSection(frame: frame, model: model).write(&page, isWhole: true)
                timeline(&page)
                chain(&page)
                proof(&page)
            }
        }
    }

    private func text(_ page: inout Markup) {
        let language = version.fields["language"]?.text?.string
        page.element("section") { page in
            page.element("h2", "What version \(version.number) says")
            if version.withheldFields["headline"] == nil {
                page.quoted("h3", version.fields["headline"]?.text?.string ?? "", language: language)
            }
            if version.withheldFields["dek"] == nil, let dek = version.fields["dek"]?.text {
                page.quoted("p", dek.string, language: language, "dek")
            }
            StoryText(frame: frame, fields: version.fields, withheld: version.withheldFields).write(&page)
        }
    }

    private func change(_ page: inout Markup) {
        guard let old, old.number != version.number else { return }
        let edit = Edit(version, after: old)
        page.element("section") { page in
            page.element("h2", "What changed since version \(old.number)")
            if let summary = edit.summary { page.element("p", ["class": "latest"], summary) }
            for facts in model.versions where facts.number > old.number && facts.number <= version.number {
                NoteLine(frame: frame, version: facts, isNamed: true).write(&page)
            }
            if let coverage = edit.coverage { CoverageList(coverage: coverage, fields: edit.fields).write(&page) }
            for field in edit.fields {
                page.element("h3", field.field.string.capitalized)
                page.element("div", ["class": "prose", "lang": version.fields["language"]?.text?.string]) { page in
                    page.addComparison(
                        field.comparison, old: field.old, new: field.new, prefix: "move-\(field.field)")
                }
            }
        }
    }

    private func timeline(_ page: inout Markup) {
        page.element("section") { page in
            page.element("h2", words.timeline)
            page.element("ol", ["class": "plain timeline"]) { page in
                for entry in model.entries {
                    page.element("li") { page in
                        page.time(entry.time, frame)
                        page.text(" \(entry.envelope.position) ")
                        page.element("span", ["dir": "auto"], entry.line + ".")
                        if let mark = frame.mark(entry.backdating, isAllLate: model.isAllLate) {
                            page.text(" (\(mark))")
                        }
                    }
                }
            }
        }
    }

    private func chain(_ page: inout Markup) {
        page.element("section") { page in
            page.element("h2", "Where it came from")
            page.element(
                "p", ["class": "quiet"],
                "File names and receipts are the keeper's notes. What is proven of a file is the hash in its event's data."
            )
            page.element("div", ["class": "wide"]) { page in
                page.element("table") { page in
                    page.tag(
                        "<thead><tr><th scope=\"col\">Event</th><th scope=\"col\">Recorded</th><th scope=\"col\">Source</th><th scope=\"col\">File and its SHA-256</th></tr></thead>"
                    )
                    page.element("tbody") { page in
                        for item in custody { row(item, &page) }
                    }
                }
            }
        }
    }

    private func row(_ item: Custody, _ page: inout Markup) {
        page.element("tr") { page in
            page.element("td") { page in
                page.event(item.envelope.position, frame)
                page.text(" \(item.envelope.type.rawValue)")
            }
            page.element("td") { $0.time(item.envelope.recorded, frame) }
            page.element("td", ["dir": "auto"], item.envelope.identity.source.string)
            page.element("td") { page in
                guard let receipt = item.receipt else { return }
                if let takedown = receipt.withheld { return page.text("withheld by \(takedown)") }
                page.element("span", ["dir": "auto"], receipt.file.string)
                page.tag(" ")
                page.element("code", ["class": "hash"], receipt.sha256.hexadecimal)
            }
        }
    }

    private func proof(_ page: inout Markup) {
        page.element(
            "section",
            [
                "id": "proof", "data-bundle": isWhole ? "" : Route.story(story, .bundle(version.number)).path,
                "data-key": "",
            ]
        ) { page in
            page.element("h2", words.howToCheck)
            if case .failure(let fault) = bundle {
                return page.element("p", ["class": "alert warn"], "\(fault.message): \(fault.remedy).")
            }
            page.element(
                "p",
                "What is checked is the bundle that comes with this page, not the words above: it holds the story's events up to this version, "
                    + "with their proofs and a signed checkpoint. Compare the words above with those that the proof shows. Events after this version are not in it. "
                    + "Paste the log's verifier key, which you have from the newsroom by another way than this page.")
            page.element("noscript") { page in
                page.element(
                    "p", "The check in this page needs script. Without it, use another program, as said below.")
            }
            page.element("form") { page in
                page.element("label") { page in
                    page.text("Verifier key ")
                    page.element("textarea", ["name": "key", "rows": "2", "spellcheck": "false"], "")
                }
                page.element("button", "Prove it here")
            }
            page.tag("<output></output>")
            page.element("p", ["class": "quiet"]) { page in
                page.text("Or with another program: save ")
                page.link(frame.base + Route.story(story, .bundle(version.number)).path, "the bundle")
                page.text(" and type ")
                page.element("code", "storyledger check-bundle bundle.json --key VERIFIER-KEY")
                page.text(".")
            }
            if let checkpoint { page.element("pre", ["tabindex": "0"], checkpoint) }
            if isWhole, case .success(let bytes) = bundle {
                page.open("pre", ["id": "bundle", "hidden": ""])
                page.exact(bytes)
                page.close("pre")
            }
        }
    }
}
