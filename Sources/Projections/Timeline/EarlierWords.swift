import CanonicalJSON
import StoryEvents

/// What a party had said when it withdrew something: `its confirmation @72`.
public struct EarlierWords: Hashable, Sendable, CustomStringConvertible {
    /// What it was.
    enum Kind: String, Hashable, Sendable {
        case denial, reiteration, statement, acknowledgement, confirmation
    }

    let kind: Kind
    /// The event with it.
    let position: Position

    /// `its confirmation @72`.
    public var description: String { "its \(kind.rawValue) \(position)" }
}

/// What each party said of each claim, or of the story as a whole, since it last withdrew something of it.
struct SpokenWords: Hashable, Sendable {
    private var words: [Text: [Text?: [EarlierWords]]] = [:]

    /// The newest words on one claim that are held.
    static let most = 3

    /// Adds what a party did. A refusal to comment is no words, and what was withdrawn cannot be withdrawn again.
    mutating func add(_ payload: Payload, at position: Position) {
        switch payload {
        case .denied(let denial): add(.denial, denial.by.name, denial.claims, position)
        case .reiterated(let reiteration): add(.reiteration, reiteration.by.name, reiteration.claims, position)
        case .responded(let response): add(response, position)
        default: break
        }
    }

    private mutating func add(_ response: Response, _ position: Position) {
        switch response.outcome {
        case .statement: add(.statement, response.by.name, response.claims, position)
        case .acknowledges: add(.acknowledgement, response.by.name, response.claims, position)
        case .confirms: add(.confirmation, response.by.name, response.claims, position)
        case .withdraws:
            if response.claims.isEmpty { return words[response.by.name] = nil }
            for claim in response.claims { words[response.by.name]?[claim] = nil }
        case .declined, .noResponse: break
        }
    }

    private mutating func add(_ kind: EarlierWords.Kind, _ party: Text, _ claims: [Text], _ position: Position) {
        for claim in claims.isEmpty ? [nil] : claims.map(Optional.some) {
            let before = words[party]?[claim] ?? []
            words[party, default: [:]][claim] =
                Array(before.suffix(Self.most - 1)) + [EarlierWords(kind: kind, position: position)]
        }
    }

    /// What a party said of some claims, or of anything, the oldest first: the newest ones.
    ///
    /// - Parameter claims: The claims; empty for all, and the story as a whole.
    func earlier(_ party: Text, of claims: [Text]) -> [EarlierWords] {
        guard let own = words[party] else { return [] }
        let all = claims.isEmpty ? own.values.flatMap { $0 } : claims.flatMap { own[$0] ?? [] }
        return Array(Set(all).sorted { $0.position < $1.position }.suffix(Self.most))
    }
}
