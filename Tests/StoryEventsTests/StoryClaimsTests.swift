import CanonicalJSON
import Testing

@testable import StoryEvents

@Suite("What is done about a claim whose event cannot be read is kept under its id")
struct StoryClaimsTests {
    private static let documents = [
        #"""
        {"type": "published", "data": {"headline": "h", "body": "b",
          "claims": [{"id": "c1", "text": "t", "attribution": ["N"], "about": ["M"]}], "requests": [{"party": "M"}]}}
        """#,
        #"{"type": "updated", "data": {"claims": [{"id": "c2", "text": "u"}]}}"#,
        #"{"type": "denied", "data": {"by": "M", "claims": ["c1", "c2"]}}"#,
        #"{"type": "reiterated", "data": {"by": "N"}}"#,
        #"{"type": "updated", "data": {"corrects": ["c1"]}}"#,
        #"{"type": "responded", "data": {"by": "N", "outcome": "withdraws", "claim": "c2"}}"#,
    ]

    /// The claims once all events but some are folded.
    private func claims(without places: Set<Int>) throws -> StoryClaims {
        var story = try Story()
        var claims = StoryClaims()
        for (place, text) in Self.documents.enumerated() {
            guard case .append(_, let payload, _) = try story.append(text) else { continue }
            let envelope = try #require(story.envelope)
            if !places.contains(place) { claims.apply(envelope, payload) }
        }
        return claims
    }

    @Test func allThereIsIsKnown() throws {
        let claims = try claims(without: [])
        #expect(claims.claims.map(\.id) == ["c1", "c2"])
        #expect(claims.claims.map { claims.standing(of: $0) } == [.corrected, .withdrawn])
    }

    @Test func aClaimOfAWithheldUpdateKeepsWhatNamesIt() throws {
        let claims = try claims(without: [1])
        #expect(claims.claims.map(\.id) == ["c1", "c2"])
        #expect(claims.claims.map { $0.claim == nil } == [false, true])
        #expect(claims.claims[1].introduced == Position(2))
        // The reiteration of the story as a whole may not have meant it.
        #expect(claims.claims[1].moves.map(\.position.value) == [2, 5])
        #expect(claims.standing(of: claims.claims[1]) == .withdrawn)
    }

    @Test func allClaimsOfAWithheldStoryAreKept() throws {
        let claims = try claims(without: [0, 1])
        #expect(claims.claims.map(\.id) == ["c1", "c2"])
        #expect(claims.claims.map(\.moves.count) == [2, 2])
        #expect(claims.standing(of: claims.claims[0]) == .corrected)
        #expect(claims.requests.isEmpty)
    }

    @Test func aCorrectionAloneKeepsTheClaim() throws {
        let claims = try claims(without: [0, 1, 2])
        #expect(claims.claims.map(\.id) == ["c1", "c2"])
        #expect(claims.claims.map(\.introduced.value) == [4, 5])
    }
}
