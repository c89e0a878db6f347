import CanonicalJSON
import Projections
import StoryEvents

/// Which stories a list shows.
struct StoryFilter: Sendable {
    var search: String?
    private var words: SearchQuery?
    var status: StoryState.Status?
    var source: String?
    var section: String?
    var language: String?
    var since: RecordedTime?
    /// The last moment at which the newest event of a story may have been recorded.
    var until: RecordedTime?
    var isSilentOnly = false
    var isDeniedOnly = false
    /// Only stories with a claim that was denied, and repeated since.
    var isContestedOnly = false

    /// The parameters that filter a list.
    static let names = [
        "search", "status", "source", "section", "language", "since", "until", "silent", "denied", "contested",
    ]

    /// Whether every story is shown.
    var isNone: Bool {
        search == nil && status == nil && source == nil && section == nil && language == nil && since == nil
            && until == nil && !isSilentOnly && !isDeniedOnly && !isContestedOnly
    }

    /// Reads the parameters of ``names``.
    init(_ query: Query, _ times: TimeReader) throws(SiteFault) {
        search = query["search"]
        if let search {
            do throws(ViewsError) { words = try SearchQuery(search) } catch {
                throw .badRequest(error.message, remedy: error.remedy)
            }
        }
        if let text = query["status"] {
            guard let found = StoryState.Status(rawValue: text) else {
                throw .badRequest(said("‘\(text)’ is no status"), remedy: said("choose published, held or killed"))
            }
            status = found
        }
        (source, section, language) = (query["source"], query["section"], query["language"])
        since = try Self.moment(query["since"], .beginning, times)
        until = try Self.moment(query["until"], .end, times)
        isSilentOnly = query["silent"] != nil
        isDeniedOnly = query["denied"] != nil
        isContestedOnly = query["contested"] != nil
    }

    private static func moment(
        _ text: String?, _ edge: TimeReader.Edge, _ times: TimeReader
    ) throws(SiteFault) -> RecordedTime? {
        guard let text else { return nil }
        do throws(CutFault) {
            return RecordedTime(microseconds: try times.read(text, edge).time.microseconds)
        } catch {
            throw .badRequest(error.message(besides: "time"), remedy: error.remedy(CutFault.times))
        }
    }

    /// The query of rows, without a limit; for contested claims it lets through all stories that may have one.
    var rows: RowQuery {
        var query = RowQuery(order: [.down("position")])
        query.search = words
        if let status { query.conditions.append(.init("status", .equal, .string(Text(status.rawValue)))) }
        for (column, text) in [("source", source), ("section", section), ("language", language)] {
            if let text { query.conditions.append(.init(column, .equal, .string(Text(text)))) }
        }
        if let since { query.conditions.append(.init("recorded", .atLeast, .string(Text(since.description)))) }
        if let until { query.conditions.append(.init("recorded", .atMost, .string(Text(until.description)))) }
        if isSilentOnly { query.conditions.append(.init(StoryIndex.silent, .equal, 1)) }
        if isDeniedOnly { query.conditions.append(.init(StoryIndex.denied, .equal, 1)) }
        // Whether a claim is contested is known from its story alone: see StoryListing.
        if isContestedOnly { query.conditions.append(.init(StoryIndex.disputed, .equal, 1)) }
        return query
    }
}
