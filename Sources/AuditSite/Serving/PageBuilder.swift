import CanonicalJSON
import EventLog
import Projections
import StoryEvents

/// Reads what a page shows.
struct PageBuilder {
    let responder: Responder
    let frame: Frame
    /// Where the site is; empty where that is not known.
    let base: String

    var record: SiteRecord { responder.record }
    var query: Query { frame.query }

    init(_ responder: Responder, _ frame: Frame, base: String = "") {
        self.responder = responder
        // A page that is saved is read elsewhere: its links lead back to the site.
        let isSaved = frame.route.isCaseFile && frame.query["save"] != nil
        self.frame = isSaved ? frame.based(on: base) : frame
        self.base = base
    }

    func answer() throws(SiteFault) -> SiteAnswer {
        var answer = SiteAnswer(type: SiteAnswer.htmlType, body: [])
        switch frame.route {
        case .stories: answer.body = try stories()
        case .log: answer.body = try log()
        case .parties: answer.body = try parties()
        case .activity: answer.body = try activity()
        case .about: answer.body = AboutPage(frame: frame, checkpoint: PublicFile(responder.directory).checkpoint).html
        case .event(let position): answer.body = try event(position)
        case .story(let story, let part):
            answer.body = try page(of: story, part, &answer.headers)
            if part == .caseFile, query["save"] != nil { answer.fileName = "case-file-\(story.fileName).html" }
        case .proof, .asset, .checkpoint, .tile, .health, .mcp, .api, .feed:
            throw .notFound(said("There is no such page"), remedy: said("go to the list of stories"))
        }
        return answer
    }

    private static let storiesOnAPage = 30

    private func stories() throws(SiteFault) -> [UInt8] {
        let filter = try StoryFilter(query, responder.times(frame))
        let visibility = try visibility()
        var limit: Int64?
        if let before = query["before"] {
            guard let number = Int64(before), number >= 0 else {
                throw .badRequest(said("‘\(before)’ is no position"), remedy: said("go to the list of stories"))
            }
            limit = number
        }
        let listing = try StoryListing(
            filter, try ledgerCut(), before: limit, most: Self.storiesOnAPage, record, visibility)
        return StoriesPage(
            frame: frame, filter: filter, rows: listing.rows, changes: try changes(of: listing.rows),
            next: listing.next
        ).html
    }

    /// One line about the newest change of each story.
    func changes(of rows: [ProjectedRow]) throws(SiteFault) -> [Text: String] {
        var changes: [Text: String] = [:]
        for row in rows {
            guard let story = StoryID(row.story) else { continue }
            if let line = try standing(of: story, row) {
                changes[row.story] = line
            } else {
                changes[row.story] = try record.change(
                    of: story, Int(row.value.integer("version")), frame.moment.cut)
            }
        }
        return changes
    }

    /// The line of a kill, a hold or a takedown, where it is the latest thing that became of a story; else nil.
    private func standing(of story: StoryID, _ row: ProjectedRow) throws(SiteFault) -> String? {
        let cut = frame.moment.cut
        if row.value["status"]?.text?.string != StoryState.Status.published.rawValue {
            let board = try record.ask { reader throws(StoryError) in
                try reader.fold(story, cut, into: ClaimBoard.self)
            }
            if let line = board.statusLine(frame.text, isForReaders: true) { return line }
        }
        guard cut == .none else { return nil }
        let newest = try record.read { store throws(EventLogError) in
            try store.head(of: story).flatMap { head throws(EventLogError) in try store.event(at: head.position) }
        }
        guard let newest, newest.envelope.type == .withheld else { return nil }
        var lines = StoryLines(record.store)
        return try record.line(of: newest, &lines)
    }

    func visibility() throws(SiteFault) -> Visibility {
        try Visibility(record, responder.rule, now: responder.now())
    }

    /// The moment of the frame as a cut of the whole log.
    func ledgerCut() throws(SiteFault) -> LedgerCut {
        guard let cut = LedgerCut(frame.moment.cut) else {
            throw .badRequest(said("A version belongs to one story"), remedy: said("write @17 or a time"))
        }
        return cut
    }

