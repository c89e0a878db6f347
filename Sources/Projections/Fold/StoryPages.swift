import EventLog
import StoryEvents

/// Reads all events of one story in log order, page by page; pages are short where events are large.
struct StoryPages {
    private let store: any EventStore
    private let story: StoryID
    private var next = Revision.first
    private var pageLength = 16

    private static let longestPage = 256
    private static let pageBytes = 1 << 19

    init(_ store: any EventStore, _ story: StoryID) {
        self.store = store
        self.story = story
    }

    /// - Returns: The next events; empty after the last page.
    mutating func page() throws(EventLogError) -> [RecordedEvent] {
        let events = try store.events(of: story, from: next, limit: pageLength)
        guard let last = events.last else { return [] }
        next = last.envelope.revision.next
        let bytes = events.reduce(1) { $0 + $1.leaf.count + $1.dataLength }
        pageLength = max(1, min(Self.longestPage, Self.pageBytes * events.count / bytes))
        return events
    }
}
