import CanonicalJSON
import EventLog
import StoryEvents

/// Reads the events of one story that were recorded by a cut, in log order, page by page, so that a long story is never
/// in memory as a whole. Each event says whether it had happened by the cut.
///
/// Events recorded after the cursor was created are left out.
struct StoryCursor {
    private let story: StoryID
    private let cut: StoryCut
    /// The end of the log when the cursor was created.
    private let end: Position
    /// nil where the events were read before.
    private var pages: StoryPages?
    private var page: ArraySlice<RecordedEvent> = []
    private var remembered: ArraySlice<ReadEvent> = []
    private var isAtEnd = false
    /// Counts versions when the cut is a version. A version's number is the one of the record, whatever had happened by
    /// the other cut.
    private var counted: StoryState?
    /// Whether an event that starts the story had happened.
    private(set) var hasStarted = false
    /// Whether any event was recorded by the cut.
    private var hasRead = false
    /// What had happened before the story started: as many events as a message shows.
    private(set) var early: [OtherEvent] = []
    private static let mostEarly = 10

    init(_ store: any EventStore, _ story: StoryID, _ cut: StoryCut) throws(StoryError) {
        self.story = story
        self.cut = cut
        pages = StoryPages(store, story)
        end = try withStory { () throws(EventLogError) in Position(try store.size()) }
    }

    /// Goes again over events that were read before.
    init(_ read: ReadStory) {
        (story, cut, end) = (read.story, read.cut, .first)
        remembered = read.events[...]
    }

    /// - Returns: nil after the last event.
    /// - Throws: ``StoryError/unreadable(_:_:)``, ``StoryError/noVersion(_:_:newest:)``, ``StoryError/log(_:)``.
    mutating func next() throws(StoryError) -> ReadEvent? {
        guard let event = try nextKnown() else { return nil }
        hasRead = true
        switch event.payload {
        case .failure(let fault): throw .unreadable(event.envelope.position, fault)
        case .success(let payload): note(event, payload)
        }
        return event
    }

    private mutating func note(_ event: ReadEvent, _ payload: Payload) {
        guard !hasStarted else { return }
        guard event.hasHappened else {
            let publisher: Text? =
                if case .published(let publication) = payload { publication.fields["publisher"]?.text } else { nil }
            for (request, asked) in payload.requests(askedBy: cut.at) where early.count < Self.mostEarly {
                early.append(OtherEvent(request, asked: asked, in: event.envelope, publisher: publisher))
            }
            return
        }
        if event.envelope.type == .published {
            (hasStarted, early) = (true, [])
        } else if early.count < Self.mostEarly {
            early.append(OtherEvent(event.event, payload, after: 0, .none))
        }
    }

    /// The error for a cut that leaves nothing of the story.
    var notYet: StoryError { hasRead ? .notYet(story, happened: early) : .notRecorded(story) }

    /// The next event that was recorded by the cut.
    private mutating func nextKnown() throws(StoryError) -> ReadEvent? {
        guard pages != nil else { return remembered.popFirst() }
        guard !isAtEnd else { return nil }
        if page.isEmpty { page = try withStory { () throws(EventLogError) in try pages?.page() ?? [] }[...] }
        guard let event = page.popFirst(), event.envelope.position < end, isKnown(event.envelope) else {
            isAtEnd = true
            if case .version(let number)? = cut.asOf {
                throw .noVersion(story, number, newest: counted?.version ?? 0)
            }
            return nil
        }
        let read = ReadEvent(event, hasHappened: !(cut.at?.isBefore(event.envelope.time) ?? false))
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

/// Runs a read of the log and converts its errors into those of a question about a story.
func withStory<Value>(_ body: () throws(EventLogError) -> Value) throws(StoryError) -> Value {
    do throws(EventLogError) { return try body() } catch { throw .log(error) }
}

extension Payload {
    /// The requests for comment that it reports and that were made by a moment; none without a moment.
    func requests(askedBy moment: EventTime?) -> [(request: CommentRequest, asked: EventTime)] {
        guard let moment else { return [] }
        let all: [CommentRequest] =
            switch self {
            case .published(let publication): publication.requests
            case .updated(let update): update.requests
            default: []
            }
        return all.compactMap { request in
            guard let asked = request.asked?.time, !moment.isBefore(asked) else { return nil }
            return (request, asked)
        }
    }
}
