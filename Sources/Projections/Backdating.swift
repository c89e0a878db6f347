import StoryEvents

/// Whether an event was recorded long after it happened, and whether it is out of order. The two are independent.
///
/// The ledger vouches for the time of recording, not for the time of happening. Both facts belong to the record and are
/// the same at every cut.
public struct Backdating: Hashable, Sendable {
    /// Whether it was recorded more than ``tolerance`` after it happened.
    public let isBackdated: Bool
    /// Whether an event that happened later was recorded before this one. For an `updated`, only the story's
    /// `published` and other `updated` events count: it then replaces a newer text. For any other event, every event of
    /// the story counts.
    public let isOutOfOrder: Bool

    /// Creates a judgement.
    public init(isBackdated: Bool, isOutOfOrder: Bool) {
        (self.isBackdated, self.isOutOfOrder) = (isBackdated, isOutOfOrder)
    }

    /// Neither backdated nor out of order.
    static let none = Backdating(isBackdated: false, isOutOfOrder: false)

    /// The longest delay between happening and recording that is not backdated: one hour, in microseconds. A statement
    /// reaches a newsroom within it, and a queue of files is taken in within it.
    public static let tolerance: Int64 = 3_600_000_000
}

extension Envelope {
    /// Whether it was recorded more than ``Backdating/tolerance`` after it happened.
    public var isBackdated: Bool { recorded.microseconds - time.microseconds > Backdating.tolerance }
}

/// Judges a story's events one by one, in log order.
struct BackdatingFold: Hashable, Sendable {
    /// The latest time of any event.
    private var newest: EventTime?
    /// The latest time of a `published` or `updated`.
    private var newestEdit: EventTime?

    @discardableResult
    mutating func judge(_ envelope: Envelope) -> Backdating {
        let isEdit = [.published, .updated].contains(envelope.type)
        let reference = isEdit ? newestEdit : newest
        let isOutOfOrder = reference.map { envelope.time.isBefore($0) } ?? false
        if isEdit { Self.raise(&newestEdit, to: envelope.time) }
        Self.raise(&newest, to: envelope.time)
        return Backdating(isBackdated: envelope.isBackdated, isOutOfOrder: isOutOfOrder)
    }

    private static func raise(_ newest: inout EventTime?, to time: EventTime) {
        if newest.map({ $0.isBefore(time) }) ?? true { newest = time }
    }
}
