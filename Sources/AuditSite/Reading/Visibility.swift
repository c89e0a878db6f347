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
        var (hidden, known): (Set<Text>, Position) = try record.rows(StoryIndex.self) { rows throws(ViewsError) in
            var hidden: Set<Text> = []
            // In the order of its index, so that no other row is looked at.
            var queries = [
                RowQuery(
                    conditions: [.init("embargo", .atLeast, .string(Text(now.description)))], order: [.up("embargo")])
            ]
            if rule == .publishedOnly {
                for status in [StoryState.Status.held, .killed] {
                    queries.append(
                        RowQuery(
                            conditions: [.init("status", .equal, .string(Text(status.rawValue)))],
                            order: [.up("position")]))
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
        // Rows may be behind the log; what may be shown never is.
        let size = try record.size()
        guard size - known.value <= Self.mostBehind else {
            throw .unavailable(said("The list of stories is behind the record"), remedy: said("try again in a moment"))
        }
        var changed: Set<StoryID> = []
        try record.eachEvent(from: known.value, to: size) { changed.insert($0.envelope.story) }
        for story in changed where story != .ledger {
            if try record.shows(story, by: rule, now: now) {
                hidden.remove(story.text)
            } else {
                hidden.insert(story.text)
            }
        }
        (self.hidden, end) = (hidden, Position(max(size, known.value)))
    }

    /// The most events that rows may be behind.
    private static let mostBehind: Int64 = 5000

    func shows(_ story: StoryID) -> Bool { !hidden.contains(story.text) }
}

/// What of a story decides whether the site shows it.
struct Showing: Hashable, Sendable {
    /// When its embargo ends, in microseconds since 1970; nil without one.
    private let end: Int64?
    private let status: StoryState.Status

    /// - Parameter state: nil for a story whose first text was withheld: it is shown.
    init(_ state: StoryState?) {
        end = state?.embargo?.ends.microseconds
        status = state?.status ?? .published
    }

    /// Whether the site shows the story now.
    func isShown(by rule: Configuration.Shown, now: RecordedTime) -> Bool {
        if let end, end > now.microseconds { return false }
        return rule == .all || status == .published
    }
}
