import CanonicalJSON

/// What one story claims, whom it asked, and what was done about it: a pure fold.
///
/// A move that names no claim is held once, not with each claim. ``summaries`` and ``answers`` are computed when asked for.
public struct StoryClaims: Hashable, Sendable {
    /// What the last hold, release or kill left the story as. Its publisher's acts count in the order of the log, as
    /// the changes of its text do.
    public private(set) var status = StoryState.Status.published
    /// Every claim ever made, counter-claims too, in log order.
    public private(set) var claims: [ClaimRecord] = []
    /// Every request for comment the story told of, in log order.
    public private(set) var requests: [RequestRecord] = []
    /// What was done about claims and about the story as a whole, in log order, each event once.
    public private(set) var moves: [ClaimRecord.Move] = []
    /// Places in ``moves`` of those that name no claim: they are about all that the story itself claimed by then.
    private(set) var onStory: [Int] = []
    /// Place of each claim in ``claims``.
    private var places: [Text: Int] = [:]

    /// A story before its first event.
    public init() {}

    /// Folds one more event of the story.
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
    }

    private mutating func add(_ new: [Claim], _ envelope: Envelope, counterTo denial: Denial? = nil) {
        for claim in new {
            var record = ClaimRecord(
                id: claim.id, claim, envelope, counterTo: denial, onStoryBefore: onStory.count)
            // The event that had brought it in was withheld, and this one brings it in again.
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

    /// Notes a move with the claims it names; one that names none is about all that the story itself claims.
    ///
    /// A claim that is named and not there was brought in by an event that cannot be read: it is kept under its id.
    private mutating func note(_ act: ClaimRecord.Act, _ envelope: Envelope, on ids: [Text]) {
        let move = moves.count
        moves.append(ClaimRecord.Move(envelope, act, namesClaim: !ids.isEmpty))
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

    /// The moves that name no claim, in order of happening. Each is about every claim that the story itself made before it.
    public var movesOnStory: [ClaimRecord.Move] { onStory.map { moves[$0] }.inOrderOfHappening }
}
