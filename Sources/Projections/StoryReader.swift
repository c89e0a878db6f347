import CanonicalJSON
import EventLog
import StoryEvents

/// Answers questions about stories by folding their events, at any cut; nothing is kept between questions.
public struct StoryReader: Sendable {
    private let store: any EventStore

    /// - Parameter store: The log to read.
    public init(_ store: any EventStore) {
        self.store = store
    }

    /// Finds the one story that an id or a prefix of ids names.
    ///
    /// - Throws: ``StoryError``.
    public func story(named name: String) throws(StoryError) -> StoryID {
        let found = try wrapped { () throws(EventLogError) in try store.stories(startingWith: name, limit: 12) }
        if let exact = found.first(where: { $0.text == Text(name) }) { return exact }
        guard let first = found.first else { throw .unknown(name) }
        guard found.count == 1 else { throw .ambiguous(name, found) }
        return first
    }

    /// A story as it stands at a cut, with its versions.
    ///
    /// - Throws: ``StoryError``; ``StoryError/notYet(_:)`` when the cut leaves nothing of it.
    public func view(of story: StoryID, _ cut: StoryCut = .none) throws(StoryError) -> StoryView {
        let all = try wrapped { () throws(EventLogError) in try store.events(of: story) }
        var fold = VersionFold()
        var events: [RecordedEvent] = []
        for event in try known(all, story, cut.asOf) {
            if let at = cut.at, at.isBefore(event.envelope.time) { continue }
            try fold.take(event)
            events.append(event)
        }
        guard let state = fold.state else { throw .notYet(story) }
        return StoryView(state: state, versions: fold.versions, events: events)
    }

    /// The events that the ledger had at a cut. A version is the one of that number in the log, whatever had happened in
    /// the world by the other cut.
    private func known(
        _ events: [RecordedEvent], _ story: StoryID, _ cut: Cut?
    ) throws(StoryError) -> ArraySlice<RecordedEvent> {
        switch cut {
        case nil: return events[...]
        case .position(let position): return events.prefix { $0.envelope.position <= position }
        case .time(let time): return events.prefix { $0.envelope.recorded.microseconds <= time.microseconds }
        case .version(let number):
            var fold = VersionFold()
            for (index, event) in events.enumerated() {
                try fold.take(event)
                if fold.versions.count == number { return events[...index] }
            }
            throw .noVersion(story, number, newest: fold.versions.count)
        }
    }

    private func wrapped<Value>(_ body: () throws(EventLogError) -> Value) throws(StoryError) -> Value {
        do throws(EventLogError) { return try body() } catch { throw .log(error) }
    }
}

extension VersionFold {
    /// Folds one more event, and says which one where its data cannot be read.
    fileprivate mutating func take(_ event: RecordedEvent) throws(StoryError) {
        do throws(PayloadFault) { try apply(event) } catch { throw .unreadable(event.envelope.position, error) }
    }
}

/// A story at a cut.
public struct StoryView: Hashable, Sendable {
    /// What it says, and where it stands.
    public let state: StoryState
    /// Its texts, oldest first; at least one.
    public let versions: [StoryVersion]
    /// The events that led there, in log order.
    public let events: [RecordedEvent]

    /// The version that stood at a cut: the newest one made at or before it.
    ///
    /// - Throws: ``StoryError/noVersion(_:_:newest:)``, ``StoryError/notYet(_:)``.
    public func version(at cut: Cut) throws(StoryError) -> StoryVersion {
        let found: StoryVersion?
        switch cut {
        case .version(let number):
            guard number <= versions.count else {
                throw .noVersion(state.story, number, newest: versions.count)
            }
            found = versions[number - 1]
        case .position(let position): found = versions.last { $0.envelope.position <= position }
        case .time(let time): found = versions.last { $0.envelope.recorded.microseconds <= time.microseconds }
        }
        guard let found else { throw .notYet(state.story) }
        return found
    }
}

/// Why a question about a story has no answer.
public enum StoryError: Error, Hashable, Sendable {
    /// No story has that id or prefix.
    case unknown(String)
    /// Several stories have that prefix.
    case ambiguous(String, [StoryID])
    /// The story has not that many versions.
    case noVersion(StoryID, Int, newest: Int)
    /// There was no such story at that cut.
    case notYet(StoryID)
    /// An event's stored data cannot be read.
    case unreadable(Position, PayloadFault)
    /// The log itself cannot be read.
    case log(EventLogError)

    /// What was asked for, what was found.
    public var message: String {
        switch self {
        case .unknown(let name): "there is no story '\(name)'"
        case .ambiguous(let name, let found):
            "'\(name)' begins the ids of \(found.count > 11 ? "many" : String(found.count)) stories: "
                + found.prefix(11).map(\.description).joined(separator: ", ")
        case .noVersion(let story, let number, let newest): "\(story) has no version \(number); its newest is \(newest)"
        case .notYet(let story): "\(story) was not there yet"
        case .unreadable(let position, let fault): "the event at \(position) cannot be read: \(fault.message)"
        case .log(let error): error.message
        }
    }

    /// What to do about it.
    public var remedy: String {
        switch self {
        case .unknown: "list the stories with 'storyledger stories'"
        case .ambiguous: "write more of the id"
        case .noVersion: "list the versions with 'storyledger history'"
        case .notYet: "choose a later cut; 'storyledger log --story' shows when it began"
        case .unreadable: "stop, keep the ledger as it is, and restore it from a backup"
        case .log(let error): error.remedy
        }
    }
}
