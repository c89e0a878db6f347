import CanonicalJSON
import EventLog
import SQLite
import StoryEvents

extension Views {
    /// The result of comparing persisted rows with the log.
    public struct Comparison: Sendable {
        /// The number of stories compared, and of their rows.
        public var stories = 0, rows = 0
        /// The differences, by projection.
        public var differences: [(projection: String, difference: RowDifference)] = []
    }

    /// Chooses stories at random: half by a random event of the log, half by a random place in the rows of a
    /// projection, so that rows of stories missing from the log are found too.
    ///
    /// - Parameter count: How many to choose, at least 1; a ledger with fewer stories returns all of them.
    public func sample(
        _ count: Int, using random: inout some RandomNumberGenerator
    ) throws(ViewsError) -> [StoryID] {
        let first = try withLog { () throws(EventLogError) in try store.stories(startingWith: "", limit: count + 1) }
        var found = Set(first.count <= count ? first : [])
        let size = try withLog { () throws(EventLogError) in try store.size() }
        for _ in 0..<(first.count > count ? count / 2 : 0) {
            let position = Position(Int64.random(in: 0..<size, using: &random))
            let event = try withLog { () throws(EventLogError) in try store.events(from: position, limit: 1).first }
            if let event { found.insert(event.envelope.story) }
        }
        let starts = [""] + found.map(\.text.string).sorted().shuffled(using: &random)
        for projection in registry.ledger {
            let named = try read(projection) { rows throws(ViewsError) in
                try rows.stories(after: Array(starts.prefix(count / (2 * registry.ledger.count) + 1)))
            }
            for name in named?.value ?? [] {
                // A row whose id no story can have is found when all rows are compared.
                if let story = StoryID(Text(name)) { found.insert(story) }
            }
        }
        return found.sorted()
    }

    /// Compares the persisted rows of some stories with rows folded from their events.
    ///
    /// - Returns: nil when there are no persisted rows that this program can read.
    public func compare(_ stories: [StoryID]) throws(ViewsError) -> Comparison? {
        var result: Comparison?
        for projection in registry.ledger {
            let found = try read(projection) { rows throws(ViewsError) in
                var comparison = Comparison()
                for story in stories { try compare(story, projection, rows, &comparison) }
                return comparison
            }
            guard let comparison = found?.value else { continue }
            result = result ?? Comparison()
            result?.stories = stories.count
            result?.rows += comparison.rows
            result?.differences += comparison.differences
        }
        return result
    }

    private func compare(
        _ story: StoryID, _ projection: any LedgerProjection.Type, _ rows: ProjectedRows, _ result: inout Comparison
    ) throws(ViewsError) {
        let end = rows.progress.fault?.position ?? rows.progress.position
        let fold = LedgerFold([projection], store)
        var pages = StoryPages(store, story)
        while case let page = try withLog({ () throws(EventLogError) in try pages.page() }), !page.isEmpty {
            for event in page {
                // A takedown of any story that is not folded yet may have changed the data of earlier events.
                if event.envelope.position >= end, event.envelope.type == .withheld { return }
                let takedowns = event.withheld.map { [$0] } ?? event.partial?.takedowns ?? []
                if takedowns.contains(where: { $0.by >= end }) { return }
                guard event.envelope.position < end else { continue }
                try withLog { () throws(EventLogError) in try fold.apply(ReadEvent(event)) }
            }
        }
        let stored = try rows.kept(of: story)
        var (left, right) = (stored.makeIterator(), fold.rows(of: story, projection.table).makeIterator())
        let comparison = try withViews { () throws(SQLiteError) in
            try RowComparison({ left.next() }, { right.next() }, projection.table, most: .max)
        }
        result.rows += stored.count
        result.differences += comparison.differences.map { (projection.name, $0) }
    }
}

extension LedgerFold {
    /// The rows of one story in the fold of a single projection, in the order of their keys.
    fileprivate func rows(of story: StoryID, _ table: RowTable) -> [RowCursor.StoredRow] {
        // A takedown may change other stories too.
        let changes = takeChanges().changes.first { $0.story == story }?.rows[0] ?? [:]
        return changes.sorted { $0.key < $1.key }.compactMap { key, change in
            guard let row = change.row?.value else { return nil }
            let found = change.texts ?? []
            let texts = table.searched.indices.map { $0 < found.count ? found[$0] : "" }
            return RowCursor.StoredRow(
                story: story.text, key: key, value: JSON.object(row).canonicalBytes, texts: texts)
        }
    }
}
