import EventLog
import StoryEvents

/// The events of one story that a cut leaves, in log order, read and parsed one page after the other: a long story is
/// never held whole.
///
/// What is recorded after the cursor was made is left out.
struct StoryCursor {
    private let story: StoryID
    private let cut: StoryCut
    /// Where the log ended when the cursor was made.
    private let end: Position
    private var pages: StoryPages
    private var page: ArraySlice<RecordedEvent> = []
    private var isAtEnd = false
    /// Counts versions, where the cut is one: the version of that number in the log, whatever had happened by the other cut.
    private var counted: StoryState?
    /// Whether an event that starts the story was among those given.
    private(set) var hasStarted = false

    init(_ store: any EventStore, _ story: StoryID, _ cut: StoryCut) throws(StoryError) {
        self.story = story
        self.cut = cut
        pages = StoryPages(store, story)
        end = try withStory { () throws(EventLogError) in Position(try store.size()) }
    }

    /// - Returns: nil after the last event.
    /// - Throws: ``StoryError/unreadable(_:_:)``, ``StoryError/noVersion(_:_:newest:)``, ``StoryError/log(_:)``.
    mutating func next() throws(StoryError) -> ReadEvent? {
        while let event = try nextKnown() {
            if let at = cut.at, at.isBefore(event.envelope.time) { continue }
            if case .failure(let fault) = event.payload { throw .unreadable(event.envelope.position, fault) }
            if event.envelope.type == .published { hasStarted = true }
            return event
        }
        return nil
    }

    /// The next event that the ledger had at the cut.
    private mutating func nextKnown() throws(StoryError) -> ReadEvent? {
        guard !isAtEnd else { return nil }
        if page.isEmpty { page = try withStory { () throws(EventLogError) in try pages.page() }[...] }
        guard let event = page.popFirst(), event.envelope.position < end, isKnown(event.envelope) else {
            isAtEnd = true
            if case .version(let number)? = cut.asOf {
                throw .noVersion(story, number, newest: counted?.version ?? 0)
            }
            return nil
        }
        let read = ReadEvent(event)
        if case .version(let number)? = cut.asOf {
            guard case .success(let payload) = read.payload else { return read }
            counted.apply(read.envelope, payload)
            isAtEnd = counted?.version == number
        }
        return read
    }

    private func isKnown(_ envelope: Envelope) -> Bool {
        switch cut.asOf {
        case nil, .version: true
        case .position(let position): envelope.position <= position
        case .time(let time): envelope.recorded.microseconds <= time.microseconds
        }
    }
}

/// Does something with the log; its errors are those of a question about a story.
func withStory<Value>(_ body: () throws(EventLogError) -> Value) throws(StoryError) -> Value {
    do throws(EventLogError) { return try body() } catch { throw .log(error) }
}
