import CanonicalJSON
import EventLog
import LedgerService
import Projections
import StoryEvents

/// Which stories the site shows.
struct Visibility: Sendable {
    /// Ids of the stories that are not shown.
    let hidden: Set<Text>
    /// The position after the last event whose story is known here: later ones are not shown yet.
    let end: Position

    /// Reads which stories are hidden: those under embargo now and, by the rule, those that are held or killed.
    init(_ record: SiteRecord, _ rule: Configuration.Shown, now: RecordedTime) throws(SiteFault) {
        (hidden, end) = try record.rows(StoryIndex.self) { rows throws(ViewsError) in
            var hidden: Set<Text> = []
            var queries = [RowQuery(conditions: [.init("embargo", .atLeast, .string(Text(now.description)))])]
            if rule == .publishedOnly {
                for status in [StoryState.Status.held, .killed] {
                    queries.append(RowQuery(conditions: [.init("status", .equal, .string(Text(status.rawValue)))]))
                }
            }
            for query in queries {
                try rows.each(query) { row in
                    hidden.insert(row.story)
                    return true
                }
            }
            return (hidden, rows.progress.position)
        }
    }

    func shows(_ story: StoryID) -> Bool { !hidden.contains(story.text) }
}

extension StoryState {
    /// Whether the site shows the story now.
    func isShown(by rule: Configuration.Shown, now: RecordedTime) -> Bool {
        if let embargo, embargo.ends.microseconds > now.microseconds { return false }
        return rule == .all || status == .published
    }
}
