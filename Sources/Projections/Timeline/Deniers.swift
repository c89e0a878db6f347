import CanonicalJSON
import StoryEvents

/// What a move means beside the denials of its own party.
public enum DenialBearing: Sendable {
    /// The party denies nothing of what it names.
    case none
    /// A reiteration by a party that denies what it names: it repeats the denial.
    case repeats
    /// A withdrawal by a party that denies what it names: it takes back the denial, not the claim.
    case takesBack
}

/// The parties of a story that denied claims and have not withdrawn the denial or confirmed the claim since.
///
/// A reiteration by one of them repeats the denial. It does not stand by the claim.
public struct Deniers: Hashable, Sendable {
    /// Ids of the claims that each party denies.
    private var claims: [Text: Set<Text>] = [:]

    /// Adds what a denial or a response says; nothing else counts.
    mutating func add(_ payload: Payload) {
        switch payload {
        case .denied(let denial): add(denial)
        case .responded(let response): add(response)
        default: break
        }
    }

    private mutating func add(_ denial: Denial) { claims[denial.by.name, default: []].formUnion(denial.claims) }

    private mutating func add(_ response: Response) {
        guard [.withdraws, .confirms].contains(response.outcome) else { return }
        if response.claims.isEmpty { return claims[response.by.name] = nil }
        claims[response.by.name]?.subtract(response.claims)
        if claims[response.by.name]?.isEmpty ?? false { claims[response.by.name] = nil }
    }

    /// What an event means, if its party denies every claim that it names or, where it names none, any claim.
    func bearing(_ payload: Payload) -> DenialBearing {
        switch payload {
        case .reiterated(let reiteration): bearing(reiteration.by, reiteration.claims, .repeats)
        case .responded(let response) where response.outcome == .withdraws:
            bearing(response.by, response.claims, .takesBack)
        default: .none
        }
    }

    private func bearing(_ party: Party, _ named: [Text], _ bearing: DenialBearing) -> DenialBearing {
        claims[party.name]?.isSuperset(of: named) ?? false ? bearing : .none
    }

    /// What each of some moves means for each claim that it names.
    ///
    /// - Parameter moves: All moves of the story, in order of happening.
    public static func bearings(of moves: [ClaimRecord.Move]) -> DenialBearings {
        var (deniers, bearings) = (Deniers(), DenialBearings())
        for move in moves {
            switch move.act {
            case .denied(let denial): deniers.add(denial)
            case .responded(let response):
                if response.outcome == .withdraws {
                    bearings.add(move, .takesBack, response.claims, deniers.claims[response.by.name])
                }
                deniers.add(response)
            case .reiterated(let reiteration):
                bearings.add(move, .repeats, reiteration.claims, deniers.claims[reiteration.by.name])
            case .corrected: break
            }
        }
        return bearings
    }
}

/// What the moves of a story mean beside the denials of their own parties.
public struct DenialBearings: Sendable {
    private var bearings: [Position: (bearing: DenialBearing, claims: Set<Text>, isAll: Bool)] = [:]

    fileprivate mutating func add(
        _ move: ClaimRecord.Move, _ bearing: DenialBearing, _ named: [Text], _ denied: Set<Text>?
    ) {
        guard let denied, named.isEmpty || !denied.isDisjoint(with: named) else { return }
        bearings[move.position] = (bearing, denied.intersection(named), denied.isSuperset(of: named))
    }

    /// What a move means.
    ///
    /// - Parameter claim: The claim that is asked about; nil for all that the move names.
    public func bearing(of move: ClaimRecord.Move, on claim: Text? = nil) -> DenialBearing {
        guard let known = bearings[move.position] else { return .none }
        return claim.map(known.claims.contains) ?? known.isAll ? known.bearing : .none
    }
}
