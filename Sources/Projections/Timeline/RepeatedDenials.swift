import EventLog
import StoryEvents

/// Tells whether reiterations repeat their party's own denial. Events may be given in any order and from any position on.
public struct RepeatedDenials {
    private let store: any EventStore
    private var stories: [StoryID: Told] = [:]

    /// A story, read up to a revision.
    private struct Told {
        var deniers = Deniers()
        var next: Int64 = 0
        var repeated: Set<Position> = []

        mutating func add(_ event: RecordedEvent) {
            next = event.envelope.revision.value + 1
            guard [.denied, .reiterated, .responded].contains(event.envelope.type),
                case .success(let payload) = ReadEvent(event).payload
            else { return }
            if deniers.repeatDenial(payload) { repeated.insert(event.envelope.position) }
            deniers.add(payload)
        }
    }

    private static let (mostStories, chunk) = (1000, 500)

    /// - Parameter store: The log; it is read for earlier events of a story that has a reiteration.
    public init(_ store: any EventStore) { self.store = store }

    /// Whether an event is a reiteration by a party that denies what it names.
    public mutating func hold(_ event: RecordedEvent) throws(EventLogError) -> Bool {
        let envelope = event.envelope
        guard envelope.type == .reiterated else { return false }
        var told = stories.removeValue(forKey: envelope.story) ?? Told()
        if stories.count >= Self.mostStories { stories = [:] }
        while told.next <= envelope.revision.value {
            let limit = Int(min(Int64(Self.chunk), envelope.revision.value - told.next + 1))
            let events = try store.events(of: envelope.story, from: Revision(told.next), limit: limit)
            guard !events.isEmpty else { break }
            for event in events { told.add(event) }
        }
        stories[envelope.story] = told
        return told.repeated.contains(envelope.position)
    }
}
