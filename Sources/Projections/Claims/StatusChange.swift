import CanonicalJSON
import StoryEvents

/// The `updated` that held, released or killed a story, with its note and reason.
public struct StatusChange: Hashable, Sendable {
    /// The event.
    public let envelope: Envelope
    /// Hold, release or kill.
    public let change: Update.Change
    /// The note, shown to readers or not; nil when there is none.
    public let note: Text?
    /// The reason, for the record; nil when there is none.
    public let reason: Text?

    /// The source that sent it, where that is not the story's own; else nil.
    public let otherSource: Text?

    /// - Parameter source: The story's own source; nil where that is not known.
    /// - Returns: nil for an update that does not change the story's status.
    init?(_ envelope: Envelope, _ update: Update, source: Text?) {
        guard [.hold, .release, .kill].contains(update.change) else { return nil }
        self.envelope = envelope
        otherSource = envelope.source(besides: source)
        change = update.change
        note = update.note?.text
        reason = update.reason
    }

    /// `killed at 2026-03-02T17:20:00Z (@31): “It was wrong.”, internal reason: “A court order.”`
    ///
    /// - Parameters:
    ///   - shown: Formats a time for a page.
    ///   - isForReaders: Whether the internal reason is left out.
    public func line(_ shown: (EventTime) -> String = \.description, isForReaders: Bool = false) -> String {
        let act =
            switch change {
            case .hold: said("put on hold")
            case .kill: said("killed")
            default: said("released")
            }
        let words = [
            note.map(\.string.inQuotes),
            (isForReaders ? nil : reason).map { said("internal reason: \($0.string.inQuotes)") },
        ]
        .compactMap { $0 }
        let more =
            words.isEmpty
            ? (isForReaders ? said(", without a note") : said(", without a note or a reason"))
            : ": \(words.joined(separator: ", "))"
        return said("\(act) at \(shown(envelope.time)) (\(envelope.position))\(otherSource.asThrough)\(more)")
    }

    /// `{position, time, recorded, source, change, note, reason}`.
    public var json: JSON {
        [
            "position": JSON(envelope.position), "time": JSON(envelope.time), "recorded": JSON(envelope.recorded),
            "source": .string(envelope.identity.source), "change": .string(Text(change.rawValue)), "note": JSON(note),
            "reason": JSON(reason),
        ]
    }
}
