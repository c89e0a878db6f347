import CanonicalJSON
import Testing

@testable import StoryEvents

/// A story's events as a log would keep them, one position each.
struct RecordedStory {
    private(set) var events: [RecordedEvent] = []

    /// Documents as `read` takes them, all of which must be appended.
    init(_ documents: [String]) throws {
        for document in documents {
            let document = try read(document)
            let decision = try Decision(document, on: try StoryState.fold(events))
            // What changes nothing is not recorded.
            guard case .append(let completed, _) = decision else { continue }
            events.append(
                try Self.event(
                    document.type, JSON.object(completed?.data ?? document.data).canonicalBytes,
                    after: events.last?.envelope,
                    identity: EventIdentity(source: document.source, id: document.id ?? "e\(events.count)")))
        }
    }

    static func event(
        _ type: EventType, _ data: [UInt8], after last: Envelope?, identity: EventIdentity
    ) throws -> RecordedEvent {
        let position = last?.position.next ?? .first
        let envelope = Envelope(
            commitment: Commitment(to: data, salt: salt)!, identity: identity, story: StoryID("harbor-bridge")!,
            type: type, time: try EventTime("2026-03-02T17:20:00Z"),
            recorded: RecordedTime(microseconds: 1_772_000_000_000_000 + position.value), position: position,
            revision: last?.revision.next ?? .first, previous: last?.position)
        return RecordedEvent(
            envelope: envelope, leaf: envelope.leaf, content: RecordedEvent.Content(salt: salt, data: data))
    }
}

extension [RecordedEvent] {
    /// The same events after a takedown: some without their data or pieces of it, and one more that says so.
    func withholding(_ takedown: Takedown) throws -> [RecordedEvent] {
        let last = try #require(last)
        let event = try RecordedStory.event(
            .withheld, JSON.object(takedown.data).canonicalBytes, after: last.envelope,
            identity: Takedown.identity(of: takedown.taken[0].position))
        let withheld = takedown.withheld(by: event.envelope.position, recorded: event.envelope.recorded)
        return try map { event in
            guard let withheld = withheld[event.envelope.position] else { return event }
            guard case .some(let pieces) = withheld.taken.pieces else {
                return RecordedEvent(envelope: event.envelope, leaf: event.leaf, withheld: withheld)
            }
            let rest = try #require(event.disclosed).hiding(pieces)
            #expect(rest.commitment == event.envelope.commitment)
            return RecordedEvent(
                envelope: event.envelope, leaf: event.leaf,
                partial: RecordedEvent.Partial(rest, takedowns: (event.partial?.takedowns ?? []) + [withheld]))
        } + [event]
    }
}
