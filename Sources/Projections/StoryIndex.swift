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
        /// What it is headed now; empty where that was withheld.
        public var headline: Text
        /// Who withheld the headline; nil while there is one.
        public var withheldHeadline: Withheld?
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
        var text: [Text: Int] = [:]
        /// As ``StoryState`` keeps them.
        var withheldText: [Text: Withheld] = [:]
        var repeats: Set<Position> = []
    }

    var entries: [StoryIndex.Entry] { stories.values.map(\.entry) }

    mutating func apply(_ event: RecordedEvent) throws(PayloadFault) {
        let envelope = event.envelope
        let payload = try event.payload()
        if let line = Line(envelope, payload) { stories[envelope.story] = line }
        guard var line = stories[envelope.story] else { return }
        line.entry.events = Int(envelope.revision.value) + 1
        line.entry.position = envelope.position
        line.entry.recorded = envelope.recorded
        switch payload {
        case .updated(let update): line.apply(update, envelope)
        case .erased(let withheld): line.leaveGap(envelope, withheld)
        default: break
        }
        stories[envelope.story] = line
    }
}

extension StoryIndexFold.Line {
    /// Starts a story's line, where an event starts a story.
    fileprivate init?(_ envelope: Envelope, _ payload: Payload) {
        guard envelope.type == .published else { return nil }
        entry = StoryIndex.Entry(
            story: envelope.story, status: .published, headline: "", version: 1, events: 1,
            position: envelope.position, published: envelope.time, recorded: envelope.recorded, silentEdits: 0)
        if case .published(let publication) = payload {
            entry.headline = publication.fields.headline ?? ""
            for field in StoryState.textFields { text[field] = publication.fields[field]?.hashValue }
        }
    }

    fileprivate mutating func leaveGap(_ envelope: Envelope, _ withheld: Withheld) {
        let takedown = withheld.takedown
        repeats.formUnion(takedown.repeats)
        for field in StoryState.textFields where takedown.fields.contains(field) {
            text[field] = nil
            withheldText[field] = withheld
        }
        if let withheld = withheldText["headline"] {
            entry.headline = ""
            entry.withheldHeadline = withheld
        }
        guard envelope.type == .updated else { return }
        if takedown.version != nil { entry.version += 1 }
        entry.status = entry.status.after(takedown.change ?? .update)
    }

    fileprivate mutating func apply(_ update: Update, _ envelope: Envelope) {
        entry.status = entry.status.after(update.change)
        if let headline = update.patch.headline {
            entry.headline = headline
            entry.withheldHeadline = nil
        }
        let before = text
        var isRevealed = false
        for field in StoryState.textFields {
            guard let patch = update.patch[field] else { continue }
            text[field] = patch == .null ? nil : patch.hashValue
            isRevealed = withheldText.removeValue(forKey: field) != nil || isRevealed
        }
        guard text != before || isRevealed, !repeats.contains(envelope.position) else { return }
        entry.version += 1
        if update.note == nil || update.note?.placement == Note.Placement.none { entry.silentEdits += 1 }
    }
}

extension JSONObject {
    fileprivate var headline: Text? { if case .string(let text)? = self["headline"] { text } else { nil } }
}
