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

    /// The claims once all documents but some are folded, each at its place.
    private func claims(_ documents: [String] = documents, without places: Set<Int>) throws -> StoryClaims {
        var claims = StoryClaims()
        for (place, text) in documents.enumerated() where !places.contains(place) {
            let document = try read(text)
            claims.apply(
                Envelope(
                    commitment: Commitment(to: [], salt: salt)!, identity: EventIdentity(source: "s", id: "e\(place)"),
                    story: document.story, type: document.type, time: document.time,
                    recorded: RecordedTime(microseconds: Int64(place)), position: Position(Int64(place)),
                    revision: Revision(Int64(place)), previous: place == 0 ? nil : Position(Int64(place - 1))),
                document.payload)
        }
        return claims
    }

    @Test func allThereIsIsKnown() throws {
        let claims = try claims(without: [])
        #expect(claims.claims.map(\.id) == ["c1", "c2"])
        #expect(claims.summaries.map(\.standing) == [.corrected, .withdrawn])
    }

    @Test func aClaimOfAWithheldUpdateKeepsWhatNamesIt() throws {
        let claims = try claims(without: [1])
        #expect(claims.claims.map(\.id) == ["c1", "c2"])
        #expect(claims.claims.map { $0.claim == nil } == [false, true])
        #expect(claims.claims[1].introduced == Position(2))
        // The reiteration of the story as a whole may not have meant it.
        #expect(claims.moves(naming: claims.claims[1]).map(\.position.value) == [2, 5])
        #expect(claims.summaries[1].standing == .withdrawn)
    }

    @Test func allClaimsOfAWithheldStoryAreKept() throws {
        let claims = try claims(without: [0, 1])
        #expect(claims.claims.map(\.id) == ["c1", "c2"])
        #expect(claims.claims.map(\.named.count) == [2, 2])
        #expect(claims.summaries[0].standing == .corrected)
        #expect(claims.requests.isEmpty)
    }

    @Test func aCorrectionAloneKeepsTheClaim() throws {
        let claims = try claims(without: [0, 1, 2])
        #expect(claims.claims.map(\.id) == ["c1", "c2"])
        #expect(claims.claims.map(\.introduced.value) == [4, 5])
    }

    @Test func aClaimMadeAnewKeepsWhatWasDoneAboutIt() throws {
        let claims = try claims(Self.documents + [Self.documents[1]], without: [1])
        #expect(claims.claims.map(\.id) == ["c1", "c2"])
        #expect(claims.claims[1].claim?.text == "u")
        #expect(claims.claims[1].introduced == Position(6))
        #expect(claims.moves(naming: claims.claims[1]).map(\.position.value) == [2, 5])
    }
}
