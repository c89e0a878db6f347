import CanonicalJSON
import EventLog
import StoryEvents

/// Answers questions about stories by folding their events at any cut. It caches nothing.
public struct StoryReader: Sendable {
    private let store: any EventStore
    private let known: ReadStory?

    /// - Parameters:
    ///   - store: The log.
    ///   - known: A story that was read before: questions about it, at the same cut, do not read the log again.
    public init(_ store: any EventStore, knowing known: ReadStory? = nil) {
        self.store = store
        self.known = known
    }

    /// Finds the one story with this id or prefix.
    ///
    /// - Throws: ``StoryError``.
    public func story(named name: String) throws(StoryError) -> StoryID {
        guard !name.isEmpty else { throw .noName }
        let found = try withStory { () throws(EventLogError) in try store.stories(startingWith: name, limit: 12) }
        if let exact = found.first(where: { $0.text == Text(name) }) { return exact }
        guard let first = found.first else {
            throw .unknown(name, near: try withStory { () throws(EventLogError) in try near(to: name) })
        }
        guard found.count == 1 else { throw .ambiguous(name, found) }
        return first
    }

    /// Why there is no story of this id, with near ids.
    ///
    /// - Parameter isShown: Whether an id may be named.
    public func unknown(_ name: String, where isShown: (StoryID) -> Bool) throws(StoryError) -> StoryError {
        .unknown(
            name,
            near: try withStory { () throws(EventLogError) in
                let longer = try store.stories(startingWith: name, limit: 20).filter(isShown).prefix(3)
                return longer.isEmpty ? try near(to: name, where: isShown) : longer.map(\.description)
            })
    }

    /// Near ids, nearest first, taken from the ids with the same beginning and the first ids of the ledger.
    private func near(
        to written: String, where isShown: (StoryID) -> Bool = { _ in true }
    ) throws(EventLogError) -> [String] {
        let name = written.withoutInvisible
        var known: [String] = []
        for length in stride(from: name.count - (name == written ? 1 : 0), through: 0, by: -1)
        where known.count < Self.mostCompared {
            let more = try store.stories(startingWith: String(name.prefix(length)), limit: Self.mostCompared)
            known += more.filter(isShown).map(\.description)
        }
        var near: [String] = []
        while near.count < 3, let next = nearest(to: name, among: known.filter({ !near.contains($0) })) {
            near.append(next)
        }
        return near.isEmpty ? Self.beginning(near: name, among: known) : near
    }

    /// The first ids whose beginning is near to a name: `hospitl` for `hospital-deaths`.
    private static func beginning(near name: String, among known: [String]) -> [String] {
        guard name.count > 2 else { return [] }
        let beginnings = known.prefix(mostCompared).flatMap { id in
            (name.count - 1...name.count + 1).map { String(id.prefix($0)) }
        }
        guard let near = nearest(to: name, among: beginnings) else { return [] }
        var found: [String] = []
        for id in known where found.count < 3 && id.hasPrefix(near) && !found.contains(id) { found.append(id) }
        return found
    }

    private static let mostCompared = 500

    /// Folds a story's events at a cut, one page at a time.
    ///
    /// - Throws: ``StoryError``; ``StoryError/notYet(_:happened:)`` when the cut leaves nothing of the story.
    public func fold<Projection: StoryProjection>(
        _ story: StoryID, _ cut: StoryCut = .none, into projection: Projection.Type = Projection.self
    ) throws(StoryError) -> Projection {
        var projection = Projection()
        try eachEvent(of: story, cut) { read, payload in
            if read.hasHappened {
                projection.apply(read.event, payload)
            } else {
                projection.passOver(read.event, payload, at: cut.at)
            }
        }
        return projection
    }

    /// A story at a cut, with all its events and texts in memory.
    ///
    /// - Throws: ``StoryError``; ``StoryError/notYet(_:happened:)`` when the cut leaves nothing of it.
    public func view(of story: StoryID, _ cut: StoryCut = .none) throws(StoryError) -> StoryView {
        var fold = VersionFold()
        var versions: [StoryVersion] = []
        var toCome: [Int: EventTime] = [:]
        var lateNotes: [LateNote] = []
        var events: [StoryView.Event] = []
        try eachEvent(of: story, cut) { read, payload in
            let version = fold.apply(read, payload)
            if let version {
                if read.hasHappened { versions.append(version) } else { toCome[version.number] = version.envelope.time }
            }
            if let note = fold.lateNote { lateNotes.append(note) }
            events.append(StoryView.Event(event: read.event, hasHappened: read.hasHappened))
        }
        guard let state = fold.state else { throw .notYet(story, happened: []) }
        return StoryView(
            state: state, versions: versions, toCome: toCome, lateNotes: lateNotes, record: events, at: cut.at)
    }

    /// The edits of a story at a cut, oldest first, one at a time.
    ///
    /// - Throws: ``StoryError/log(_:)``.
    public func edits(of story: StoryID, _ cut: StoryCut = .none) throws(StoryError) -> EditCursor {
        EditCursor(try cursor(story, cut), of: story) { laterNotes(of: story, cut) }
    }

    /// When readers could read a story, by the events that had happened at a cut.
    ///
    /// - Throws: ``StoryError``; ``StoryError/notYet(_:happened:)`` when the cut leaves nothing of it.
    public func readableTimes(of story: StoryID, _ cut: StoryCut = .none) throws(StoryError) -> ReadableTimes {
        var times = ReadableTimes()
        try eachEvent(of: story, cut) { read, payload in
            if read.hasHappened { times.apply(read.envelope, payload) }
        }
        return times
    }

