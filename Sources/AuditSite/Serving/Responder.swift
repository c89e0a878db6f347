import CanonicalJSON
import EventLog
import Files
import LedgerService
import Projections
import StoryEvents

/// Answers requests from the record. Nothing is written.
struct Responder {
    let record: SiteRecord
    let directory: LedgerDirectory
    let rule: Configuration.Shown
    let now: @Sendable () -> RecordedTime
    /// The words of pages.
    var words = Words.english

    func answer(_ request: SiteRequest) -> SiteAnswer {
        if request.isOfAPI {
            do throws(SiteFault) { return try APIBuilder.answer(request, by: self) } catch {
                return Problem.answer(error)
            }
        }
        return words.whileSaying { page(request) }
    }

    private func page(_ request: SiteRequest) -> SiteAnswer {
        do throws(SiteFault) {
            guard let route = Route(path: request.path[...]) else {
                throw .notFound(said("There is no such page"), remedy: said("go to the list of stories"))
            }
            if let answer = try file(route) { return answer }
            let frame = try frame(route, request.query)
            do throws(SiteFault) {
                try PageParameters.check(request.query, of: route)
                try refuseLater(route, frame)
                if let answer = try download(route) { return answer }
                if let answer = try forPrograms(route, frame, request) { return answer }
                return try PageBuilder(self, frame, base: request.base).answer()
            } catch {
                return page(error, frame)
            }
        } catch {
            let frame = Frame(
                origin: record.store.ledger.origin, size: 0, route: .stories, query: Query(), zone: nil,
                moment: Frame.Moment(), words: words)
            return page(error, frame)
        }
    }

    private func page(_ fault: SiteFault, _ frame: Frame) -> SiteAnswer {
        SiteAnswer(
            status: fault.status, type: SiteAnswer.htmlType, body: FaultPage(frame: frame, fault: fault).html,
            caching: "no-store")
    }

    /// Files that are the same for every question.
    private func file(_ route: Route) throws(SiteFault) -> SiteAnswer? {
        switch route {
        case .asset(let asset):
            return SiteAnswer(
                type: AssetFiles.type(asset), body: AssetFiles.bytes(asset, words),
                caching: "public, max-age=31536000, immutable")
        case .health:
            return SiteAnswer(type: "text/plain; charset=utf-8", body: Array("ok\n".utf8), caching: "no-store")
        case .checkpoint, .tile: return try PublicFile(directory).answer(route)
        default: return nil
        }
    }

    /// Proofs and bundles of what is shown.
    func download(_ route: Route) throws(SiteFault) -> SiteAnswer? {
        switch route {
        case .proof(let position):
            guard let event = try record.read({ store throws(EventLogError) in try store.event(at: position) }) else {
                throw try noEvent(position)
            }
            if event.envelope.story != .ledger { try refuseHidden(event.envelope.story, event: position) }
            return SiteAnswer(
                type: "text/plain; charset=utf-8", body: try Evidence(record.store, directory).proof(of: position),
                fileName: "event-\(position.value).tlog-proof")
        case .story(let story, .bundle(let version)):
            try refuseHidden(story)
            return SiteAnswer(
                type: "application/json", body: try Evidence(record.store, directory).bundle(of: story, version),
                fileName: "bundle-\(story.fileName)-v\(version).json")
        case .story(let story, .text(let number, let field)):
            return try plainText(of: story, number, field)
        default: return nil
        }
    }

    /// A text of a version. What was withheld of it is named in its place; a text that was withheld as a whole is not there.
    private func plainText(
        of story: StoryID, _ number: Int, _ field: TextField
    ) throws(SiteFault) -> SiteAnswer {
        try refuseHidden(story)
        let version = try record.ask { reader throws(StoryError) in
            guard let version = try reader.versions([number], of: story)[number] else {
                throw .noVersion(story, number, newest: try reader.outline(of: story).last?.number ?? 0)
            }
            return version
        }
        let name = Text(field.rawValue)
        guard version.withheldFields[name] == nil, version.fields[name]?.text != nil else {
            throw .notFound(
                said("Version \(number) has no \(name) that is shown"), remedy: said("read the version's page"))
        }
        return SiteAnswer(type: "text/plain; charset=utf-8", body: version.bytes(of: name))
    }

