import CanonicalJSON
import StoryEvents

/// Looks for events that no ledger takes from a producer: EventDocument.md, "What is decided", as far as a bundle shows them.
struct StoryRules {
    /// What is known of a story's status where a piece may be missing.
    private enum Life { case alive, killed, unknown }

    private var life = Life.alive
    /// The claims, with the ids of their hops.
    private var claims: [Text: Set<Text>] = [:]
    /// The claims that are no counter-claims.
    private var storysOwn: [Text] = []
    private var requests: Set<Text> = []
    /// The ids of the producers' events.
    private var events: Set<Text> = []
    /// Whether nothing is missing that could hold an id.
    private let isWhole: Bool

    /// - Parameter isWhole: Whether every piece outside of the texts and the custody of files is shown.
    init(isWhole: Bool) { self.isWhole = isWhole }

    /// Takes the story's next event.
    ///
    /// - Returns: Why it is refused; nil where it is not.
    mutating func take(_ event: BundleProof.Event, _ payload: Payload?) -> String? {
        if event.envelope.type == .updated, let fault = change(event) { return fault }
        guard isWhole, let payload else { return nil }
        defer { if event.envelope.type != .withheld { events.insert(event.envelope.identity.id) } }
        switch payload {
        case .published(let publication): return add(publication.claims, publication.requests)
        case .updated(let update):
            return add(update.claims, update.requests) ?? known(update.corrects)
        case .denied(let denial):
            return known(denial.claims) ?? known(denial.hop, of: denial.claims)
                ?? denial.counterclaim.flatMap { add([$0], [], isCounter: true) }
        case .reiterated(let reiteration):
            if let id = reiteration.answers, !events.contains(id) { return "the story has no event '\(id)' before it" }
            return known(reiteration.claims) ?? known(reiteration.hop, of: reiteration.claims)
        case .responded(let response):
            if let id = response.request, !requests.contains(id) {
                return "the story has no request for comment '\(id)'"
            }
            return known(response.claims)
        case .forked, .rekeyed, .withheld, .erased: return nil
        }
    }

    private mutating func change(_ event: BundleProof.Event) -> String? {
        let change: Update.Change?
        if let withheld = event.withheld {
            change = withheld.taken.change ?? .update
        } else if let piece = event.pieces.first(where: { $0.path.path == JSONPath.root.member("change") })?.piece {
            if case .shown(let text) = piece { change = Update.Change(rawValue: text.string) } else { change = nil }
        } else {
            change = .update
        }
        if life == .killed, let change, change != .release {
            return "the story was killed, and only 'release' changes it"
        }
        switch change {
        case .kill: life = .killed
        case .release, .hold: life = .alive
        case .update, .correction, .clarification: break
        case nil: life = .unknown
        }
        return nil
    }

    private mutating func add(_ new: [Claim], _ asked: [CommentRequest], isCounter: Bool = false) -> String? {
        for claim in new {
            guard claims.updateValue(Set(claim.hopIDs), forKey: claim.id) == nil else {
                return "the story has a claim '\(claim.id)' already"
            }
            if !isCounter { storysOwn.append(claim.id) }
        }
        for request in asked { if let fault = known(request.claims) { return fault } }
        for id in asked.compactMap(\.id) where !requests.insert(id).inserted {
            return "the story has a request '\(id)' already"
        }
        return nil
    }

    private func known(_ ids: [Text]) -> String? {
        ids.first { claims[$0] == nil }.map { "the story has no claim '\($0)'" }
    }

    /// A hop is of each claim that is named or, where none is, of each of the story's own.
    private func known(_ hop: Text?, of named: [Text]) -> String? {
        guard let hop else { return nil }
        let ids = named.isEmpty ? storysOwn : named
        guard !ids.isEmpty else { return "the story has no claim of its own, and so no hop '\(hop)'" }
        return ids.first { claims[$0]?.contains(hop) != true }.map { "the claim '\($0)' has no hop '\(hop)'" }
    }
}