    func eachEvent(
        of story: StoryID, _ cut: StoryCut, _ body: (ReadEvent, Payload) -> Void
    ) throws(StoryError) {
        var cursor = try cursor(story, cut)
        while let read = try cursor.next() {
            guard case .success(let payload) = read.payload else { continue }
            body(read, payload)
        }
        guard cursor.hasStarted else { throw cursor.notYet }
    }

    func cursor(_ story: StoryID, _ cut: StoryCut) throws(StoryError) -> StoryCursor {
        if let known, known.story == story, known.cut == cut { return StoryCursor(known) }
        return try StoryCursor(store, story, cut)
    }
}

/// A story at a cut.
public struct StoryView: Hashable, Sendable {
    /// The folded state.
    public let state: StoryState
    /// The versions whose events had happened, in log order, numbered as in the record; at least one.
    public let versions: [StoryVersion]
    /// The versions that had not happened by the cut, with when they did.
    let toCome: [Int: EventTime]
    /// What its events said of texts that they did not change, in log order.
    let lateNotes: [LateNote]
    /// The events recorded by the cut, in log order.
    public let record: [Event]
    /// The cut by happening; nil for none.
    let at: EventTime?

    /// An event recorded by the cut.
    public struct Event: Hashable, Sendable {
        /// The event.
        public let event: RecordedEvent
        /// Whether it had happened by the cut.
        public let hasHappened: Bool
    }

    /// The events that had happened by the cut, in log order.
    public var events: [RecordedEvent] { record.filter(\.hasHappened).map(\.event) }

    /// The version at a cut: the newest one made at or before it.
    ///
    /// - Throws: ``StoryError/noVersion(_:_:newest:)``, ``StoryError/notHappened(_:_:_:)``.
    public func version(at cut: Cut) throws(StoryError) -> StoryVersion {
        if let found = versions.last(where: { cut.includes(version: $0.number, $0.envelope) }) { return found }
        guard case .version(let number) = cut else { throw .notRecorded(state.story) }
        throw fault(ofVersion: number)
    }

    /// Why the story has no such version at the cut.
    public func fault(ofVersion number: Int) -> StoryError {
        if let time = toCome[number] { return .notHappened(state.story, number, time) }
        return .noVersion(state.story, number, newest: versions.last?.number ?? 0)
    }
}

/// Why a question about a story has no answer.
public enum StoryError: Error, Hashable, Sendable {
    /// No story has this id or prefix; with near ids.
    case unknown(String, near: [String])
    /// Several stories have this prefix.
    case ambiguous(String, [StoryID])
    /// The story has fewer versions.
    case noVersion(StoryID, Int, newest: Int)
    /// A version had not happened by the cut; with when it did.
    case notHappened(StoryID, Int, EventTime)
    /// An empty text names no story.
    case noName
    /// The story was not published by the cut; with the first events that had happened.
    case notYet(StoryID, happened: [OtherEvent])
    /// No event of the story was recorded by the cut.
    case notRecorded(StoryID)
    /// An event's stored data cannot be decoded.
    case unreadable(Position, PayloadFault)
    /// The log itself cannot be read.
    case log(EventLogError)

    /// Whether the cut leaves nothing of the story.
    public var isTooEarly: Bool {
        switch self {
        case .notYet, .notRecorded: true
        default: false
        }
    }

    /// The reason, as a sentence.
    public var message: String {
        switch self {
        case .unknown(let name, _): said("there is no story '\(name)'")
        case .ambiguous(let name, let found):
            said("'\(name)' begins the ids of \(found.count > 11 ? "many" : String(found.count)) stories: ")
                + found.prefix(11).map(\.description).joined(separator: ", ")
        case .noVersion(let story, let number, let newest):
            said("\(story) has no version \(number); its newest is \(newest)")
        case .notHappened(let story, let number, let time):
            said("version \(number) of \(story) had not happened by then: it happened \(time)")
        case .noName: said("no story is named: the word for it is empty")
        case .notYet(let story, let happened): Self.notYet(story, happened)
        case .notRecorded(let story): said("nothing of \(story) was recorded by then")
        case .unreadable(let position, let fault): said("the event at \(position) cannot be read: \(fault.message)")
        case .log(let error): error.message
        }
    }

    private static func notYet(_ story: StoryID, _ happened: [OtherEvent]) -> String {
        let events = happened.map { "\($0.line) (\($0.envelope.position), \($0.time))" }
        return said("\(story) was not published yet")
            + (events.isEmpty
                ? said("; the record has no event of it by then")
                : said("; what had happened: ") + events.joined(separator: "; "))
    }

    /// What to do about it.
    public var remedy: String {
        switch self {
        case .unknown(_, let near) where !near.isEmpty:
            said("did you mean \(near.map { "'\($0)'" }.joined(separator: ", "))?")
        case .unknown: said("list the stories with 'storyledger stories'")
        case .ambiguous: said("write more of the id")
        case .noVersion: said("list the versions with 'storyledger history'")
        case .noName: said("write the story's id, or a beginning of it; a variable of the shell may not be set")
        case .notYet, .notRecorded, .notHappened:
            said(
                "choose a later cut: --as-of cuts by what was recorded, --at by what had happened; 'storyledger log --story' "
            )
                + said("shows both times")
        case .unreadable: said("stop, keep the ledger as it is, and restore it from a backup")
        case .log(let error): error.remedy
        }
    }
}
