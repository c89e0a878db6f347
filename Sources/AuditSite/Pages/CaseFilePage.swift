import CanonicalJSON
import EventLog
import ProseDiff
import ProseRendering
import Projections
import StoryEvents

/// One page to print or to keep: a version, what changed before it, the standing of its claims, where it came from, and
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
        let file: EventFile
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
                    words.inEvidence.made.write(
                        &page, { $0.text(frame.origin) }, { $0.text(frame.size.grouped) },
                        { $0.text(version.number.grouped) }, { $0.text(model.versions.count.grouped) },
                        { $0.time(of: version.envelope, frame) }, { $0.time(version.envelope.recorded, frame) })
                }
                if !isWhole {
                    page.element("p", ["class": "steps"]) { page in
                        page.link(frame.here(["save": "yes"]), words.inEvidence.save)
                    }
                }
                text(&page)
                change(&page)
                page.element(
                    "p", ["class": "quiet"],
                    words.inEvidence.standings(model.state.position.description, String(version.number)))
                ClaimsSection(frame: frame, model: model).write(&page, isWhole: true)
                timeline(&page)
                chain(&page)
                proof(&page)
            }
        }
    }

    private func text(_ page: inout Markup) {
        page.element("section") { page in
            page.element("h2", words.inEvidence.says(String(version.number)))
            if let change = version.change {
                page.element(
                    "p", ["class": "facts"],
                    words.inEvidence.marked(String(version.number), said(code: change.rawValue)))
            }
            StoryTitle(frame: frame, fields: version.fields, withheld: version.withheldFields).write(&page, "h3")
            StoryText(frame: frame, fields: version.fields, withheld: version.withheldFields).write(&page)
        }
    }

    private func change(_ page: inout Markup) {
        guard let old, old.number != version.number else { return }
        let edit = Edit(version, after: old)
        page.element("section") { page in
            page.element("h2", words.inEvidence.changed(String(old.number)))
            // Between other versions, the last one's note does not tell of all the changes.
            let isNext = old.number == version.number - 1
            if let summary = isNext ? edit.summary : edit.summary(since: old) {
                page.element("p", ["class": "latest"], words.sentence(of: summary))
            }
            for facts in model.versions where facts.number > old.number && facts.number <= version.number {
                NoteLine(frame: frame, version: facts, isNamed: true).write(&page)
                if let withheld = facts.withheld { page.element("p") { $0.withheld("[\(withheld)]") } }
            }
            for field in WithheldField.all(from: old, to: version) {
                page.element("p") { page in
                    page.text("\(words.name(of: field.field)): ")
                    page.withheld("[\(field.withheld)]")
                }
            }
            if edit.fields.isEmpty, !edit.hidden.isEmpty {
                page.element("p", words.inEvidence.incomparable)
            }
            if isNext, let coverage = edit.coverage {
                CoverageList(
                    words: words.inComparison, names: words.inLists.texts, coverage: coverage, fields: edit.fields,
                    language: frame.language
                ).write(&page)
            }
            if let unmarked = words.inComparison.unmarked(edit.fields.map(\.comparison)) {
                page.element("p", ["class": "quiet"], unmarked)
            }
            for field in edit.fields {
                page.element("h3", frame.words.name(of: field.field))
                if let hidden = HiddenManifest.change(from: field.old, to: field.new) {
                    page.element("p", ["class": "alert warn"], hidden)
                }
                if field.comparison.isHiddenNoise {
                    page.element("p", ["class": "quiet"], words.inComparison.onlyNoise)
                    continue
                }
                page.element("div", ["class": "prose", "lang": version.fields["language"]?.text?.string ?? ""]) {
                    page in
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
                        page.time(of: entry, frame)
                        page.text(" \(entry.envelope.position) ")
                        page.element("span", ["dir": "auto"], entry.line.asSentence)
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
            page.element("h2", words.inEvidence.custody)
            page.element(
                "p", ["class": "quiet"], words.inEvidence.custodyNote)
            page.element("div", ["class": "wide"]) { page in
                page.element("table") { page in
                    page.element("thead") { page in
                        page.element("tr") { page in
                            for title in words.inEvidence.custodyColumns { page.element("th", ["scope": "col"], title) }
                        }
                    }
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
                page.text(" \(said(code: item.envelope.type.rawValue))")
            }
            page.element("td") { $0.time(item.envelope.recorded, frame) }
            page.element("td", ["dir": "auto"], item.envelope.identity.source.string)
            page.element("td") { page in
                guard EventType.ofProducers.contains(item.envelope.type) else { return }
                FileLine(words: words.inEvidence, file: item.file).write(&page)
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
                // The remedy is for the log's keeper.
                page.element(
                    "p", ["class": "alert warn"], words.sentence(of: fault.message) + " " + words.inEvidence.later)
                if checkpoint == nil { page.element("p", words.inEvidence.nothingToCosign) } else { witnesses(&page) }
                return UnprovenList(words: words.inAbout.unproven).write(&page)
            }
            page.element("p", ["class": "screen"], words.inEvidence.checked)
            page.element("noscript") { $0.element("p", words.inEvidence.needsScript) }
            page.element("form") { page in
                page.element("label") { page in
                    page.text(words.inEvidence.key + " ")
                    page.element("textarea", ["name": "key", "rows": "2", "spellcheck": "false"], "")
                }
                page.element("button", words.inEvidence.prove)
            }
            page.tag("<output></output>")
            UnprovenList(words: words.inAbout.unproven).write(&page)
            page.element("p", ["class": "quiet"]) { page in
                words.inEvidence.otherwise.write(
                    &page,
                    { $0.link(frame.base + Route.story(story, .bundle(version.number)).path, words.inEvidence.bundle) },
                    { $0.element("code", "storyledger check-bundle bundle.json --key VERIFIER-KEY") })
            }
            witnesses(&page)
            if isWhole, case .success(let bytes) = bundle {
                page.open("pre", ["id": "bundle", "hidden": ""])
                page.exact(bytes)
                page.close("pre")
            }
        }
    }
    /// The newest checkpoint, and who cosigned it.
    private func witnesses(_ page: inout Markup) {
        guard let checkpoint else { return }
        let names = Cosigners(checkpoint: checkpoint).names.joined(separator: ", ")
        page.element(
            "p", ["dir": "auto"], names.isEmpty ? words.inEvidence.noWitness : words.inEvidence.witnesses(names))
        page.element("pre", ["tabindex": "0"], checkpoint)
    }
}
