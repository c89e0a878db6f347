import CanonicalJSON
import SQLite
import StoryEvents

extension Connection {
    /// The newest event's place and time.
    func logHead() throws(SQLiteError) -> LogHead? {
        let select = try cached("SELECT position, recorded FROM event ORDER BY position DESC LIMIT 1")
        guard try select.step() else { return nil }
        defer { select.reset() }
        return LogHead(
            position: Position(select.integer(0)), recorded: RecordedTime(microseconds: select.integer(1)))
    }

    func events(from position: Position, limit: Int) throws(EventLogError) -> [RecordedEvent] {
        try select("position >= ? ORDER BY position LIMIT ?") { select throws(SQLiteError) in
            try select.bind(1, position.value)
            try select.bind(2, Int64(clamping: limit))
        }
    }

    func events(of story: StoryID, from revision: Revision, limit: Int) throws(EventLogError) -> [RecordedEvent] {
        try select("story = ? AND revision >= ? ORDER BY revision LIMIT ?") { select throws(SQLiteError) in
            try select.bind(1, story.text.string)
            try select.bind(2, revision.value)
            try select.bind(3, Int64(clamping: limit))
        }
    }

    private func select(
        _ condition: String, _ bind: (Row) throws(SQLiteError) -> Void
    ) throws(EventLogError) -> [RecordedEvent] {
        var events: [RecordedEvent] = []
        do {
            let select = try cached("SELECT leaf, salt, data, position FROM event WHERE \(condition)")
            try bind(select)
            defer { select.reset() }
            while try select.step() {
                events.append(try select.recordedEvent(path: path))
            }
        } catch {
            throw EventLogError(anything: error, path: path)
        }
        return events
    }

    /// Ids of stories, by walking the index from one to the next.
    func stories(startingWith prefix: String, limit: Int) throws(SQLiteError) -> [StoryID] {
        let select = try cached("SELECT story FROM event WHERE story >= ? ORDER BY story LIMIT 1")
        let after = try cached("SELECT story FROM event WHERE story > ? ORDER BY story LIMIT 1")
        var stories: [StoryID] = []
        var statement = select
        var bound = prefix
        while stories.count < limit {
            try statement.bind(1, bound)
            defer { statement.reset() }
            guard try statement.step() else { break }
            bound = try statement.text(0)
            guard bound.utf8.starts(with: prefix.utf8), let story = StoryID(Text(bound)) else { break }
            stories.append(story)
            statement.reset()
            statement = after
        }
        return stories
    }

    /// The first position recorded at or after a time; recorded times never go back, so halving finds it.
    func position(recordedAtOrAfter time: RecordedTime) throws(SQLiteError) -> Position {
        let select = try cached("SELECT recorded FROM event WHERE position = ?")
        var low: Int64 = 0
        var high = try logHead().map { $0.position.value + 1 } ?? 0
        while low < high {
            let middle = low + (high - low) / 2
            try select.bind(1, middle)
            let isBefore = try select.step() && select.integer(0) < time.microseconds
            select.reset()
            if isBefore { low = middle + 1 } else { high = middle }
        }
        return Position(low)
    }
}

extension Row {
    fileprivate func recordedEvent(path: String) throws(EventLogError) -> RecordedEvent {
        let leaf = blob(0)
        let place = Position(integer(3))
        do {
            guard let salt = optionalBlob(1), let data = optionalBlob(2) else {
                throw EventLogError.damaged(path: path, "the event at \(place) has no data")
            }
            return RecordedEvent(
                envelope: try Envelope(leaf: leaf), leaf: leaf,
                content: RecordedEvent.Content(salt: salt, data: data))
        } catch let fault as LeafFault {
            throw .damaged(path: path, "the event at \(place): \(fault.message)")
        } catch {
            throw EventLogError(anything: error, path: path)
        }
    }
}
