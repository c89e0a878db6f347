import CanonicalJSON
import ProseRendering
import Projections
import StoryEvents

/// A story: its text, its status, and who said what about it.
struct StoryPage {
    let frame: Frame
    let model: StoryModel
    /// Where the site is; empty where that is not known.
    let base: String

    private var story: StoryID { model.state.story }

    /// The newest version of the list.
    private let newest: Int

    /// Versions that the list holds, and those where a reader asks for further ones.
    private static let (fewVersions, mostVersions) = (30, 60)
    /// Passages that changed, of those that stood longest.
    private static let mostExposures = 8

    init(frame: Frame, model: StoryModel, base: String = "") throws(SiteFault) {
        (self.frame, self.model, self.base) = (frame, model, base)
        let last = model.versions.last?.number ?? 1
        guard let text = frame.query["versions"], text != "all" else {
            newest = last
            return
        }
        guard let number = Route.number(text), number > 0 else {
            let words = frame.words.inStory
            throw .badRequest(words.noVersion(text), remedy: words.versions)
        }
        newest = min(number, last)
    }

    var html: [UInt8] {
        let head = StoryHead(frame: frame, model: model)
        return Layout(frame: frame, title: head.headline).page { page in
            head.write(&page)
            strip(&page)
            latest(&page)
            if model.state.status != .published {
                page.element("p", ["class": "quiet"], frame.words.withdrawn)
            }
            StoryText(frame: frame, fields: model.state.fields, withheld: model.state.withheldFields).write(&page)
            ClaimsSection(frame: frame, model: model).write(&page, isWhole: false)
            exposures(&page)
            timeline(&page)
            versions(&page)
            StructuredData(frame: frame, model: model, base: base).write(&page)
        }
    }

    private func strip(_ page: inout Markup) {
        guard model.versions.count > 1 else { return }
        VersionStrip(frame: frame, story: story, versions: model.versions).write(&page)
    }

    private func latest(_ page: inout Markup) {
        if let other = model.others.last, other.version == model.versions.last?.number {
            return page.element("p", ["class": "latest"]) { page in
                page.element("b", frame.words.latestChange)
                page.text(": ")
                page.quoted("span", other.line.asSentence)
                page.text(" ")
                page.event(other.envelope.position, frame)
            }
        }
        guard let last = model.versions.last, last.number > 1 else { return }
        page.element("p", ["class": "latest"]) { page in
            page.element("b", frame.words.latestChange)
            page.text(": ")
            page.link(
                frame.link(.story(story, .diff), ["from": String(last.number - 1), "to": String(last.number)]),
                last.summary.map(frame.words.sentence) ?? last.withheld?.description
                    ?? frame.words.inStory.version(String(last.number)))
        }
    }

    /// Words that changed and stood longest.
    private func exposures(_ page: inout Markup) {
        let all = model.exposures.filter { $0.seconds > 0 }.sorted { $0.seconds > $1.seconds }
        let shown = all.prefix(Self.mostExposures)
        guard !shown.isEmpty else { return }
        page.element("section") { page in
            page.element("h2", frame.words.exposure)
            page.element("ul", ["class": "plain"]) { page in
                for words in shown {
                    page.element("li") { page in
                        page.element("b", words.seconds.asDuration)
                        page.text(" ")
                        page.quoted("q", words.words.shortened(to: 240), language: frame.language)
                        page.text(" ")
                        page.link(
                            frame.link(
                                .story(story, .diff),
                                ["from": String(words.to.number - 1), "to": String(words.to.number)]),
                            frame.words.inStory.fromTo(String(words.from.number), String(words.to.number)), "place")
                        page.text(" · \(frame.words.name(of: words.field).lowercased())")
                    }
                }
                if shown.count < all.count {
                    page.element("li", frame.words.inStory.moreExposures((all.count - shown.count).grouped))
                }
            }
        }
    }

    private func timeline(_ page: inout Markup) {
        page.element("section") { page in
            page.element("h2") { $0.link(frame.link(.story(story, .timeline)), frame.words.timeline) }
            TimelinePicture(frame: frame, model: model).write(&page)
        }
    }

    private func versions(_ page: inout Markup) {
        let most = frame.query["versions"] == nil ? Self.fewVersions : Self.mostVersions
        let older = model.versions.prefix { $0.number <= newest }
        let (shown, after) = (older.suffix(most), model.versions.dropFirst(older.count).first)
        page.element("section", ["id": "versions"]) { page in
            page.element("h2", frame.words.versions)
            if model.isTooLong { page.element("p", ["class": "quiet"], frame.words.tooLong) }
            page.element("ol", ["class": "versions", "reversed": ""]) { page in
                let from = shown.first?.envelope.position
                let others = model.others.filter { other in
                    from.map { $0 < other.envelope.position } ?? false
                        && after.map { other.envelope.position < $0.envelope.position } ?? true
                }
                for entry in Entry.all(shown, others.suffix(Self.mostVersions)).reversed() {
                    switch entry {
                    case .version(let version):
                        page.open("li", ["value": String(version.number)])
                        item(version, &page)
                        page.close("li")
                    case .other(let other): page.element("li", ["class": "between"]) { item(other, &$0) }
                    }
                }
            }
            steps(shown, &page)
        }
    }

