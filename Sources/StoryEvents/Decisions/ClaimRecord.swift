import CanonicalJSON

/// One claim of a story, and where in ``StoryClaims/moves`` to find what was done about it.
public struct ClaimRecord: Hashable, Sendable {
    /// Unique within the story.
    public let id: Text
    /// What is claimed, and on whose word; nil when the event that said so is not there to be read, because it was
    /// withheld or left out by a cut, and only what was done about the claim names it.
    public let claim: Claim?
    /// The event that brought it in; the first that names it where that one is not there.
    public let introduced: Position
    /// When that event happened.
    public let time: EventTime
    /// The denial it was set against, where it is a counter-claim.
    public let counterTo: Denial?
    /// Places in ``StoryClaims/moves`` of the moves that name the claim, in log order.
    public internal(set) var named: [Int] = []
    /// How many of ``StoryClaims/onStory`` came before the claim: the others are about it too, where the story itself
    /// makes it.
    let onStoryBefore: Int

    /// What somebody did about claims. In a box of its own, since there may be very many.
    public indirect enum Act: Hashable, Sendable {
        case denied(Denial)
        case reiterated(Reiteration)
        case responded(Response)
        /// The publisher corrected it.
        case corrected
    }

    /// An act, and the event it came with.
    public struct Move: Hashable, Sendable {
        /// Place of the event in the log.
        public let position: Position
        /// Place of the event in its story.
        public let revision: Revision
        /// The kind of event it came with.
        public let type: EventType
        /// When it happened, which may be earlier than what the log has before it.
        public let time: EventTime
        /// When the ledger took it.
        public let recorded: RecordedTime
        /// Who sent it.
        public let source: Text
        /// What was done.
        public let act: Act

        /// Whether it names claims, and is not about the story as a whole.
        public let namesClaim: Bool

        /// Joins an act and the event it came with.
        public init(_ envelope: Envelope, _ act: Act, namesClaim: Bool = true) {
            self.namesClaim = namesClaim
            position = envelope.position
            revision = envelope.revision
            type = envelope.type
            time = envelope.time
            recorded = envelope.recorded
            source = envelope.identity.source
            self.act = act
        }
    }

    /// - Parameter claim: nil where nothing is known of it but its id.
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
    /// Whether the story itself makes the claim: what is done about the story as a whole is about those it makes. A
    /// counter-claim is somebody else's, and of an unknown claim nobody can tell.
    var isTheStorysOwn: Bool { claim != nil && counterTo == nil }
}

extension ClaimRecord.Move {
    /// The denial, where this is one.
    public var denial: Denial? { if case .denied(let denial) = act { denial } else { nil } }

    /// The reiteration, where this is one.
    public var reiteration: Reiteration? { if case .reiterated(let reiteration) = act { reiteration } else { nil } }

    /// The response, where this is one.
    public var response: Response? { if case .responded(let response) = act { response } else { nil } }

    /// Who did it; nil for the publisher.
    public var by: Party? {
        switch act {
        case .denied(let denial): denial.by
        case .reiterated(let reiteration): reiteration.by
        case .responded(let response): response.by
        case .corrected: nil
        }
    }

    /// What was said.
    public var statement: Statement? {
        switch act {
        case .denied(let denial): denial.statement
        case .reiterated(let reiteration): reiteration.statement
        case .responded(let response): response.statement
        case .corrected: nil
        }
    }

    /// Whether a party said that it would say nothing, or said nothing.
    var isSilence: Bool { response.map { [.declined, .noResponse].contains($0.outcome) } ?? false }

    /// The hop it is about; nil for the proposition.
    public var hop: Text? { denial?.hop ?? reiteration?.hop }
}

/// When something happened, in the order of happening; the log decides between events of one moment.
struct Happening: Comparable {
    private let seconds: Int64
    private let nanoseconds: Int
    private let position: Position

    init(_ move: ClaimRecord.Move) { self.init(move.time, move.position) }

    /// - Parameter position: Of the event that says so.
    init(_ time: EventTime, _ position: Position) {
        (seconds, nanoseconds, self.position) = (time.seconds, time.nanoseconds, position)
    }

    static func < (left: Happening, right: Happening) -> Bool {
        (left.seconds, left.nanoseconds, left.position) < (right.seconds, right.nanoseconds, right.position)
    }
}

extension Sequence<ClaimRecord.Move> {
    /// In order of happening; in that of the log within one moment.
    public var inOrderOfHappening: [ClaimRecord.Move] { sorted { Happening($0) < Happening($1) } }
}
