import EventLog
import StoryEvents

/// The sentences of events as the timeline of their story has them. Events may be given in any order.
public struct StoryLines {
    private let store: any EventStore
    private var stories: [StoryID: Told] = [:]
    /// The number of events in ``stories``.
    private var count = 0

    /// A story, read up to a revision.
    private struct Told {
        var timeline = Timeline()
        var lines: [Position: String] = [:]
        var next: Int64 = 0

        mutating func add(_ event: RecordedEvent) {
            next = event.envelope.revision.value + 1
            guard case .success(let payload) = ReadEvent(event).payload else { return }
            lines[event.envelope.position] = timeline.add(event, payload).line
        }
    }

    /// The most events that are remembered, and the most that one read returns.
    private static let (most, chunk) = (20_000, 500)

    /// - Parameter store: The log; it is read for the earlier events of a story.
    public init(_ store: any EventStore) { self.store = store }

    /// The sentence of an event without its full stop. For an event that was withheld as a whole, it names the
    /// takedown; for an event that cannot be read, it gives the reason.
    public mutating func line(of event: RecordedEvent) throws(EventLogError) -> String {
        let envelope = event.envelope
        if event.withheld != nil { return event.line }
        var told = stories.removeValue(forKey: envelope.story) ?? Told()
        count -= told.lines.count
        if count > Self.most { (stories, count) = ([:], 0) }
        if told.next == envelope.revision.value {
            told.add(event)
        } else {
            while told.next <= envelope.revision.value {
                let limit = Int(min(Int64(Self.chunk), envelope.revision.value - told.next + 1))
                let events = try store.events(of: envelope.story, from: Revision(told.next), limit: limit)
                guard !events.isEmpty else { break }
                for event in events { told.add(event) }
            }
        }
        count += told.lines.count
        let line = told.lines[envelope.position]
        stories[envelope.story] = told
        return line ?? event.line
    }
}
