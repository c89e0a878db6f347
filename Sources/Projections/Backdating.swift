import StoryEvents

/// Whether an event came into the ledger later than one that is recorded as it happens.
///
/// The ledger vouches for when it took an event, never for when that happened: this says where the two are far apart, or
/// at odds. It is judged among the events that are looked at; what a cut leaves out counts for nothing.
public struct Backdating: Hashable, Sendable {
    /// Whether it was recorded more than ``tolerance`` after it happened.
    public let isLate: Bool
    /// Whether an event of the story that happened later was recorded before it.
    public let isOutOfOrder: Bool

    /// Late, or out of order, or both.
    public var isBackdated: Bool { isLate || isOutOfOrder }

    /// How long after it happened an event may be recorded and pass as recorded when it happened: one hour, in
    /// microseconds. What people say reaches a desk within it, and a queue of files is taken within it.
    public static let tolerance: Int64 = 3_600_000_000
}

/// Judges a story's events, one after another in the order of the log.
struct BackdatingFold: Hashable, Sendable {
    /// When the event happened that of all so far happened last.
    private var newest: EventTime?

    mutating func judge(_ envelope: Envelope) -> Backdating {
        let isOutOfOrder = newest.map { envelope.time.isBefore($0) } ?? false
        if !isOutOfOrder { newest = envelope.time }
        return Backdating(
            isLate: envelope.recorded.microseconds - envelope.time.microseconds > Backdating.tolerance,
            isOutOfOrder: isOutOfOrder)
    }
}
