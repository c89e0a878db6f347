import CanonicalJSON
import StoryEvents

/// The text, the fields and the status of a story, and the standing of its claims.
public struct StateOfStory: StoryProjection {
    /// The module's name on the command line.
    public static let name = "state"
    /// Raised when the same events give another result.
    public static let version = 11

    private var folded = StoryAtCut()
    /// The story; nil before its first text.
    public var state: StoryState? { folded.state }
    /// The claims.
    public var board = ClaimBoard()
    /// The event that is out of order and decides the text shown; nil when there is none.
    public private(set) var disorder: Disorder?
    /// The embargo that the story broke when it was published; nil when it broke none.
    public private(set) var brokenEmbargo: Embargo?
    /// The embargo that ended after the time of publication, whenever that was recorded; nil when there is none.
    public private(set) var laterEmbargo: Embargo?
    private var newestEdit: Envelope?
    /// The takedowns of pieces, by the words in their place.
    private var holes: [[UInt8]: Withheld] = [:]

    /// A `published` or `updated` that still counts although a later one was recorded before it.
    public struct Disorder: Hashable, Sendable {
        /// The event that made the text or, when that event is in order, the last `updated`.
        public let event: Envelope
        /// The event that happened last.
        public let newest: Envelope
        /// Whether the event made the current text.
        public let isOfText: Bool
    }

    /// Starts with no event folded.
    public init() {}

    /// Folds the story's next event.
    public mutating func apply(_ event: RecordedEvent, _ payload: Payload) {
        let version = folded.newestVersion
        for hole in event.holes { holes[hole.label] = hole.withheld }
        board.apply(event, payload)
        folded.apply(event.envelope, payload)
        if case .published(let publication) = payload {
            let embargo = Embargo(publication.fields)
            brokenEmbargo = embargo.flatMap { $0.isBroken(by: event.envelope) ? $0 : nil }
            laterEmbargo = embargo.flatMap { $0.isAfter(event.envelope) ? $0 : nil }
        }
        noteOrder(of: event.envelope, makesText: folded.newestVersion != version)
    }

    /// Skips an event that had not happened by the cut.
    public mutating func passOver(_ event: RecordedEvent, _ payload: Payload) {
        for hole in event.holes { holes[hole.label] = hole.withheld }
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
            // A text that is out of order stays until another replaces it.
            if makesText || disorder?.isOfText != true { disorder = nil }
        }
    }

    /// What of the fields was withheld in part, in reading order; fields that were withheld as a whole are not among it.
    public var withheldPieces: [WithheldPiece] { WithheldPiece.all(in: state?.fields ?? JSONObject(), holes) }

    /// The members of `show --json`; null before the story's first text.
    public var json: JSON { streamed.json }

    /// ``json``, for writing in pieces.
    public var streamed: StreamedJSON {
        state?.streamed(
            board, withheldPieces, isOutOfOrder: disorder != nil, breaksEmbargo: brokenEmbargo != nil,
            isBeforeEmbargo: laterEmbargo != nil) ?? .value(.null)
    }
}
