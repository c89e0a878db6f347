import CanonicalJSON
import Projections
import StoryEvents

/// The stories that a filter lets through, those with the newest event first, without those that are not shown.
struct StoryListing {
    let rows: [ProjectedRow]
    /// The position that the next page begins at; nil at the end of the list. A search has its best matches first, and
    /// one page of them.
    let next: Int64?

    /// - Parameters:
    ///   - before: Only stories whose newest event is at or before this position; nil for all.
    ///   - most: The most stories to list.
    init(
        _ filter: StoryFilter, _ cut: LedgerCut = .none, before: Int64? = nil, most: Int, _ record: SiteRecord,
        _ visibility: Visibility
    ) throws(SiteFault) {
        let found = try record.rows(StoryIndex.self, cut) { rows throws(ViewsError) in
            var found: [ProjectedRow] = []
            var query = filter.rows
            if let before { query.conditions.append(.init("position", .atMost, .integer(before))) }
            try rows.each(query) { row in
                if !visibility.hidden.contains(row.story) { found.append(row) }
                return found.count <= most
            }
            return found
        }
        rows = Array(found.prefix(most))
        next = filter.search == nil && found.count > most ? found[most].value.integer("position") : nil
    }
}
