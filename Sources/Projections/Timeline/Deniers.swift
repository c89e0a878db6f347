import CanonicalJSON
import StoryEvents

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

    /// Whether it is a reiteration by a party that denies every claim it names or, where it names none, any claim.
    func repeatDenial(_ payload: Payload) -> Bool {
        if case .reiterated(let reiteration) = payload { repeatDenial(reiteration) } else { false }
    }

    private func repeatDenial(_ reiteration: Reiteration) -> Bool {
        claims[reiteration.by.name]?.isSuperset(of: reiteration.claims) ?? false
    }

    /// The positions of the moves that repeat a denial.
    ///
    /// - Parameter moves: All moves of the story, in order of happening.
    public static func repeated(in moves: [ClaimRecord.Move]) -> Set<Position> {
        var (deniers, repeated) = (Deniers(), Set<Position>())
        for move in moves {
            switch move.act {
            case .denied(let denial): deniers.add(denial)
            case .responded(let response): deniers.add(response)
            case .reiterated(let reiteration):
                if deniers.repeatDenial(reiteration) { repeated.insert(move.position) }
            case .corrected: break
            }
        }
        return repeated
    }
}
