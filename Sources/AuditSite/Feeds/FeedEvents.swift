import CanonicalJSON
import EventLog
import Projections
import StoryEvents

/// Finds the newest events that a feed tells of.
struct FeedEvents {
    private let record: SiteRecord
    private let visibility: Visibility

    /// The most entries of a feed.
    static let most = 50
    /// The most events of the log that are looked at, and the most stories of a list.
    private static let (mostRead, mostStories) = (5000, 200)

    /// Which events of a list's stories a feed tells of.
    enum Kind {
        case all, silentEdits, denials
        /// Denials and what was repeated, in stories with contested claims.
        case contested

        init(_ filter: StoryFilter) {
            self =
                filter.isSilentOnly
                ? .silentEdits : filter.isContestedOnly ? .contested : filter.isDeniedOnly ? .denials : .all
        }

        /// nil where the feed tells of all events.
        var title: String? {
            switch self {
            case .all: nil
            case .silentEdits: "Unannounced edits"
            case .denials: "Denials"
            case .contested: "Contested claims"
            }
        }
    }

    init(_ record: SiteRecord, _ visibility: Visibility) {
        self.record = record
        self.visibility = visibility
    }

    /// The newest events of the whole log, newest first.
    func ofLog() throws(SiteFault) -> [RecordedEvent] {
        var (found, end): ([RecordedEvent], Int64) = ([], visibility.end.value)
        let last = max(0, end - Int64(Self.mostRead))
        while found.count < Self.most, end > last {
            let begin = max(last, end - 100)
            var (page, next): ([RecordedEvent], Int64) = ([], begin)
            // A read ends early where events are large.
            while next < end {
                let (start, count) = (next, Int(end - next))
                let events = try record.read { store throws(EventLogError) in
                    try store.events(from: Position(start), limit: count)
                }
                guard let newest = events.last else { break }
                page += events
                next = newest.envelope.position.value + 1
            }
            found += page.reversed().filter { visibility.shows($0.envelope.story) }
            end = begin
        }
        return Array(found.prefix(Self.most))
    }

    /// The newest events of one story, newest first.
    func of(_ story: StoryID, _ kind: Kind = .all) throws(SiteFault) -> [RecordedEvent] {
        let events = try record.read { store throws(EventLogError) -> [RecordedEvent] in
            guard let head = try store.head(of: story), let newest = try store.event(at: head.position) else {
                return []
            }
            let most = kind == .all ? Self.most : 2 * Self.most
            var (next, found): (Int64, [RecordedEvent]) = (max(0, newest.envelope.revision.value - Int64(most) + 1), [])
            while next <= newest.envelope.revision.value {
                let page = try store.events(of: story, from: Revision(next), limit: most)
                guard let last = page.last else { break }
                found += page
                next = last.envelope.revision.value + 1
            }
            return found
        }
        switch kind {
        case .all: return events.reversed()
        case .denials: return events.reversed().filter { $0.envelope.type == .denied }
        case .contested: return events.reversed().filter { [.denied, .reiterated].contains($0.envelope.type) }
        case .silentEdits:
            let updates = events.filter { $0.envelope.type == .updated }
            let edits = try edits(of: story, at: updates.map(\.envelope.position))
            return updates.reversed().filter { edits[$0.envelope.position]?.isSilent ?? false }
        }
    }

    /// The newest events of the stories of a list, newest first.
    func ofStories(_ filter: StoryFilter, _ kind: Kind) throws(SiteFault) -> [RecordedEvent] {
        let rows = try StoryListing(filter, most: Self.mostStories, record, visibility).rows.sorted {
            $0.value.integer("position") > $1.value.integer("position")
        }
        var found: [RecordedEvent] = []
        for row in rows {
            // No event of this story or of a later row is newer than the oldest that is needed.
            if found.count >= Self.most,
                row.value.integer("position") < found[Self.most - 1].envelope.position.value
            {
                break
            }
            guard let story = StoryID(row.story) else { continue }
            found += try of(story, kind)
            found.sort { $0.envelope.position > $1.envelope.position }
            found = Array(found.prefix(Self.most))
        }
        return found
    }

    /// The edits that events made; none for those that made no version.
    func edits(of story: StoryID, at positions: [Position]) throws(SiteFault) -> [Position: Edit] {
        guard !positions.isEmpty else { return [:] }
        let wanted = Set(positions)
        try record.reserve(textsOf: story, .none)
        return try record.ask { reader throws(StoryError) in
            let outline: [VersionOutline]
            do throws(StoryError) { outline = try reader.outline(of: story) } catch {
                // A story whose first text was withheld has no versions.
                if error.isTooEarly { return [:] }
                throw error
            }
            let made = outline.filter { wanted.contains($0.envelope.position) }
            let versions = try reader.versions(Set(made.flatMap { [$0.number - 1, $0.number] }), of: story)
            var edits: [Position: Edit] = [:]
            for version in made {
                guard let new = versions[version.number] else { continue }
                edits[version.envelope.position] = Edit(new, after: versions[version.number - 1])
            }
            return edits
        }
    }
}
