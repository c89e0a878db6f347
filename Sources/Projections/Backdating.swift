import StoryEvents

/// Whether an event was recorded long after it happened, and whether it is out of order. The one says nothing of the other.
///
/// The ledger vouches for when it took an event, never for when that happened: this says where the two are far apart, or
/// at odds. Both are facts of the record, the same at every cut.
public struct Backdating: Hashable, Sendable {
    /// Whether it was recorded more than ``tolerance`` after it happened.
    public let isBackdated: Bool
    /// Whether an event that happened later was recorded before it: of an `updated`, the story's `published` or another
    /// `updated`, so that it replaces a newer text; of any other event, any event of the story.
    public let isOutOfOrder: Bool

    /// Joins the two.
    public init(isBackdated: Bool, isOutOfOrder: Bool) {
        (self.isBackdated, self.isOutOfOrder) = (isBackdated, isOutOfOrder)
    }

    /// Neither.
    static let none = Backdating(isBackdated: false, isOutOfOrder: false)

    /// How long after it happened an event may be recorded and pass as recorded when it happened: one hour, in
    /// microseconds. What people say reaches a desk within it, and a queue of files is taken within it.
    public static let tolerance: Int64 = 3_600_000_000
}

extension Envelope {
    /// Whether it was recorded more than ``Backdating/tolerance`` after it happened.
    public var isBackdated: Bool { recorded.microseconds - time.microseconds > Backdating.tolerance }
}

/// Judges a story's events, one after another in the order of the log.
struct BackdatingFold: Hashable, Sendable {
    /// The latest time of an event.
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
