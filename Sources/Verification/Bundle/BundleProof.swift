import CanonicalJSON
import MerkleLog
import StoryEvents

/// What a bundle proves.
public struct BundleProof: Hashable, Sendable {
    /// One piece of an event.
    public enum Piece: Hashable, Sendable {
        /// The bundle shows it.
        case shown(Text)
        /// A carried event took it.
        case withheld(Withheld)
        /// The bundle leaves it out.
        case notCarried
    }

    /// One event of the story.
    public struct Event: Hashable, Sendable {
        /// What its leaf says.
        public let envelope: Envelope
        /// Who withheld all of its data; nil where there is a skeleton.
        public let withheld: Withheld?
        /// Its pieces with their places, in order.
        public let pieces: [(path: PiecePath, piece: Piece)]
        /// The carried takedowns that took something of it, in log order.
        public let takedowns: [Withheld]

        /// Compares all members.
        public static func == (left: Event, right: Event) -> Bool {
            left.envelope == right.envelope && left.withheld == right.withheld && left.takedowns == right.takedowns
                && left.pieces.elementsEqual(right.pieces) { $0 == $1 }
        }

        /// The newest carried takedown that took a piece, which may be shown all the same; nil where none did.
        public func taker(of piece: Int) -> Withheld? { takedowns.last { $0.taken.pieces.contains(piece) } }

        /// Feeds what the leaf says.
        public func hash(into hasher: inout Hasher) { hasher.combine(envelope) }
    }

    /// The story's events, in order.
    public let events: [Event]
    /// The checkpoint, with the signatures that were checked.
    public let checkpoint: VerifiedCheckpoint
    /// The leaves of all events that the bundle carries, those that explain missing pieces too.
    public let leaves: [Envelope]
    /// The data of each event, with words in place of what was withheld; nil where all of it was. Empty where a piece is
    /// not carried.
    public let data: [JSONObject?]
    /// Whether the shown pieces alone prove the number of the version.
    public let isCounted: Bool
    /// The story's status at the version, as takedowns have it where shown pieces do not prove it.
    public let status: StoryState.Status
    /// Whether shown pieces prove the status.
    public let hasSureStatus: Bool
    /// Headline, dek and body of the version, with words in place of what was withheld; nil where a piece is not carried.
    public let texts: [Text: Text]?
    /// The texts that nobody can read any more.
    public let withheldFields: [Text: Withheld]
    /// The texts that an event may have changed of which nobody can read what it did.
    public let doubtfulTexts: [Text]
    /// The texts that the version does not have, unless such an event set them.
    public let doubtfullyAbsentTexts: [Text]

    init(
        events: [Event], checkpoint: VerifiedCheckpoint, leaves: [Envelope], data: [JSONObject?], story: ShownStory,
        isCounted: Bool
    ) {
        self.events = events
        self.checkpoint = checkpoint
        self.leaves = leaves
        self.data = data
        self.isCounted = isCounted
        (status, hasSureStatus) = (story.status, story.hasSureStatus)
        let isComplete = !data.isEmpty
        texts = isComplete ? story.words : nil
        withheldFields = isComplete ? story.gone : [:]
        doubtfulTexts = isComplete ? story.doubtful : []
        doubtfullyAbsentTexts = isComplete ? story.doubtfullyAbsent : []
    }

    /// The event that made the version.
    public var newest: Envelope { events[events.count - 1].envelope }

    /// The position of the event that made the version.
    public var highest: UInt64 { UInt64(newest.position.value) }

    /// Whether every piece is there or was withheld.
    public var isComplete: Bool { texts != nil }
}
