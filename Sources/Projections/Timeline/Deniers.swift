import CanonicalJSON
import StoryEvents

/// What a move means beside the denials of its own party.
public enum DenialBearing: Hashable, Sendable {
    /// The party denies nothing of what it names.
    case none
    /// A reiteration of what the party denies: it repeats the denial.
    case repeats
    /// A reiteration of claims of which the party denies these hops alone: it stands by the claims.
    case standsBy(denyingHops: [Text])
    /// A withdrawal by a party that denies what it names: it takes back the denial, not the claim. The hops are those that it
    /// denied, where it denied nothing else.
    case takesBack(hops: [Text])
    /// A withdrawal by a source of these claims, which takes them back.
    case withdrawsClaims([Text])
    /// A withdrawal of other words: the newest things that the party said of what it names since it last withdrew something.
    case withdraws([EarlierWords])
}

/// The parties of a story that denied claims and have not withdrawn the denial or confirmed the claim since.
///
/// A reiteration by one of them repeats the denial. It does not stand by the claim, unless only a hop of it was denied.
public struct Deniers: Hashable, Sendable {
    /// What each party denies.
    private var denied: [Text: PartyDenials] = [:]

    /// What one party denies: of each claim, and the sums of that.
    private struct PartyDenials: Hashable, Sendable {
        private(set) var claims: [Text: Denied] = [:]
        /// How many claims are denied themselves.
        private var wholes = 0
        /// How many claims each hop is denied of.
        private var hops: [Text: Int] = [:]

        mutating func add(_ hop: Text?, of claim: Text) {
            let before = claims[claim]
            claims[claim, default: Denied()].add(hop)
            count(before, -1)
            count(claims[claim], 1)
        }

        mutating func remove(_ claim: Text) { count(claims.removeValue(forKey: claim), -1) }

        private mutating func count(_ denied: Denied?, _ step: Int) {
            guard let denied else { return }
            wholes += denied.isWhole ? step : 0
            for hop in denied.hops {
                let count = hops[hop, default: 0] + step
                hops[hop] = count == 0 ? nil : count
            }
        }

        /// All claims together.
        var all: Denied {
            var all = Denied()
            (all.isWhole, all.hops) = (wholes > 0, hops.keys.sorted())
            return all
        }
    }
    /// What the parties said.
    private var spoken = SpokenWords()
    private var sources = ClaimSources()

    /// What a party denies of a claim.
    private struct Denied: Hashable, Sendable {
        /// Whether it denied the claim itself, not only hops.
        var isWhole = false
        /// The hops, in the order of their denials.
        var hops: [Text] = []

        mutating func add(_ hop: Text?) {
            guard let hop else { return isWhole = true }
            if !hops.contains(hop) { hops.append(hop) }
        }

        init() {}

        /// What is denied of any of some claims.
        init(all: [Denied]) {
            (isWhole, hops) = (all.contains(where: \.isWhole), Set(all.flatMap(\.hops)).sorted())
        }

        /// Whether a reiteration of the claim, or of a hop of it, repeats the denial.
        func isRepeated(byHop hop: Text?) -> Bool { isWhole || hop.map(hops.contains) ?? false }
    }

    /// Adds what a party did; nothing else counts.
    mutating func add(_ payload: Payload, at position: Position) {
        if case .reiterated(let reiteration) = payload {
            spoken.add(payload, at: position, bearings(reiteration))
        } else {
            spoken.add(payload, at: position, MoveBearings())
        }
        sources.add(payload, at: position)
        switch payload {
        case .denied(let denial): add(denial)
        case .responded(let response): add(response)
        default: break
        }
    }

    private mutating func add(_ denial: Denial) {
        for claim in denial.claims { denied[denial.by.name, default: PartyDenials()].add(denial.hop, of: claim) }
    }

    private mutating func add(_ response: Response) {
        guard [.withdraws, .confirms].contains(response.outcome) else { return }
        if response.claims.isEmpty { return denied[response.by.name] = nil }
        for claim in response.claims { denied[response.by.name]?.remove(claim) }
        if denied[response.by.name]?.claims.isEmpty ?? false { denied[response.by.name] = nil }
    }

