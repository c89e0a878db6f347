import CanonicalJSON
import EventLog
import Projections
import StoryEvents

/// Reads what a feed tells.
struct FeedBuilder {
    let responder: Responder
    let frame: Frame
    /// Where the site is; empty where that is not known.
    let base: String

    private var record: SiteRecord { responder.record }

    init(_ responder: Responder, _ frame: Frame, base: String) {
        self.responder = responder
        self.frame = frame
        self.base = base
    }

    /// The feed of everything, or of the stories that the query's filters let through.
    func answer(_ format: FeedFormat) throws(SiteFault) -> SiteAnswer {
        let filter = try StoryFilter(frame.query, responder.times(frame))
        let events = FeedEvents(record, try Visibility(record, responder.rule, now: responder.now()))
        guard !filter.isNone else {
            return try answer(format, try events.ofLog(), "Everything", page: .log, query: Query(), events)
        }
        let kind = FeedEvents.Kind(filter)
        let titles =
            (kind.title.map { [$0] } ?? [])
            + [filter.search, filter.status?.rawValue, filter.source, filter.section, filter.language].compactMap(
                \.self)
        let query = Query(StoryFilter.names.map { ($0, frame.query[$0]) })
        return try answer(
            format, try events.ofStories(filter, kind),
            titles.isEmpty ? "Stories" : titles.joined(separator: ", "), page: .stories, query: query, events)
    }

    /// The feed of one story.
    func answer(_ format: FeedFormat, of story: StoryID) throws(SiteFault) -> SiteAnswer {
        try responder.refuseHidden(story)
        let events = FeedEvents(record, try Visibility(record, responder.rule, now: responder.now()))
        return try answer(
            format, try events.of(story), story.description, page: .story(story, .now), query: Query(), events)
    }

    private func answer(
        _ format: FeedFormat, _ events: [RecordedEvent], _ title: String, page: Route, query: Query,
        _ source: FeedEvents
    ) throws(SiteFault) -> SiteAnswer {
        let tag = TagURI(record.store.ledger)
        let feed = Feed(
            // Both formats of one feed are one feed.
            id: tag.text("feed" + page.path + query.encoded), title: "\(title) — \(frame.origin)", origin: frame.origin,
            page: base + page.path + query.encoded, address: base + frame.route.path + query.encoded,
            updated: events.first?.envelope.recorded ?? record.store.ledger.created,
            entries: try entries(events, tag, source))
        return SiteAnswer(type: format.type, body: feed.bytes(format))
    }

    private func entries(
        _ events: [RecordedEvent], _ tag: TagURI, _ source: FeedEvents
    ) throws(SiteFault) -> [Feed.Entry] {
        var edits: [Position: Edit] = [:]
        for (story, events) in Dictionary(grouping: events, by: \.envelope.story) where story != .ledger {
            let made = events.map(\.envelope).filter { [.published, .updated].contains($0.type) }.map(\.position)
            edits.merge(try source.edits(of: story, at: made)) { $1 }
        }
        var lines = StoryLines(record.store)
        var entries: [Feed.Entry] = []
        for event in events {
            let line = try record.line(of: event, &lines)
            entries.append(entry(event, line, edits[event.envelope.position], tag))
        }
        return entries
    }

    private func entry(_ event: RecordedEvent, _ line: String, _ edit: Edit?, _ tag: TagURI) -> Feed.Entry {
        let envelope = event.envelope
        var page = Route.event(envelope.position).path
        if let number = edit?.version.number {
            page =
                number == 1
                ? Route.story(envelope.story, .version(1)).path
                : frame.link(.story(envelope.story, .diff), ["from": String(number - 1), "to": String(number)])
        }
        let language = edit?.version.fields["language"]?.text?.string
        return Feed.Entry(
            id: tag.text("events/\(envelope.position.value)"), address: base + page,
            title: "\(envelope.story): \(line)", line: line + ".", type: envelope.type, recorded: envelope.recorded,
            language: language == "" ? nil : language, content: edit.map(FeedContent.html))
    }
}

/// Names that stay the same for ever, made of the log's name and the day on which it was made.
///
/// Source: RFC 4151.
struct TagURI {
    private let authority: String
    private let day: String
    private let rest: String

    init(_ ledger: LedgerFacts) {
        let parts = ledger.origin.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        let host = (parts.first ?? "").lowercased().map {
            $0.isASCII && ($0.isLetter || $0.isNumber || $0 == ".") ? $0 : "-"
        }
        authority = host.isEmpty ? "ledger" : String(host)
        day = String(ledger.created.description.prefix(10))
        rest = parts.count > 1 ? PercentCoding.encoded(String(parts[1])) + "/" : ""
    }

    func text(_ name: String) -> String { "tag:\(authority),\(day):\(rest)\(name)" }
}
