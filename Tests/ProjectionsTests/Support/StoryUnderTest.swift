import CanonicalJSON
import EventLog
import LedgerTestKit
import Projections
import StoryEvents
import Testing

/// One story in a ledger of its own, whose clock the test sets.
struct StoryUnderTest {
    let ledger: TemporaryLedger
    private let recorder: Recorder
    let store: any EventStore

    init() throws {
        ledger = try TemporaryLedger()
        store = try ledger.open()
        recorder = Recorder(store)
    }

    /// Documents that must all be appended, a minute between any two.
    init(_ documents: [String]) throws {
        try self.init()
        for document in documents {
            try #require(try append(document) == .appended, "\(document)")
            ledger.clock.advance(seconds: 60)
        }
    }

    /// Decides a document and appends it; `subject` is filled in, and `time` where it has none.
    func append(_ document: String, time: EventTime? = nil, recorded: EventTime? = nil) throws -> Receipt.Outcome? {
        guard case .object(var object) = try JSON.parse(Array(document.utf8)) else { return nil }
        if let time { object["time"] = .string(Text(time.description)) }
        if object["time"] == nil { object["time"] = "2026-03-02T12:00:00Z" }
        let now = recorded?.seconds ?? ledger.clock.now.microseconds / 1_000_000
        return try append(.object(object), recorded: now)
    }

    /// Decides a document and appends it at a moment of the ledger's clock; `subject` is filled in.
    ///
    /// - Parameter recorded: Seconds since 1970, not before the last one.
    func append(_ document: JSON, recorded: Int64) throws -> Receipt.Outcome? {
        guard case .object(var object) = document else { return nil }
        ledger.clock.advance(seconds: recorded - ledger.clock.now.microseconds / 1_000_000)
        object["subject"] = "mill"
        return try recorder.record([.lines([.object(object)])]).first?.receipt?.outcome
    }

    /// All its events.
    func events() throws -> [RecordedEvent] { try store.events(from: .first, limit: .max) }

    /// Its timeline, of everything.
    func timeline() throws -> Timeline { try StoryReader(store).fold(#require(StoryID("mill"))) }

    /// Its edits.
    func edits() throws -> [Edit] { Edit.history(of: try StoryReader(store).view(of: #require(StoryID("mill")))) }

    /// What it says.
    func state() throws -> StateOfStory { try StoryReader(store).fold(#require(StoryID("mill"))) }

    /// The order of its events, of which none was looked at.
    var order: EventOrder { EventOrder(store) }

    /// Its claims at a cut; nil where there was no story.
    func board(_ cut: StoryCut = .none) throws -> ClaimBoard? {
        do {
            return try StoryReader(store).fold(#require(StoryID("mill")), cut)
        } catch let error as StoryError where error.isTooEarly {
            return nil
        }
    }
}

extension ClaimBoard {
    /// Where each claim stands, by its id.
    var standings: [Text: Standing] {
        Dictionary(uniqueKeysWithValues: zip(claims.claims.map(\.id), claims.summaries.map(\.standing)))
    }
}

extension RecordedEvent {
    /// The event once its data was withheld.
    func withheld(change: String? = nil, version: Int? = nil, fields: [Text] = []) -> RecordedEvent {
        let taken = Takedown.Taken(
            position: envelope.position, version: version, fields: fields, change: change.flatMap(Update.Change.init))
        let withheld = Withheld(
            by: Position(99), recorded: ManualClock.noon, reason: "It named a child.", authority: "Court of Halden",
            taken: taken)
        return RecordedEvent(envelope: envelope, leaf: leaf, withheld: withheld)
    }
}