    /// What an event means, if its party denies every claim that it names or, where it names none, any claim.
    func bearing(_ payload: Payload) -> DenialBearing {
        switch payload {
        case .reiterated(let reiteration): bearings(reiteration).bearing
        case .responded(let response): bearings(response).bearing
        default: .none
        }
    }

    private func bearings(_ reiteration: Reiteration) -> MoveBearings {
        bearings(reiteration.by, reiteration.claims) { denied in
            denied.isRepeated(byHop: reiteration.hop) ? .repeats : .standsBy(denyingHops: denied.hops.sorted())
        }
    }

    private func bearings(_ response: Response) -> MoveBearings {
        guard response.outcome == .withdraws else { return MoveBearings() }
        var bearings = self.bearings(response.by, response.claims) {
            .takesBack(hops: $0.isWhole ? [] : $0.hops.sorted())
        }
        let party = response.by.name
        let words = spoken.earlier(party, of: response.claims, sources.isAbout)
        let taken = sources.withdrawn(by: response)
        if bearings.bearing == .none || response.claims.isEmpty && words.contains(where: { !$0.kind.isDenial }) {
            bearings.bearing = words.isEmpty ? .none : .withdraws(words)
            if !taken.isEmpty, response.claims.isEmpty || Set(taken) == Set(response.claims) {
                bearings.bearing = .withdrawsClaims(taken)
            }
        }
        for claim in response.claims where bearings.byClaim[claim] == nil {
            let words = spoken.earlier(party, of: [claim], sources.isAbout)
            if taken.contains(claim) {
                bearings.byClaim[claim] = .withdrawsClaims([claim])
            } else if !words.isEmpty {
                bearings.byClaim[claim] = .withdraws(words)
            }
        }
        return bearings
    }

    private func bearings(_ party: Party, _ named: [Text], _ bearing: (Denied) -> DenialBearing) -> MoveBearings {
        guard let denied = denied[party.name] else { return MoveBearings() }
        let byClaim = named.reduce(into: [:]) { all, claim in all[claim] = denied.claims[claim] }
        let together = named.isEmpty ? denied.all : Denied(all: Array(byClaim.values))
        return MoveBearings(
            bearing: byClaim.count == Set(named).count ? bearing(together) : .none,
            byClaim: byClaim.mapValues(bearing))
    }

    /// What each move of a story means for each claim that it names.
    public static func bearings(of claims: StoryClaims) -> DenialBearings {
        var (deniers, bearings) = (Deniers(), DenialBearings())
        for record in claims.claims where record.isTheStorysOwn {
            if let claim = record.claim { deniers.sources.add([claim], at: record.introduced) }
        }
        for move in claims.moves.inOrderOfHappening {
            switch move.act {
            case .denied(let denial): deniers.add(.denied(denial), at: move.position)
            case .responded(let response):
                bearings.moves[move.position] = deniers.bearings(response)
                deniers.add(.responded(response), at: move.position)
            case .reiterated(let reiteration):
                bearings.moves[move.position] = deniers.bearings(reiteration)
                deniers.add(.reiterated(reiteration), at: move.position)
            case .corrected: break
            }
        }
        return bearings
    }
}

/// What one move means beside the denials of its party: for all that it names together, and for each claim.
struct MoveBearings {
    var bearing = DenialBearing.none
    var byClaim: [Text: DenialBearing] = [:]
}

/// What the moves of a story mean beside the denials of their own parties.
public struct DenialBearings: Sendable {
    fileprivate var moves: [Position: MoveBearings] = [:]

    /// What a move means.
    ///
    /// - Parameter claim: The claim that is asked about; nil for all that the move names.
    public func bearing(of move: ClaimRecord.Move, on claim: Text? = nil) -> DenialBearing {
        guard let known = moves[move.position] else { return .none }
        return claim.map { known.byClaim[$0] ?? .none } ?? known.bearing
    }
}
