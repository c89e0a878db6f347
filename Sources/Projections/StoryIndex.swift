import CanonicalJSON
import EventLog
import StoryEvents

/// Every story of a ledger, a line each.
public enum StoryIndex {
    /// One story as it stands.
    public struct Entry: Hashable, Sendable {
        /// Its id.
        public let story: StoryID
        /// Where it stands with its publisher.
        public var status: StoryState.Status
        /// What it is headed now.
        public var headline: Text
        /// The number of its newest text, from 1.
        public var version: Int
        /// How many events it has.
        public var events: Int
        /// Its newest event.
        public var position: Position
        /// When it was published.
        public let published: EventTime
        /// When the ledger took its newest event.
        public var recorded: RecordedTime
        /// How many of its edits changed text without a note to readers; at most, for the index cannot tell noise.
        /// ``StoryReader/silentEdits(of:)`` can.
        public var silentEdits: Int
    }

    /// Folds the whole log, in short reads.
    ///
    /// - Throws: ``StoryError``.
    public static func fold(_ store: any EventStore) throws(StoryError) -> [Entry] {
        var index = StoryIndexFold()
        var next = Position.first
        while true {
            let events: [RecordedEvent]
            do throws(EventLogError) { events = try store.events(from: next, limit: 500) } catch { throw .log(error) }
            guard let last = events.last else { break }
            for event in events {
                do throws(PayloadFault) { try index.apply(event) } catch {
                    throw .unreadable(event.envelope.position, error)
                }
            }
            next = last.envelope.position.next
        }
        return index.entries
    }
}

/// Keeps of each story only what its line shows, and digests of its text, so that a large ledger fits.
struct StoryIndexFold {
    private var stories: [StoryID: Line] = [:]

    struct Line {
        var entry: StoryIndex.Entry
        var text: [Text: Int]
    }

    var entries: [StoryIndex.Entry] { stories.values.map(\.entry) }

    mutating func apply(_ event: RecordedEvent) throws(PayloadFault) {
        let envelope = event.envelope
        let payload = try event.payload()
        if case .published(let publication) = payload {
            stories[envelope.story] = Line(envelope, publication)
        }
        guard var line = stories[envelope.story] else { return }
        line.entry.events = Int(envelope.revision.value) + 1
        line.entry.position = envelope.position
        line.entry.recorded = envelope.recorded
        if case .updated(let update) = payload { line.apply(update) }
        stories[envelope.story] = line
    }
}

extension StoryIndexFold.Line {
    fileprivate init(_ envelope: Envelope, _ publication: Publication) {
        entry = StoryIndex.Entry(
            story: envelope.story, status: .published, headline: publication.fields.headline ?? "", version: 1,
            events: 1, position: envelope.position, published: envelope.time, recorded: envelope.recorded,
            silentEdits: 0)
        text = [:]
        for field in StoryState.textFields { text[field] = publication.fields[field]?.hashValue }
    }

    fileprivate mutating func apply(_ update: Update) {
        entry.status = entry.status.after(update.change)
        entry.headline = update.patch.headline ?? entry.headline
        let before = text
        for field in StoryState.textFields {
            guard let patch = update.patch[field] else { continue }
            text[field] = patch == .null ? nil : patch.hashValue
        }
        guard text != before else { return }
        entry.version += 1
        if update.note == nil || update.note?.placement == Note.Placement.none { entry.silentEdits += 1 }
    }
}

extension JSONObject {
    fileprivate var headline: Text? { if case .string(let text)? = self["headline"] { text } else { nil } }
}
