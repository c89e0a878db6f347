import EventLog
import StoryEvents

/// Tells whether events are out of order in their story. Events may be given in any order and from any position on.
public struct EventOrder {
    private let store: any EventStore
    private var stories: [StoryID: Judged] = [:]
    /// The number of stories and events that ``stories`` holds.
    private var weight = 0

    /// The events of a story that were judged, up to one revision.
    fileprivate struct Judged {
        var fold = BackdatingFold()
        var next: Int64 = 0
        var outOfOrder: Set<Position> = []
    }

    private static let (mostHeld, chunk) = (100_000, 500)

    /// - Parameter store: The log; it is read for earlier events of a story.
    public init(_ store: any EventStore) {
        self.store = store
    }

    /// Whether an event is out of order, as defined by ``Backdating/isOutOfOrder``.
    ///
    /// The first question about a story reads its earlier events, unless it is about the first event.
    public mutating func isOutOfOrder(_ event: Envelope) throws(EventLogError) -> Bool {
        var judged = take(event.story)
        defer { give(judged, event.story) }
        while judged.next < event.revision.value {
            let limit = Int(min(Int64(Self.chunk), event.revision.value - judged.next))
            let events = try store.events(of: event.story, from: Revision(judged.next), limit: limit)
            guard !events.isEmpty else { break }
            for event in events { judged.judge(event.envelope) }
        }
        if judged.next <= event.revision.value { judged.judge(event) }
        return judged.outOfOrder.contains(event.position)
    }

    private mutating func take(_ story: StoryID) -> Judged {
        guard let judged = stories.removeValue(forKey: story) else { return Judged() }
        weight -= judged.weight
        return judged
    }

    private mutating func give(_ judged: Judged, _ story: StoryID) {
        if weight > Self.mostHeld { (stories, weight) = ([:], 0) }
        stories[story] = judged
        weight += judged.weight
    }
}

extension EventOrder.Judged {
    var weight: Int { 1 + outOfOrder.count }

    mutating func judge(_ event: Envelope) {
        if fold.judge(event).isOutOfOrder { outOfOrder.insert(event.position) }
        next = event.revision.value + 1
    }
}
