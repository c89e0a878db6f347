import CanonicalJSON
import EventLog
import Projections
import Publication
import StoryEvents

/// Answers the API. The encoders are those of the command line.
struct APIBuilder {
    let responder: Responder
    let frame: Frame
    /// Where the site is; empty where that is not known.
    let base: String

    var record: SiteRecord { responder.record }
    var query: Query { frame.query }
    var cut: StoryCut { frame.moment.cut }

    static func answer(_ request: SiteRequest, by responder: Responder) throws(SiteFault) -> SiteAnswer {
        let json = try document(request, by: responder)
        let type = request.path.hasSuffix("/annotations") ? Annotations.type : "application/json"
        return SiteAnswer(type: type, body: json.bytes(pretty: false) + [0x0A])
    }

    static func document(_ request: SiteRequest, by responder: Responder) throws(SiteFault) -> JSON {
        guard let route = Route(path: request.path[...]), case .api(let place) = route,
            let operation = APIOperation.of(place)
        else {
            throw .notFound("There is no such place in the API", remedy: "read /api/v1/openapi.json")
        }
        try operation.check(request.query)
        let builder = APIBuilder(
            responder: responder, frame: try responder.frame(route, request.query), base: request.base)
        try responder.refuseLater(route, builder.frame)
        return try builder.document(place)
    }

    private func document(_ place: APIPlace) throws(SiteFault) -> JSON {
        switch place {
        case .stories: try stories()
        case .story(let story, let part): try document(of: story, part)
        case .events: try events()
        case .event(let position): try event(position)
        case .stream:
            throw .badRequest(
                "Events are streamed to a client that stays", remedy: "ask with GET, and keep the connection open")
        case .parties: try parties()
        case .activity: try activity()
        case .checkpoint: try checkpoint()
        case .description: OpenAPI.json
        }
    }

    /// The moment of the request as a cut of the whole log.
    var ledgerCut: LedgerCut {
        get throws(SiteFault) { try PageBuilder(responder, frame).ledgerCut() }
    }

    var visibility: Visibility {
        get throws(SiteFault) { try PageBuilder(responder, frame).visibility() }
    }

    /// How much one page lists.
    var limit: Int { query["limit"].flatMap { Int($0) } ?? APIParameter.listed }

    private func stories() throws(SiteFault) -> JSON {
        let listing = try StoryListing(
            try StoryFilter(query, responder.times(frame)), try ledgerCut,
            before: query["before"].flatMap { Int64($0) }, most: limit,
            record, try visibility)
        let changes = try PageBuilder(responder, frame).changes(of: listing.rows)
        return [
            "stories": .array(listing.rows.map { StoryIndex.json(of: $0, change: changes[$0.story]) }),
            "next": listing.next.map { .string(Text(frame.here(["before": String($0)]))) } ?? .null,
        ]
    }

    /// The most acts that are looked through for those of stories that are shown.
    private static let mostActs = 5000

    private func parties() throws(SiteFault) -> JSON {
        let visibility = try visibility
        let (cut, limit) = (try ledgerCut, limit)
        guard let name = query["name"] else {
            let all = try record.rows(Parties.self, cut) { rows throws(ViewsError) in
                try Parties.list(rows, without: visibility.hidden)
            }
            return ["name": .null, "parties": .array(all.prefix(limit).map(\.json)), "acts": []]
        }
        let acts = try record.rows(Parties.self, cut) { rows throws(ViewsError) in
            try Parties.acts(ofPartiesNamed: name, in: rows, limit: Self.mostActs)
        }.filter { !visibility.hidden.contains($0.story) }
        return [
            "name": .string(Text(name)), "parties": [],
            "acts": .array(acts.prefix(limit).map { Parties.json(ofAct: $0) }),
        ]
    }

    private func activity() throws(SiteFault) -> JSON {
        let (cut, limit) = (try ledgerCut, limit)
        let days = try record.rows(Activity.self, cut) { rows throws(ViewsError) in
            try rows.tally(
                by: ["day"], summing: Activity.counts, RowQuery(order: [.down("day")], limit: limit))
        }
        return ["days": .array(days.map { Activity.json(of: $0, in: .utc) })]
    }

    private func checkpoint() throws(SiteFault) -> JSON {
        let publisher = Publisher(record.store, directories: responder.directory.publication, environment: [:])
        let published: PublishedCheckpoint?
        do throws(PublicationError) { published = try publisher.published() } catch {
            throw .unavailable(error.message, remedy: error.remedy)
        }
        guard let published else {
            throw .notFound("Nothing is published yet", remedy: "ask again, or ask the keeper of the log")
        }
        return .object(published.jsonWithSignatures)
    }
}
