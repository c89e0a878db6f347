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

@Suite("Documents are decided by the claims that the story itself makes")
struct OwnClaimsTests {
    private static let published = """
        {"type": "published", "time": "2026-03-02T08:00:00Z", "data": {"headline": "h", "body": "b",
         "claims": [{"id": "c1", "text": "t", "attribution": [{"id": "h1", "speaker": "S"}]}]}}
        """
    private static let counter = #"""
        {"type": "denied", "data": {"by": "M", "claim": "c1", "counterclaim": {"id": "k", "text": "t"}}}
        """#

    /// Counter-claims are another source's.
    @Test func aDenialMayLeaveTheStorysOnlyClaimOut() throws {
        let story = try Story([Self.published, Self.counter, #"{"type": "denied", "data": {"by": "N"}}"#])
        #expect(story.board.moves(naming: story.board.claims[0]).map(\.by?.name) == ["M", "N"])
        #expect(story.board.moves(naming: story.board.claims[1]).isEmpty)
    }

    @Test func aHopIsOneOfTheStorysOwnClaims() throws {
        let reiterated = #"{"type": "reiterated", "data": {"by": "N", "hop": "h1"}}"#
        #expect(try Story([Self.published, Self.counter, reiterated]).board.moves.count == 2)
    }

    @Test(arguments: [
        (#"{"party": "M", "asked": "2026-03-02T10:00:01Z"}"#, Refusal.Code.badTime),
        (#"{"party": "M", "claims": ["c2"]}"#, .unknownClaim), (#"{"party": "M", "claims": ["c1", "c1"]}"#, .badValue),
        (#"{"party": "M", "claim": "c2"}"#, .unknownClaim),
    ])
    func requestsAreRefused(request: String, code: Refusal.Code) throws {
        let state = try Story([Self.published]).state
        let document = try read(
            #"{"type": "updated", "time": "2026-03-02T10:00:00Z", "data": {"requests": [\#(request)]}}"#)
        let refusals = #expect(throws: Refusals.self) { try Decision(document, on: state) }
        #expect(refusals?.all.map(\.code) == [code])
        #expect(refusals?.all.first?.path.description == "$.data.requests[0]")
    }

    @Test(arguments: [
        #"{"party": "M", "asked": "2026-03-02T10:00:00Z"}"#, #"{"party": "M", "claims": ["c1", "c9"]}"#,
        #"{"party": "M", "claim": "c9"}"#,
    ])
    func requestsAreTaken(request: String) throws {
        let update = #"""
            {"type": "updated", "time": "2026-03-02T10:00:00Z",
             "data": {"claims": [{"id": "c9", "text": "t"}], "requests": [\#(request)]}}
            """#
        #expect(try Story([Self.published, update]).board.requests.count == 1)
    }

    /// Whatever it calls itself; a hold stays a hold.
    @Test(arguments: [
        (#""change": "update", "#, Update.Change.correction), ("", .correction),
        (#""change": "clarification", "#, .correction), (#""change": "hold", "#, .hold),
    ])
    func whatCorrectsClaimsIsACorrection(change: String, expected: Update.Change) throws {
        let document = try read(#"{"type": "updated", "data": {\#(change)"corrects": ["c1"]}}"#)
        guard case .updated(let update) = document.payload else { return #expect(Bool(false)) }
        #expect(update.change == expected)
        #expect(update.isCorrection)
    }
}