    /// Ways to older and to newer versions, where the list does not hold all.
    private func steps(_ shown: ArraySlice<VersionFacts>, _ page: inout Markup) {
        guard let first = shown.first, let last = shown.last, shown.count < model.versions.count else { return }
        page.element("nav", ["class": "steps", "aria-label": frame.words.versions]) { page in
            page.element(
                "span",
                frame.words.inStory.listed(
                    first.number.grouped, last.number.grouped, (model.versions.last?.number ?? 0).grouped))
            if shown.startIndex > model.versions.startIndex {
                let number = model.versions[shown.startIndex - 1].number
                page.element(
                    "a", ["href": frame.here(["versions": String(number)]) + "#versions", "rel": "prev"],
                    frame.words.older)
            }
            if shown.endIndex < model.versions.endIndex {
                let number = model.versions[min(shown.endIndex + Self.mostVersions, model.versions.endIndex) - 1].number
                page.element(
                    "a", ["href": frame.here(["versions": String(number)]) + "#versions", "rel": "next"],
                    frame.words.newer)
            }
        }
    }

    /// What the list of versions holds, in log order.
    private enum Entry {
        case version(VersionFacts)
        case other(OtherEvent)

        static func all(_ versions: ArraySlice<VersionFacts>, _ others: ArraySlice<OtherEvent>) -> [Entry] {
            (versions.map(Entry.version) + others.map(Entry.other)).sorted { $0.position < $1.position }
        }

        private var position: Position {
            switch self {
            case .version(let version): version.envelope.position
            case .other(let other): other.envelope.position
            }
        }
    }

    /// An event that made no version: a correction, a kill, a takedown.
    private func item(_ other: OtherEvent, _ page: inout Markup) {
        page.element("p", ["class": "facts"]) { page in
            page.event(other.envelope.position, frame)
            page.text(" ")
            page.time(of: other.envelope, frame)
            page.text(" · \(said(code: other.what.string))")
            if let mark = frame.mark(other.backdating, isAllLate: model.isAllLate) {
                page.text(" · ")
                page.element("b", mark)
            }
        }
        page.quoted("p", other.line.asSentence)
    }

    private func item(_ version: VersionFacts, _ page: inout Markup) {
        let words = frame.words
        page.element("p", ["class": "facts"]) { page in
            page.link(frame.link(.story(story, .version(version.number))), "v\(version.number)", "place")
            page.text(" ")
            page.time(of: version.envelope, frame)
            page.text(" · \(said(code: version.change?.rawValue ?? "published"))\(version.otherSource.asThrough)")
            if version.isSilent { page.text(" · "); page.element("span", ["class": "silent"], words.unannounced) }
            if version.isNoise { page.text(" · \(words.noise)") }
            if version.isUntold { page.text(" · \(words.untold)") }
            if let mark = frame.mark(version.backdating, isAllLate: model.isAllLate) {
                page.text(" · "); page.element("b", mark)
            }
            if let revert = version.revertsTo { page.text(" · " + revert.phrase) }
            if let undoing = version.undone.undoing {
                page.text(" · ")
                page.element("b", undoing)
            }
            if let doubt = version.undone.doubt { page.text(" · \(doubt)") }
            page.text(" · ")
            page.event(version.envelope.position, frame)
        }
        if version.number > 1 {
            page.element("p") { page in
                page.link(
                    frame.link(
                        .story(story, .diff), ["from": String(version.number - 1), "to": String(version.number)]),
                    version.summary.map(words.sentence) ?? version.withheld?.description ?? words.compare)
            }
        }
        for change in version.fieldChanges { page.quoted("p", words.inStory.changed(change.phrase)) }
        NoteLine(frame: frame, version: version, isBelowSummary: version.summary != nil).write(&page)
    }
}

extension String {
    /// With a full stop, unless words in quotation marks end with one, or the text was cut.
    var asSentence: String {
        let isEnded = [".”", "?”", "!”", ".»", "…"].contains { hasSuffix($0) }
        return isEnded ? self : self + "."
    }

    /// At most so many characters, with an ellipsis where there are more.
    func shortened(to most: Int) -> String { count > most ? prefix(most - 1) + "…" : self }
}
