import CanonicalJSON
import StoryEvents

/// What a story says, and where it and its claims stand.
public struct StateOfStory: StoryProjection {
    /// What it is asked for by.
    public static let name = "state"
    /// Raised whenever the same events would give something else.
    public static let version = 4

    private var folded = StoryAtCut()
    /// What it says; nil before its first text.
    public var state: StoryState? { folded.state }
    /// Where its claims stand.
    public private(set) var board = ClaimBoard()
    /// How the text that is shown came about in another order than that of happening; nil where it did not.
    public private(set) var disorder: Disorder?
    /// The embargo that the story was published with, where it was published before that ended; nil where it was not.
    public private(set) var brokenEmbargo: Embargo?
    private var newestEdit: Envelope?

    /// A `published` or `updated` that stands although one that happened later was recorded before it.
    public struct Disorder: Hashable, Sendable {
        /// The event: the one that made the text or, where that is in order, the last `updated`.
        public let event: Envelope
        /// The event that happened last.
        public let newest: Envelope
        /// Whether the event made the text that stands.
        public let isOfText: Bool
    }

    /// Nothing folded yet.
    public init() {}

    /// Folds the story's next event.
    public mutating func apply(_ event: RecordedEvent, _ payload: Payload) {
        let version = folded.newestVersion
        board.apply(event, payload)
        folded.apply(event.envelope, payload)
        if case .published(let publication) = payload {
            brokenEmbargo = Embargo(publication.fields).flatMap { $0.isBroken(by: event.envelope) ? $0 : nil }
        }
        noteOrder(of: event.envelope, makesText: folded.newestVersion != version)
    }

    /// Passes over an event that had not happened.
    public mutating func passOver(_ event: RecordedEvent, _ payload: Payload) {
        board.passOver(event, payload)
        folded.passOver(event.envelope, payload)
        guard [.published, .updated].contains(event.envelope.type) else { return }
        if newestEdit.map({ !event.envelope.time.isBefore($0.time) }) ?? true { newestEdit = event.envelope }
    }

    private mutating func noteOrder(of event: Envelope, makesText: Bool) {
        guard [.published, .updated].contains(event.type) else { return }
        if let newest = newestEdit, event.time.isBefore(newest.time) {
            if makesText || disorder?.isOfText != true {
                disorder = Disorder(event: event, newest: newest, isOfText: makesText)
            }
        } else {
            newestEdit = event
            // A text that is out of order stands until another replaces it.
            if makesText || disorder?.isOfText != true { disorder = nil }
        }
    }

    /// The members of `show --json`; null before the story's first text.
    public var json: JSON { streamed.json }

    /// ``json``, to be written in pieces.
    public var streamed: StreamedJSON {
        state?.streamed(board, isOutOfOrder: disorder != nil, breaksEmbargo: brokenEmbargo != nil) ?? .value(.null)
    }
}
