import CanonicalJSON

/// The claims of one story, its requests for comment, and the moves of parties: a pure fold.
///
/// A move that names no claim is stored once, not with each claim. ``summaries`` and ``answers`` are computed on
/// demand.
public struct StoryClaims: Hashable, Sendable {
    /// The status after the last hold, release or kill. The publisher's acts count in log order, like changes of the
    /// text.
    public private(set) var status = StoryState.Status.published
    /// Every claim ever made, including counter-claims, in log order.
    public private(set) var claims: [ClaimRecord] = []
    /// Every request for comment that the story reported, in log order.
    public private(set) var requests: [RequestRecord] = []
    /// The moves about claims and about the story as a whole, in log order, one for each event.
    public private(set) var moves: [ClaimRecord.Move] = []
    /// Places in ``moves`` of those that name no claim. They concern all claims that the story itself made before.
    private(set) var onStory: [Int] = []
    /// Place of each claim in ``claims``.
    private var places: [Text: Int] = [:]
    private var eventPlaces = EventPlaces()

    /// Starts with no event folded.
    public init() {}

    /// Folds the story's next event.
    public mutating func apply(_ envelope: Envelope, _ payload: Payload) {
        switch payload {
        case .published(let publication):
            add(publication.claims, envelope)
            add(publication.requests, envelope)
        case .updated(let update):
            status = status.after(update.change)
            add(update.claims, envelope)
            add(update.requests, envelope)
            if !update.corrects.isEmpty { note(.corrected, envelope, on: update.corrects) }
        case .denied(let denial):
            note(.denied(denial), envelope, on: denial.claims)
            if let counterclaim = denial.counterclaim { add([counterclaim], envelope, counterTo: denial) }
        case .reiterated(let reiteration): note(.reiterated(reiteration), envelope, on: reiteration.claims)
        case .responded(let response): note(.responded(response), envelope, on: response.claims)
        case .erased(let withheld):
            if envelope.type == .updated { status = status.after(withheld.taken.change ?? .update) }
        case .forked, .rekeyed, .withheld: break
        }
        eventPlaces.add(envelope)
    }

    private mutating func add(_ new: [Claim], _ envelope: Envelope, counterTo denial: Denial? = nil) {
        for claim in new {
            var record = ClaimRecord(
                id: claim.id, claim, envelope, counterTo: denial, onStoryBefore: onStory.count)
            // An earlier event that made this claim was withheld, and this event makes it again.
            if let place = places[claim.id], claims[place].claim == nil {
                record.named = claims.remove(at: place).named
                places = Dictionary(zip(claims.map(\.id), claims.indices), uniquingKeysWith: { first, _ in first })
            }
            append(record)
        }
    }

    private mutating func append(_ record: ClaimRecord) {
        if places[record.id] == nil { places[record.id] = claims.count }
        claims.append(record)
    }

    private mutating func add(_ new: [CommentRequest], _ envelope: Envelope) {
        requests += new.map { RequestRecord($0, envelope) }
    }

    /// Adds a move to the claims that it names; one that names none concerns the story as a whole.
    ///
    /// A named claim that is missing was made by an event that cannot be read. It is added under its id.
    private mutating func note(_ act: ClaimRecord.Act, _ envelope: Envelope, on ids: [Text]) {
        let move = moves.count
        var answered: [Position] = []
        if case .reiterated(let reiteration) = act, let id = reiteration.answers { answered = eventPlaces[id] }
        moves.append(ClaimRecord.Move(envelope, act, namesClaim: !ids.isEmpty, answered: answered))
        if ids.isEmpty { onStory.append(move) }
        for id in ids {
            if places[id] == nil { append(ClaimRecord(id: id, nil, envelope, onStoryBefore: onStory.count)) }
            guard let place = places[id], claims[place].named.last != move else { continue }
            claims[place].named.append(move)
        }
    }
}

extension StoryClaims {
    /// The moves that name a claim, in order of happening.
    public func moves(naming record: ClaimRecord) -> [ClaimRecord.Move] {
        record.named.map { moves[$0] }.inOrderOfHappening
    }

    /// The denials that name a claim and that their parties did not take back since, in order of happening.
    public func standingDenials(of record: ClaimRecord) -> [ClaimRecord.Move] {
        let whole =
            record.isTheStorysOwn ? onStory.map { moves[$0] }.filter { $0.position > record.introduced } : []
        var withdrawn: Set<Text> = []
        let standing = (moves(naming: record) + whole).inOrderOfHappening.reversed().filter { move in
            if let response = move.response, response.outcome == .withdraws { withdrawn.insert(response.by.name) }
            return move.denial.map { !withdrawn.contains($0.by.name) } ?? false
        }
        return standing.reversed()
    }

    /// The moves that name no claim, in order of happening. Each concerns every claim that the story itself made
    /// before.
    public var movesOnStory: [ClaimRecord.Move] { onStory.map { moves[$0] }.inOrderOfHappening }
}
