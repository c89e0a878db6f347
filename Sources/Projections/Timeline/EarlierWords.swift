import CanonicalJSON
import StoryEvents

/// What a party had said when it withdrew something: `the confirmation @72`.
public struct EarlierWords: Hashable, Sendable, CustomStringConvertible {
    /// What it was.
    enum Kind: String, Hashable, Sendable {
        case denial, reiteration, statement, acknowledgement, confirmation
        case repeatedDenial = "repeated denial"

        /// Whether it denies.
        var isDenial: Bool { self == .denial || self == .repeatedDenial }
    }

    let kind: Kind
    /// The event with it.
    let position: Position

    /// `the confirmation @72`.
    public var description: String { said("the \(said(code: kind.rawValue)) \(position)") }
}

/// What each party said of each claim, or of the story as a whole, since it last withdrew something of it.
struct SpokenWords: Hashable, Sendable {
    private var words: [Text: [Text?: [EarlierWords]]] = [:]
    /// Of the words on the story as a whole, those that each party withdrew of a claim.
    private var withdrawn: [Text: [Text: Set<EarlierWords>]] = [:]

    /// The newest words on one claim that are held.
    static let most = 3

    /// Adds what a party did. A refusal to comment is no words, and what was withdrawn cannot be withdrawn again.
    ///
    /// - Parameter bearings: What a reiteration means beside the denials of its party.
    mutating func add(_ payload: Payload, at position: Position, _ bearings: MoveBearings) {
        switch payload {
        case .denied(let denial): add(.denial, denial.by.name, denial.claims, position)
        case .reiterated(let reiteration):
            func kind(_ bearing: DenialBearing?) -> EarlierWords.Kind {
                bearing == .repeats ? .repeatedDenial : .reiteration
            }
            let by = reiteration.by.name
            if reiteration.claims.isEmpty { add(kind(bearings.bearing), by, [], position) }
            for claim in reiteration.claims { add(kind(bearings.byClaim[claim]), by, [claim], position) }
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
            let party = response.by.name
            guard !response.claims.isEmpty else {
                (words[party], withdrawn[party]) = (nil, nil)
                return
            }
            let onStory = Set(words[party]?[nil] ?? [])
            for claim in response.claims {
                words[party]?[claim] = nil
                if !onStory.isEmpty { withdrawn[party, default: [:]][claim] = onStory }
            }
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
    /// - Parameters:
    ///   - claims: The claims; empty for all, and the story as a whole.
    ///   - isAbout: Whether words on the story as a whole at a position are about a claim.
    func earlier(
        _ party: Text, of claims: [Text], _ isAbout: (Position, Text) -> Bool
    ) -> [EarlierWords] {
        guard let own = words[party] else { return [] }
        var all = claims.isEmpty ? own.values.flatMap { $0 } : claims.flatMap { own[$0] ?? [] }
        for claim in claims {
            let withdrawn = withdrawn[party]?[claim] ?? []
            all += (own[nil] ?? []).filter { isAbout($0.position, claim) && !withdrawn.contains($0) }
        }
        return Array(Set(all).sorted { $0.position < $1.position }.suffix(Self.most))
    }
}