    /// Feeds, and what programs that read archives ask for.
    private func forPrograms(
        _ route: Route, _ frame: Frame, _ request: SiteRequest
    ) throws(SiteFault) -> SiteAnswer? {
        switch route {
        case .feed(let format): return try FeedBuilder(self, frame, base: request.base).answer(format)
        case .story(let story, .feed(let format)):
            return try FeedBuilder(self, frame, base: request.base).answer(format, of: story)
        case .story(let story, .timegate):
            return try Memento(self, base: request.base).gate(of: story, at: request.moment)
        case .story(let story, .timemap): return try Memento(self, base: request.base).map(of: story)
        case .story(let story, .citation(let version, let format)):
            return try CitationBuilder(self, base: request.base).answer(format, of: story, version)
        default: return nil
        }
    }

    func noEvent(_ position: Position) throws(SiteFault) -> SiteFault {
        let size = try record.size()
        return .notFound(
            said("There is no event \(position)"),
            remedy: size == 0 ? said("the log is empty") : said("the newest is @\(size - 1)"))
    }

    /// Refuses a story that is not there, and one that is not shown, with the same words.
    ///
    /// - Parameter event: The event that was asked for, where it was not the story.
    func refuseHidden(_ story: StoryID, event: Position? = nil) throws(SiteFault) {
        guard try record.read({ store throws(EventLogError) in try store.head(of: story) }) != nil else {
            throw try unknown(story)
        }
        guard try !shows(story) else { return }
        if let event {
            throw .notFound(said("There is no event \(event) that is shown"), remedy: said("go to the log"))
        }
        throw try unknown(story)
    }

    /// Whether the site shows a story now.
    func shows(_ story: StoryID) throws(SiteFault) -> Bool {
        try record.shows(story, by: rule, now: now())
    }

    /// A story that is not shown is refused as one that is not there, and ids of such stories are no advice.
    func unknown(_ story: StoryID) throws(SiteFault) -> SiteFault {
        let hidden = try Visibility(record, rule, now: now()).hidden
        return SiteFault(
            try record.ask { reader throws(StoryError) in
                try reader.unknown(story.description, where: { $0 != story && !hidden.contains($0.text) })
            })
    }

    func frame(_ route: Route, _ query: Query) throws(SiteFault) -> Frame {
        var zone: Zone?
        if let name = query["zone"] {
            do throws(TimeFault) { zone = try Zone(named: name) } catch {
                throw .badRequest(error.message, remedy: error.remedy)
            }
        }
        let times = TimeReader(zone: zone ?? .utc, now: now())
        return Frame(
            origin: record.store.ledger.origin, size: try record.size(), route: route, query: query, zone: zone,
            moment: try Self.moment(query, times), words: words)
    }

    /// Reads times as a page's reader writes them: in the zone of the page, else in UTC.
    func times(_ frame: Frame) -> TimeReader { TimeReader(zone: frame.zone ?? .utc, now: now()) }

    /// Reads `@17`, `v3` or a time.
    func cut(_ text: String, in frame: Frame, _ edge: TimeReader.Edge = .end) throws(SiteFault) -> Cut {
        do throws(CutFault) { return try Cut(text, times(frame), edge) } catch {
            throw .badRequest(error.message, remedy: error.remedy)
        }
    }

    private static func moment(_ query: Query, _ times: TimeReader) throws(SiteFault) -> Frame.Moment {
        do throws(CutFault) {
            var moment = Frame.Moment()
            var words: [String] = []
            if let text = query["as-of"] {
                moment.cut.asOf = try Cut(text, times)
                words.append(
                    said("The record as it was at ") + (Cut.isTime(text) ? try times.read(text, .end).text : text))
            }
            if let text = query["at"] {
                let reading = try times.read(text, .end)
                moment.cut.at = reading.time
                words.append(said("What had happened by \(reading.text)"))
            }
            moment.text = words.isEmpty ? nil : words.joined(separator: "; ")
            return moment
        } catch {
            throw .badRequest(error.message, remedy: error.remedy)
        }
    }
}
