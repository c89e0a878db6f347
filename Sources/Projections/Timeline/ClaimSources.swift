import CanonicalJSON
import StoryEvents

/// The sources of a story's own claims, and whether what each party withdraws is a denial or the claim itself, as standings
/// have it.
struct ClaimSources: Hashable, Sendable {
    private var made: [Text: Made] = [:]
    /// The claims of each speaker, in the order in which they were made.
    private var bySpeaker: [Text: [Text]] = [:]
    /// The newest denial and the newest withdrawal of each party, of each claim and, under nil, of the story as a whole.
    private var denials: [Text: [Text?: Act]] = [:]
    private var withdrawals: [Text: [Text?: Act]] = [:]
    private var count = 0

    private struct Made: Hashable {
        let position: Position
        let speakers: Set<Text>
    }

    private struct Act: Hashable {
        let order: Int
        let position: Position
    }

    /// Adds claims that the story makes.
    mutating func add(_ claims: [Claim], at position: Position) {
        for claim in claims where made[claim.id] == nil {
            let speakers = Set(claim.attribution.map(\.speaker.name))
            made[claim.id] = Made(position: position, speakers: speakers)
            for speaker in speakers { bySpeaker[speaker, default: []].append(claim.id) }
        }
    }

    /// Adds what a party did.
    mutating func add(_ payload: Payload, at position: Position) {
        count += 1
        let act = Act(order: count, position: position)
        switch payload {
        case .published(let publication): add(publication.claims, at: position)
        case .updated(let update): add(update.claims, at: position)
        case .denied(let denial):
            for claim in Self.named(denial.claims) { denials[denial.by.name, default: [:]][claim] = act }
        case .responded(let response) where response.outcome == .withdraws:
            for claim in Self.named(response.claims) { withdrawals[response.by.name, default: [:]][claim] = act }
        default: break
        }
    }

    private static func named(_ claims: [Text]) -> [Text?] { claims.isEmpty ? [nil] : claims }

    /// Whether words on the story as a whole at a position are about a claim.
    func isAbout(_ position: Position, _ claim: Text) -> Bool { made[claim].map { $0.position < position } ?? false }

    /// The claims that a withdrawal takes back: those of its party of which it has denied nothing since it last withdrew
    /// something.
    func withdrawn(by response: Response) -> [Text] {
        let party = response.by.name
        let claims = response.claims.isEmpty ? bySpeaker[party] ?? [] : response.claims
        return claims.filter { made[$0]?.speakers.contains(party) ?? false && !isDenied($0, by: party) }
    }

    private func isDenied(_ claim: Text, by party: Text) -> Bool {
        func newest(_ acts: [Text?: Act]?) -> Int {
            let onStory = acts?[nil].flatMap { isAbout($0.position, claim) ? $0.order : nil } ?? 0
            return max(acts?[claim]?.order ?? 0, onStory)
        }
        return newest(denials[party]) > newest(withdrawals[party])
    }
}