    private func page(
        of story: StoryID, _ part: Route.Part, _ headers: inout [SiteAnswer.Header]
    ) throws(SiteFault) -> [UInt8] {
        try responder.refuseHidden(story)
        let model = try record.model(of: story, frame.moment.cut)
        let frame = frame.about(model)
        switch part {
        case .now:
            let shown = query["as-of"] == nil ? nil : model.versions.last
            headers = Memento(responder, base: base).headers(of: story, showing: shown)
            return try StoryPage(frame: frame, model: model, base: base).html
        case .claims: return ClaimsPage(frame: frame, model: model).html
        case .timeline: return try TimelinePage(frame: frame, model: model).html
        case .version(let number):
            headers = Memento(responder, base: base).headers(
                of: story, showing: model.versions.first { $0.number == number })
            return VersionPage(frame: frame, model: model, version: try version(number, of: model)).html
        case .diff:
            let (old, new) = try pair(model)
            return DiffPage(
                frame: frame, model: model, old: old, new: new,
                view: try DiffPage.View(query, frame.words.inComparison)
            ).html
        case .blame:
            guard model.bytes <= StoryModel.mostBytes else {
                throw .badRequest(
                    said("This story's versions have more text than this page can hold"),
                    remedy: said("ask the API, \(Route.api(.story(story, .blame)).path), or compare two versions"))
            }
            let cut = frame.moment.cut
            try record.reserve(model.bytes)
            let view = try record.ask(knowing: model.read) { reader throws(StoryError) in
                try reader.view(of: story, cut)
            }
            return BlamePage(frame: frame, model: model, blame: StoryBlame(of: view)).html
        case .caseFile: return try caseFile(model)
        case .bundle, .text, .citation, .feed, .timegate, .timemap:
            throw .notFound(said("There is no such page"), remedy: said("go to the list of stories"))
        }
    }

    private func version(_ number: Int, of model: StoryModel) throws(SiteFault) -> StoryVersion {
        guard let found = try versions([number], of: model)[number] else {
            throw SiteFault(StoryError.noVersion(model.state.story, number, newest: model.versions.last?.number ?? 0))
        }
        return found
    }

    private func versions(_ numbers: Set<Int>, of model: StoryModel) throws(SiteFault) -> [Int: StoryVersion] {
        let cut = frame.moment.cut
        return try record.ask(knowing: model.read) { reader throws(StoryError) in
            try reader.versions(numbers, of: model.state.story, cut)
        }
    }

    /// The two versions to compare, the older one first: by default the newest and the one before.
    private func pair(_ model: StoryModel) throws(SiteFault) -> (old: StoryVersion, new: StoryVersion) {
        let newest = model.versions.last?.number ?? 1
        let to = try number("to", model) ?? newest
        let from = try number("from", model) ?? model.versions.last { $0.number < to }?.number ?? max(1, to - 1)
        let (low, high) = (min(from, to), max(from, to))
        let found = try versions([low, high], of: model)
        guard let old = found[low], let new = found[high] else {
            throw SiteFault(
                StoryError.noVersion(model.state.story, found[low] == nil ? low : high, newest: newest))
        }
        try record.reserve(old.textBytes + new.textBytes)
        return (old, new)
    }

    /// The version that a parameter names: `3`, `v3`, `@17`, or a time; nil without it.
    private func number(_ name: String, _ model: StoryModel) throws(SiteFault) -> Int? {
        guard let text = query[name] else { return nil }
        let cut = try responder.cut(text, in: frame)
        if case .version(let number) = cut { return number }
        let found = model.versions.last { cut.includes(version: $0.number, $0.envelope) }
        guard let found else { throw SiteFault(StoryError.notRecorded(model.state.story)) }
        return found.number
    }

    private func caseFile(_ model: StoryModel) throws(SiteFault) -> [UInt8] {
        let (old, new) = try pair(model)
        let story = model.state.story
        var custody: [CaseFilePage.Custody] = []
        var takedowns: Set<Position> = []
        for entry in model.entries where entry.what != "asked" {
            let position = entry.envelope.position
            let found = try record.read { store throws(EventLogError) in
                (try store.event(at: position), try store.receipt(ofEventAt: position))
            }
            guard let event = found.0 else { continue }
            custody.append(CaseFilePage.Custody(envelope: entry.envelope, file: EventFile(event, found.1)))
            takedowns.formUnion(event.withheld.map { [$0.by] } ?? event.partial?.takedowns.map(\.by) ?? [])
        }
        // What takes text out of the page is named in it, also where it was recorded after the moment of the page.
        for position in takedowns.subtracting(custody.map(\.envelope.position)) {
            guard let event = try record.read({ store throws(EventLogError) in try store.event(at: position) }) else {
                continue
            }
            custody.append(CaseFilePage.Custody(envelope: event.envelope, file: EventFile(event, nil)))
        }
        custody.sort { $0.envelope.position < $1.envelope.position }
        let evidence = Evidence(record.store, responder.directory)
        let bundle: Result<[UInt8], SiteFault>
        do throws(SiteFault) { bundle = .success(try evidence.bundle(of: story, new.number)) } catch {
            bundle = .failure(error)
        }
        return CaseFilePage(
            frame: frame.about(model), model: model, version: new, old: old.number == new.number ? nil : old,
            custody: custody,
            bundle: bundle, checkpoint: PublicFile(responder.directory).checkpoint, isWhole: query["save"] != nil
        ).html
    }
}
