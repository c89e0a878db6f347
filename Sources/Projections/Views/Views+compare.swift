import CanonicalJSON
import EventLog
import SQLite
import StoryEvents

extension Views {
    /// What came of comparing persisted rows with the log.
    public struct Comparison: Sendable {
        /// How many stories were compared, and how many rows of them there are.
        public var stories = 0, rows = 0
        /// What differs, by projection.
        public var differences: [(projection: String, difference: RowDifference)] = []
    }

    /// Chooses stories at random: half by an event of the log, half as those that follow in the rows of a projection, so that
    /// rows of stories which the log does not have are found too.
    ///
    /// - Parameter count: How many to choose, at least 1; a ledger with fewer stories gives all of them.
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
                // A row of an id that no story can have is found when all rows are compared.
                if let story = StoryID(Text(name)) { found.insert(story) }
            }
        }
        return found.sorted()
    }

    /// Compares the persisted rows of some stories with the rows that their events fold to.
    ///
    /// - Returns: nil where nothing is persisted that this program can read.
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
                // A takedown that is not folded yet, of whatever story, has changed what the events before it say.
                if event.envelope.position >= end, event.envelope.type == .withheld { return }
                let takedowns = event.withheld.map { [$0] } ?? event.partial?.takedowns ?? []
                if takedowns.contains(where: { $0.by >= end }) { return }
                guard event.envelope.position < end else { continue }
                try withLog { () throws(EventLogError) in try fold.apply(ReadEvent(event)) }
            }
        }
        var folded: [Text: StoryRows.Change] = [:]
        // A takedown may take something of other stories, too.
        for (changedStory, changed) in fold.takeChanges().changes where changedStory == story {
            for (key, change) in changed[0] where change.row != nil { folded[key] = change }
        }
        for kept in try rows.kept(of: story) {
            result.rows += 1
            let stored = kept.json
            guard let change = folded.removeValue(forKey: kept.key), let row = change.row else {
                result.add(projection.name, kept.story, kept.key, nil, stored, nil)
                continue
            }
            let value = JSON.object(row.value)
            if value.canonicalBytes != kept.value {
                result.add(projection.name, kept.story, kept.key, nil, stored, value)
            }
            for (index, text) in (change.texts ?? []).enumerated() where kept.texts[index] != text {
                let field = Text(projection.table.searched[index])
                result.add(projection.name, kept.story, kept.key, field, .string(kept.texts[index]), .string(text))
            }
        }
        for (key, change) in folded.sorted(by: { $0.key < $1.key }) {
            result.add(projection.name, story.text, key, nil, nil, change.row.map { .object($0.value) })
        }
    }
}

extension Views.Comparison {
    fileprivate mutating func add(
        _ projection: String, _ story: Text, _ key: Text, _ field: Text?, _ stored: JSON?, _ rebuilt: JSON?
    ) {
        differences.append(
            (projection, RowDifference(story: story, key: key, field: field, stored: stored, rebuilt: rebuilt)))
    }
}
