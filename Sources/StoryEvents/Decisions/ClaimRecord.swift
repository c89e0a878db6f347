import CanonicalJSON

/// One claim of a story, with the places of its moves in ``StoryClaims/moves``.
public struct ClaimRecord: Hashable, Sendable {
    /// Unique within the story.
    public let id: Text
    /// The claim's content; nil when the event that makes the claim was withheld or is left out by a cut, so that only
    /// later moves name the claim.
    public let claim: Claim?
    /// The event that makes the claim; the first event that names it when that one is missing.
    public let introduced: Position
    /// When that event happened.
    public let time: EventTime
    /// The denial that makes it, for a counter-claim.
    public let counterTo: Denial?
    /// Places in ``StoryClaims/moves`` of the moves that name the claim, in log order.
    public internal(set) var named: [Int] = []
    /// How many of ``StoryClaims/onStory`` came before the claim. The later ones concern it too, if it is the story's
    /// own.
    let onStoryBefore: Int

    /// What a party did about claims. Boxed, since there may be very many.
    public indirect enum Act: Hashable, Sendable {
        case denied(Denial)
        case reiterated(Reiteration)
        case responded(Response)
        /// The publisher corrected it.
        case corrected
    }

    /// An act with its event.
    public struct Move: Hashable, Sendable {
        /// The event's position.
        public let position: Position
        /// The event's revision.
        public let revision: Revision
        /// The event's type.
        public let type: EventType
        /// When it happened; this can be earlier than events before it in the log.
        public let time: EventTime
        /// When the ledger recorded it.
        public let recorded: RecordedTime
        /// The event's source.
        public let source: Text
        /// The act.
        public let act: Act

        /// Whether it names claims; false when it concerns the story as a whole.
        public let namesClaim: Bool
        /// The earlier events of the story with the id that it answers, in log order: an id is unique within a source only.
        public let answered: [Position]

        /// Creates a move from an act and its event.
        public init(_ envelope: Envelope, _ act: Act, namesClaim: Bool = true, answered: [Position] = []) {
            self.namesClaim = namesClaim
            self.answered = answered
            position = envelope.position
            revision = envelope.revision
            type = envelope.type
            time = envelope.time
            recorded = envelope.recorded
            source = envelope.identity.source
            self.act = act
        }
    }

    /// - Parameter claim: nil when only the claim's id is known.
    init(id: Text, _ claim: Claim?, _ envelope: Envelope, counterTo: Denial? = nil, onStoryBefore: Int) {
        self.id = id
        self.onStoryBefore = onStoryBefore
        self.claim = claim
        self.counterTo = counterTo
        introduced = envelope.position
        time = envelope.time
    }
}

extension ClaimRecord {
    /// Whether the story itself makes the claim: moves on the story as a whole concern these claims. A counter-claim
    /// belongs to its party, and an unknown claim does not count.
    package var isTheStorysOwn: Bool { claim != nil && counterTo == nil }
}

extension ClaimRecord.Move {
    /// The denial; nil for any other act.
    public var denial: Denial? { if case .denied(let denial) = act { denial } else { nil } }

    /// The reiteration; nil for any other act.
    public var reiteration: Reiteration? { if case .reiterated(let reiteration) = act { reiteration } else { nil } }

    /// The response; nil for any other act.
    public var response: Response? { if case .responded(let response) = act { response } else { nil } }

    /// The party; nil for the publisher.
    public var by: Party? {
        switch act {
        case .denied(let denial): denial.by
        case .reiterated(let reiteration): reiteration.by
        case .responded(let response): response.by
        case .corrected: nil
        }
    }

    /// The party's words.
    public var statement: Statement? {
        switch act {
        case .denied(let denial): denial.statement
        case .reiterated(let reiteration): reiteration.statement
        case .responded(let response): response.statement
        case .corrected: nil
        }
    }

    /// Ids of the claims that it names; empty where it names none.
    public var claims: [Text] { denial?.claims ?? reiteration?.claims ?? response?.claims ?? [] }

    /// Whether the party declined to comment or did not respond.
    public var isSilence: Bool { response.map { [.declined, .noResponse].contains($0.outcome) } ?? false }

    /// The hop that it concerns; nil for the proposition.
    public var hop: Text? { denial?.hop ?? reiteration?.hop }
}

/// A time of happening that can be ordered: within one moment, log order decides.
struct Happening: Comparable {
    private let seconds: Int64
    private let nanoseconds: Int
    private let position: Position

    init(_ move: ClaimRecord.Move) { self.init(move.time, move.position) }

    /// - Parameter position: The position of the event.
    init(_ time: EventTime, _ position: Position) {
        (seconds, nanoseconds, self.position) = (time.seconds, time.nanoseconds, position)
    }

    static func < (left: Happening, right: Happening) -> Bool {
        (left.seconds, left.nanoseconds, left.position) < (right.seconds, right.nanoseconds, right.position)
    }
}

extension Sequence<ClaimRecord.Move> {
    /// The moves in order of happening, and in log order within one moment.
    public var inOrderOfHappening: [ClaimRecord.Move] { sorted { Happening($0) < Happening($1) } }
}
