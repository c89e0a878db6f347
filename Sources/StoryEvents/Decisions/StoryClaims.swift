import CanonicalJSON

/// What one story claims, whom it asked, and what was done about it: a pure fold.
///
/// ``standing(of:)`` and ``answers(to:)`` are read from it; nothing of them is kept.
public struct StoryClaims: Hashable, Sendable {
    /// What the last hold, release or kill left the story as. Its publisher's acts count in the order of the log, as
    /// the changes of its text do.
    public private(set) var status = StoryState.Status.published
    /// Every claim ever made, counter-claims too, in log order.
    public private(set) var claims: [ClaimRecord] = []
    /// Every request for comment the story told of, in log order.
    public private(set) var requests: [RequestRecord] = []
    /// What parties did, in log order, each move once, whatever it was about.
    public private(set) var moves: [ClaimRecord.Move] = []

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
            if !update.corrects.isEmpty { record(.corrected, envelope, on: update.corrects) }
        case .denied(let denial):
            note(.denied(denial), envelope, on: denial.claims)
            if let counterclaim = denial.counterclaim { add([counterclaim], envelope, counterTo: denial) }
        case .reiterated(let reiteration): note(.reiterated(reiteration), envelope, on: reiteration.claims)
        case .responded(let response): note(.responded(response), envelope, on: response.claims)
        case .erased(let withheld):
            if envelope.type == .updated { status = status.after(withheld.takedown.change ?? .update) }
        case .forked, .rekeyed, .withheld: break
        }
    }

    private mutating func add(_ new: [Claim], _ envelope: Envelope, counterTo denial: Denial? = nil) {
        for claim in new {
            var record = ClaimRecord(claim, envelope, counterTo: denial)
            // Made anew, where the event that had brought it in was withheld.
            if let place = claims.firstIndex(where: { $0.claim == nil && $0.id == claim.id }) {
                record.moves = claims.remove(at: place).moves
            }
            claims.append(record)
        }
    }

    private mutating func add(_ new: [CommentRequest], _ envelope: Envelope) {
        requests += new.map { RequestRecord($0, envelope) }
    }

    private mutating func note(_ act: ClaimRecord.Act, _ envelope: Envelope, on ids: [Text]) {
        moves.append(ClaimRecord.Move(envelope, act, namesClaim: !ids.isEmpty))
        record(act, envelope, on: ids)
    }

    /// Notes a move on the claims it names; one that names none is about all that the story itself claims.
    ///
    /// A claim that is named and not there was brought in by an event that cannot be read: it is kept under its id.
    private mutating func record(_ act: ClaimRecord.Act, _ envelope: Envelope, on ids: [Text]) {
        var named = Set(ids)
        for index in claims.indices
        where ids.isEmpty ? claims[index].isTheStorysOwn : named.remove(claims[index].id) != nil {
            claims[index].moves.append(ClaimRecord.Move(envelope, act, namesClaim: !ids.isEmpty))
        }
        for id in ids where named.contains(id) {
            var unknown = ClaimRecord(unknown: id, envelope)
            unknown.moves.append(ClaimRecord.Move(envelope, act))
            claims.append(unknown)
        }
    }
}
