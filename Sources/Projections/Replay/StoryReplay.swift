import CanonicalJSON
import Crypto
import EventLog
import StoryEvents

/// Folds one story with one projection, event by event, in memory.
public struct StoryReplay {
    private var fold: any Folding
    private let events: [StoryView.Event]
    private let cut: EventTime?
    private var next = 0
    private var timeline = Timeline()
    /// The result so far.
    public private(set) var json: JSON

    /// - Parameters:
    ///   - name: A story projection, or a ledger projection; the result of a ledger projection is its rows of this
    ///     story.
    ///   - registry: The known projections.
    ///   - view: The story at a cut.
    /// - Throws: ``ViewsError/unknownProjection(_:known:)``.
    public init(_ name: String, in registry: ProjectionRegistry = .standard, of view: StoryView) throws(ViewsError) {
        (events, cut) = (view.record, view.at)
        if let projection = registry.stories.first(where: { $0.name == name }) {
            fold = OfStory(projection: projection.init())
        } else if let projection = registry.ledger.first(where: { $0.name == name }) {
            fold = OfLedger(projection)
        } else {
            throw .unknownProjection(name, known: registry.names)
        }
        json = fold.json
    }

    /// An event and the changes that it made in the result.
    public struct Step: Sendable {
        /// The event.
        public let event: RecordedEvent
        /// What happened, in one sentence without its full stop.
        public let line: String
        /// The differences from the result before.
        public let changes: [JSONChange]
        /// The same for people.
        public let named: [NamedChange]
    }

    /// Folds the story's next event.
    ///
    /// - Returns: nil after the last one.
    /// - Throws: ``ProjectionFault`` where the projection stops.
    public mutating func step() throws(ProjectionFault) -> Step? {
        passOver()
        guard next < events.count else { return nil }
        let event = events[next].event
        try fold.apply(event)
        (next, count) = (next + 1, count + 1)
        let before = json
        json = fold.json
        return Step(
            event: event, line: line(of: event), changes: JSONChange.all(from: before, to: json),
            named: NamedChange.all(from: before, to: json, ofRows: fold is OfLedger))
    }

    private mutating func line(of event: RecordedEvent) -> String {
        guard event.withheld == nil, case .success(let payload) = ReadEvent(event).payload else { return event.line }
        return timeline.add(event, payload).line
    }

    /// Folds all remaining events.
    ///
    /// - Throws: ``ProjectionFault`` when the projection stops; the result stays as it was before that event.
    public mutating func finish() throws(ProjectionFault) {
        defer { json = fold.json }
        passOver()
        while next < events.count {
            try fold.apply(events[next].event)
            (next, count) = (next + 1, count + 1)
            passOver()
        }
    }

    /// Skips the next events that had not happened by the cut.
    private mutating func passOver() {
        while next < events.count, !events[next].hasHappened {
            fold.passOver(events[next].event, at: cut)
            next += 1
        }
    }

    /// How many events were folded.
    public private(set) var count = 0

    /// SHA-256 of the result's RFC 8785 bytes, in hexadecimal digits.
    public var digest: String { Array(SHA256.hash(data: json.canonicalBytes)).hexadecimal }
}

extension ProjectionFault: Error {}

/// A story or ledger projection over one story.
private protocol Folding {
    var json: JSON { get }
    mutating func apply(_ event: RecordedEvent) throws(ProjectionFault)
    mutating func passOver(_ event: RecordedEvent, at cut: EventTime?)
}

private struct OfStory: Folding {
    var projection: any StoryProjection

    var json: JSON { projection.json }

    mutating func apply(_ event: RecordedEvent) throws(ProjectionFault) {
        do throws(PayloadFault) { try projection.apply(event) } catch {
            throw ProjectionFault(position: event.envelope.position, error)
        }
    }

    mutating func passOver(_ event: RecordedEvent, at cut: EventTime?) {
        // A view holds only events that can be read.
        if case .success(let payload) = ReadEvent(event).payload { projection.passOver(event, payload, at: cut) }
    }
}

private struct OfLedger: Folding {
    private let story: StoryFold
    private var rows: [Text: JSONObject] = [:]

    init(_ projection: any LedgerProjection.Type) {
        story = StoryFold([projection])
    }

    /// The rows by their keys.
    var json: JSON {
        var object = JSONObject()
        for (key, value) in rows.sorted(by: { $0.key < $1.key }) { object[key] = .object(value) }
        return .object(object)
    }

    mutating func apply(_ event: RecordedEvent) throws(ProjectionFault) {
        let read = ReadEvent(event)
        let payload: Payload
        do throws(PayloadFault) { payload = try read.payload.get() } catch {
            throw ProjectionFault(position: event.envelope.position, error)
        }
        var faults: [ProjectionFault?] = [nil]
        story.apply(read, payload, into: story.changes, &faults)
        if let fault = faults[0] { throw fault }
        for (key, change) in story.changes.take().joined() { rows[key] = change.row?.value }
    }
    mutating func passOver(_ event: RecordedEvent, at cut: EventTime?) {
        let read = ReadEvent(event)
        if case .success(let payload) = read.payload { story.passOver(read, payload) }
    }
}
