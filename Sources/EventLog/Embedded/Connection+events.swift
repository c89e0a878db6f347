import CanonicalJSON
import SQLite
import StoryEvents

extension Connection {
    /// A story's newest revision of those before a position; nil where there is none.
    func newestRevision(of story: StoryID, before position: Position) throws(SQLiteError) -> Revision? {
        let select = try cached("SELECT max(revision) FROM event WHERE story = ? AND position < ?")
        try select.bind(1, story.text.string)
        try select.bind(2, position.value)
        defer { select.reset() }
        return try select.step() && !select.isNull(0) ? try select.revision(0) : nil
    }

    /// The newest event that took data of others.
    func newestTakedown() throws(SQLiteError) -> Position? {
        let select = try cached("SELECT max(by) FROM taken")
        defer { select.reset() }
        return try select.step() && !select.isNull(0) ? try select.position(0) : nil
    }

    /// The newest event's place and time.
    func logHead() throws(SQLiteError) -> LogHead? {
        let select = try cached("SELECT position, recorded FROM event ORDER BY position DESC LIMIT 1")
        defer { select.reset() }
        guard try select.step() else { return nil }
        return LogHead(position: try select.position(0), recorded: try select.recordedTime(1))
    }

    /// The newest event's place and time in one story.
    func logHead(of story: StoryID) throws(SQLiteError) -> LogHead? {
        let select = try cached("SELECT position, recorded FROM event WHERE story = ? ORDER BY revision DESC LIMIT 1")
        try select.bind(1, story.text.string)
        defer { select.reset() }
        guard try select.step() else { return nil }
        return LogHead(position: try select.position(0), recorded: try select.recordedTime(1))
    }

    func events(
        from position: Position, limit: Int, _ holders: HolderRows
    ) throws(EventLogError) -> [RecordedEvent] {
        var next = position
        return try select("position >= ? ORDER BY position LIMIT ?", limit, holders) { select throws(SQLiteError) in
            try select.bind(1, position.value)
            try select.bind(2, Int64(max(0, limit)))
        } follows: { event in
            guard event.envelope.position == next else { return "the event at \(next) is missing" }
            next = next.next
            return nil
        }
    }

    func events(
        of story: StoryID, from revision: Revision, limit: Int, _ holders: HolderRows
    ) throws(EventLogError) -> [RecordedEvent] {
        var next = revision
        var previous: Position?
        return try select("story = ? AND revision >= ? ORDER BY revision LIMIT ?", limit, holders) {
            select throws(SQLiteError) in
            try select.bind(1, story.text.string)
            try select.bind(2, revision.value)
            try select.bind(3, Int64(max(0, limit)))
        } follows: { event in
            let envelope = event.envelope
            let isLinked = next == revision || envelope.previous == previous
            guard envelope.revision == next, isLinked, (envelope.previous == nil) == (next == .first) else {
                return "revision \(next) of the story \(story) is missing before \(envelope.position)"
            }
            next = next.next
            previous = envelope.position
            return nil
        }
    }

    /// - Parameters:
    ///   - limit: `.max` for all of them, however large they are.
    ///   - holders: Reads the rows that hold pieces of others.
    ///   - gap: What is missing before an event; nil when it follows the one before it.
    private func select(
        _ condition: String, _ limit: Int, _ holders: HolderRows, _ bind: (Row) throws(SQLiteError) -> Void,
        follows gap: (RecordedEvent) -> String?
    ) throws(EventLogError) -> [RecordedEvent] {
        var events: [RecordedEvent] = []
        var bytes = 0
        do {
            let select = try cached("SELECT \(StoredEvent.columns) FROM event WHERE \(condition)")
            try bind(select)
            defer { select.reset() }
            while bytes < Self.pageBytes || limit == .max, try select.step() {
                if events.isEmpty { try holders.refresh() }
                let event = try StoredEvent.read(select, path: path, holders: holders, takedowns: takedowns)
                if let gap = gap(event) { throw EventLogError.damaged(path: path, gap) }
                events.append(event)
                bytes += event.leaf.count + event.dataLength
            }
        } catch {
            throw EventLogError(anything: error, path: path)
        }
        return events
    }

    /// A read of many events ends after so many bytes, as they are stored: one event may have 64 MiB.
    private static var pageBytes: Int { 8 << 20 }

    /// Ids of stories, by walking the index from one to the next.
    func stories(startingWith prefix: String, limit: Int) throws(EventLogError) -> [StoryID] {
        var stories: [StoryID] = []
        do {
            var bound = prefix
            while stories.count < limit {
                let isFirst = stories.isEmpty
                guard let found = try story(after: bound, orEqual: isFirst), found.utf8.starts(with: prefix.utf8) else {
                    break
                }
                guard let story = StoryID(Text(found)) else {
                    throw EventLogError.damaged(path: path, "it has a story with the id '\(found)'")
                }
                stories.append(story)
                bound = found
            }
        } catch {
            throw EventLogError(anything: error, path: path)
        }
        return stories
    }

    private func story(after bound: String, orEqual: Bool) throws(SQLiteError) -> String? {
        let select = try cached("SELECT story FROM event WHERE story \(orEqual ? ">=" : ">") ? ORDER BY story LIMIT 1")
        try select.bind(1, bound)
        defer { select.reset() }
        return try select.step() ? try select.text(0) : nil
    }

    /// The first position recorded at or after a time; recorded times never go back, so halving finds it.
    func position(recordedAtOrAfter time: RecordedTime) throws(SQLiteError) -> Position {
        let select = try cached("SELECT recorded FROM event WHERE position = ?")
        defer { select.reset() }
        var low: Int64 = 0
        var high = try logHead().map { $0.position.value + 1 } ?? 0
        while low < high {
            let middle = low + (high - low) / 2
            select.reset()
            try select.bind(1, middle)
            let isBefore = try select.step() && select.integer(0) < time.microseconds
            if isBefore { low = middle + 1 } else { high = middle }
        }
        return Position(low)
    }
}
