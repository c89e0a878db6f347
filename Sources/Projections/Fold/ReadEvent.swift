import StoryEvents

/// An event with its decoded content, read once for all projections.
///
/// A class, because it is large and passed between threads.
final class ReadEvent: Sendable {
    let event: RecordedEvent
    let payload: Result<Payload, PayloadFault>
    /// Whether it had happened by the cut.
    let hasHappened: Bool

    init(_ event: RecordedEvent, hasHappened: Bool = true) {
        self.event = event
        self.hasHappened = hasHappened
        do throws(PayloadFault) { payload = .success(try event.payload()) } catch { payload = .failure(error) }
    }

    var envelope: Envelope { event.envelope }
}
