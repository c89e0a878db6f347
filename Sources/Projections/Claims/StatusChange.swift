import CanonicalJSON
import StoryEvents

/// The `updated` that put a story on hold, released or killed it, and what was said of that.
public struct StatusChange: Hashable, Sendable {
    /// The event.
    public let envelope: Envelope
    /// Hold, release or kill.
    public let change: Update.Change
    /// What came with it, for readers or not; nil where nothing did.
    public let note: Text?
    /// Why, for the record; nil where that is not said.
    public let reason: Text?

    /// - Returns: nil for an update that leaves the story's status as it is.
    init?(_ envelope: Envelope, _ update: Update) {
        guard [.hold, .release, .kill].contains(update.change) else { return nil }
        self.envelope = envelope
        change = update.change
        note = update.note?.text
        reason = update.reason
    }

    /// `killed at 2026-03-02T17:20:00Z (@31): “It was wrong.”, for the record: “A court order.”`
    ///
    /// - Parameter shown: A time as a page shows it.
    public func line(_ shown: (EventTime) -> String = \.description) -> String {
        let act =
            switch change {
            case .hold: "put on hold"
            case .kill: "killed"
            default: "released"
            }
        let words = [note.map { "“\($0)”" }, reason.map { "for the record: “\($0)”" }].compactMap { $0 }
        let said = words.isEmpty ? ", without a note or a reason" : ": \(words.joined(separator: ", "))"
        return "\(act) at \(shown(envelope.time)) (\(envelope.position))\(said)"
    }

    /// `{position, time, recorded, change, note, reason}`.
    public var json: JSON {
        [
            "position": JSON(envelope.position), "time": JSON(envelope.time), "recorded": JSON(envelope.recorded),
            "change": .string(Text(change.rawValue)), "note": JSON(note), "reason": JSON(reason),
        ]
    }
}
