import CanonicalJSON
import EventLog
import Glibc
import Projections
import StoryEvents

/// Exports stories, one at a time.
public struct Exporter {
    private let store: any EventStore
    private let reader: StoryReader
    private let stories: [StoryID]?
    private let cut: StoryCut
    private let links: Permalinks
    /// Told how many of all stories are done, or of all events for event documents.
    public var progress: (Int64, Int64) -> Void = { _, _ in }

    /// - Parameters:
    ///   - stories: The stories; nil for all that the cut leaves something of.
    ///   - cut: Without a version where all stories are exported.
    public init(_ store: any EventStore, stories: [StoryID]?, _ cut: StoryCut, links: Permalinks) {
        (self.store, self.stories, self.cut, self.links) = (store, stories, cut, links)
        reader = StoryReader(store)
    }

    /// What an export has written.
    public struct Summary: Sendable {
        /// How many stories.
        public var stories: Int64 = 0
        /// How many documents, or commits.
        public var count: Int64 = 0
        /// The rows of each table.
        public var rows: [ExportTable: Int64] = [:]
        /// The events that have no document, because data of them was withheld.
        public var gaps: [ExportedDocument.Gap] = []
        /// Documents of which nobody could tell whether their producer named the claims.
        public var uncertain: Int64 = 0
        /// Where what was at the destination before was set aside.
        public var setAside: String?
    }

    /// Calls a function with each event document, in log order, story by story where stories were named.
    ///
    /// - Throws: ``ExportError``, and what the function throws.
    public func documents(_ body: ([UInt8]) throws -> Void) throws -> Summary {
        var summary = Summary()
        var (secret, seen): (LedgerSecret?, Set<StoryID>) = (nil, [])
        if case .success(let found) = store.ledger.secret { secret = found }
        func add(_ event: RecordedEvent) throws {
            let document = try ExportedDocument(event, secret: secret) { () throws(EventLogError) in
                try store.recorded(event.envelope.identity)?.fingerprint
            }
            switch document {
            case .document(let json, let isExact):
                try body(json.bytes(pretty: false) + [0x0A])
                summary.count += 1
                if !isExact { summary.uncertain += 1 }
            case .withheld(let gap): summary.gaps.append(gap)
            case .ownedByLedger: return
            }
            if seen.insert(event.envelope.story).inserted { summary.stories += 1 }
        }
        guard let stories else {
            try eachEvent(add)
            return summary
        }
        for (place, story) in stories.enumerated() {
            for event in try withStory({ () throws(StoryError) in try reader.view(of: story, cut) }).events {
                try add(event)
            }
            progress(Int64(place + 1), Int64(stories.count))
        }
        return summary
    }

    /// Calls a function with each event by the cut, in log order.
    private func eachEvent(_ body: (RecordedEvent) throws -> Void) throws {
        let size = try withLog { () throws(EventLogError) in try store.size() }
        var next = Position.first
        while next.value < size {
            let events = try withLog { [next] () throws(EventLogError) in try store.events(from: next, limit: 500) }
            guard let last = events.last else { return }
            for event in events where event.envelope.position.value < size {
                switch cut.asOf {
                case .position(let position)? where event.envelope.position > position: return
                case .time(let time)? where event.envelope.recorded.microseconds > time.microseconds: return
                default: break
                }
                if cut.at?.isBefore(event.envelope.time) ?? false { continue }
                try body(event)
            }
            next = last.envelope.position.next
            progress(next.value, size)
        }
    }

    /// Writes stories to a file or a directory.
    public func write(_ format: ExportFormat, to destination: ExportDestination) throws(ExportError) -> Summary {
        var summary: Summary
        switch format {
        case .cloudevents: summary = try writeDocuments(to: destination)
        case .csv:
            try makeDirectory(destination.item)
            summary = try writeTables(try CSVTables(directory: destination.item))
        case .sqlite: summary = try writeTables(try SQLiteTables(path: destination.item, origin: store.ledger.origin))
        case .markdown: summary = try writeMarkdown(to: destination.item)
        case .git: summary = try writeGit(to: destination)
        }
        summary.setAside = try destination.finish()
        return summary
    }

    private func writeDocuments(to destination: ExportDestination) throws(ExportError) -> Summary {
        let file = try FileOutput(destination.item)
        do {
            let summary = try documents { try file.write($0) }
            _ = try file.finish()
            return summary
        } catch let error as ExportError {
            throw error
        } catch {
            preconditionFailure("\(error) is no error of an export")
        }
    }

    private func writeTables(_ writer: any TableWriter) throws(ExportError) -> Summary {
        var tables = StoryTables(reader, links, writer)
        var summary = try eachStory { (story) throws(ExportError) in try tables.add(story, cut) }
        try tables.finish()
        summary.rows = tables.rows
        for table in ExportTable.allCases where summary.rows[table] == nil { summary.rows[table] = 0 }
        return summary
    }

    private func writeMarkdown(to directory: String) throws(ExportError) -> Summary {
        try makeDirectory(directory)
        var manifest = ExportManifest()
        var summary = try eachStory { (story) throws(ExportError) in
            let folded = try withStory { () throws(StoryError) in try reader.fold(story, cut, into: StateOfStory.self) }
            guard let state = folded.state else { return }
            let name = StoryFileName.name(of: story)
            let file = try FileOutput("\(directory)/\(name)")
            try file.write(
                StoryMarkdown.file(
                    [
                        ("story", .string(story.text)), ("status", .string(Text(state.status.rawValue))),
                        ("version", JSON(state.version)), ("published", JSON(state.published)),
                        ("updated", state.updated.map { JSON($0.time) } ?? .null),
                        ("permalink", .string(Text(links.version(state.version, of: story)))),
                    ], state.fields))
            manifest.add(name, sha256: try file.finish())
        }
        summary.count = summary.stories
        try manifest.write(to: directory, .markdown)
        return summary
    }

    private func writeGit(to destination: ExportDestination) throws(ExportError) -> Summary {
        let stream = destination.scratch("stream")
        let history = try GitHistory(reader, links, stream: stream, commits: destination.scratch("commits.db"))
        var summary = try eachStory { (story) throws(ExportError) in try history.add(story, cut) }
        try history.finish()
        summary.count = history.count
        try GitRepository(destination.item).create(from: stream, isEmpty: history.count == 0)
        return summary
    }

    /// Calls a function with each story. Of all stories, those that the cut leaves nothing of are left out.
    private func eachStory(_ body: (StoryID) throws(ExportError) -> Void) throws(ExportError) -> Summary {
        var summary = Summary()
        let all = if let stories { stories } else { try allStories() }
        for (place, story) in all.enumerated() {
            do throws(ExportError) {
                try body(story)
                summary.stories += 1
            } catch {
                guard stories == nil, case .story(let reason) = error, reason.isTooEarly else { throw error }
            }
            progress(Int64(place + 1), Int64(all.count))
        }
        return summary
    }

    private func allStories() throws(ExportError) -> [StoryID] {
        try withLog { () throws(EventLogError) in try store.stories(startingWith: "", limit: .max) }
            .filter { $0 != .ledger }
    }

    private func makeDirectory(_ path: String) throws(ExportError) {
        guard mkdir(path, 0o755) == 0 else { throw .system(path: path, action: "create", code: errno) }
    }
}
