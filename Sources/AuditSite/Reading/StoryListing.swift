import CanonicalJSON
import Projections
import StoryEvents

/// The stories that a filter lets through, those with the newest event first, without those that are not shown.
struct StoryListing {
    private(set) var rows: [ProjectedRow] = []
    /// The position that the next page begins at; nil at the end of the list. A search has its best matches first, and
    /// one page of them.
    private(set) var next: Int64?

    /// The most stories whose claims are read for one list; the next page goes on after them.
    private static let mostRead = 500

    /// - Parameters:
    ///   - before: Only stories whose newest event is at or before this position; nil for all.
    ///   - most: The most stories to list.
    init(
        _ filter: StoryFilter, _ cut: LedgerCut = .none, before: Int64? = nil, most: Int, _ record: SiteRecord,
        _ visibility: Visibility
    ) throws(SiteFault) {
        let mostFound = filter.isContestedOnly ? max(most, Self.mostRead) : most
        let found = try record.rows(StoryIndex.self, cut) { rows throws(ViewsError) in
            var found: [ProjectedRow] = []
            var query = filter.rows
            if let before { query.conditions.append(.init("position", .atMost, .integer(before))) }
            try rows.each(query) { row in
                if !visibility.hidden.contains(row.story) { found.append(row) }
                return found.count <= mostFound
            }
            return found
        }
        for (index, row) in found.enumerated() {
            guard rows.count < most, index < mostFound else {
                if filter.search == nil { next = row.value.integer("position") }
                break
            }
            if filter.isContestedOnly, try !record.hasContestedClaim(row.story, cut.ofStory) { continue }
            rows.append(row)
        }
    }
}
