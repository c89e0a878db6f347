import StoryEvents

/// An event, and what it says, read once for all projections.
///
/// A class, because it goes from hand to hand and is large.
final class ReadEvent: Sendable {
    let event: RecordedEvent
    let payload: Result<Payload, PayloadFault>
    /// Whether it had happened by the moment that the story is cut at.
    let hasHappened: Bool

    init(_ event: RecordedEvent, hasHappened: Bool = true) {
        self.event = event
        self.hasHappened = hasHappened
        do throws(PayloadFault) { payload = .success(try event.payload()) } catch { payload = .failure(error) }
    }

    var envelope: Envelope { event.envelope }
}
