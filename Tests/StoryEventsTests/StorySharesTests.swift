import CanonicalJSON
import Testing

@testable import StoryEvents

@Suite("Each source that did not publish a story has room of its own in it")
struct StorySharesTests {
    private static func denied(_ number: Int, from source: String, counterclaim: String = "k") -> String {
        #"{"type": "denied", "source": "\#(source)", "data": {"by": "M", "claim": "c0", "counterclaim": "#
            + #"{"id": "\#(source)/\#(counterclaim)\#(number)", "text": "t"}}}"#
    }

    /// What others send takes no room from the publisher, and what one of them sends none from a second one.
    @Test func othersHaveCounterclaimsOfTheirOwn() throws {
        let remedy = "deny without a counter-claim: what is claimed instead can be said in the statement"
        var story = try Story([LimitDocuments.published(#""claims": \#(LimitDocuments.claims(1))"#)])
        for number in 0..<100 { try story.append(Self.denied(number, from: "wire")) }
        try LimitDocuments.expectRefused(
            Self.denied(100, from: "wire"), on: story,
            "the story 'harbor-bridge' has 100 counter-claims from the source 'wire', and at most 100 are taken from one "
                + "that did not publish it", at: "$.data.counterclaim", remedy)
        for source in 0..<9 {
            for number in 0..<100 {
                try story.append(Self.denied(number, from: "s\(source)", counterclaim: ""))
            }
        }
        try LimitDocuments.expectRefused(
            Self.denied(0, from: "s9", counterclaim: "s9-"), on: story,
            "the story 'harbor-bridge' has 1000 counter-claims from 10 sources that did not publish it, and at most 1000 "
                + "are taken from those together", at: "$.data.counterclaim", remedy)
        #expect(
            try story.refusals(of: #"{"type": "denied", "source": "s9", "data": {"by": "M", "claim": "c0"}}"#).isEmpty)
        // The publisher's own are its claims.
        try story.append(LimitDocuments.updated(#""claims": \#(LimitDocuments.claims(998, prefix: "u"))"#))
        try story.append(Self.denied(0, from: "inbox", counterclaim: "own"))
        try LimitDocuments.expectRefused(
            LimitDocuments.updated(#""claims": \#(LimitDocuments.claims(1, prefix: "v"))"#), on: story,
            "the story 'harbor-bridge' has 1000 claims, the document adds 1, and at most 1000 are taken",
            at: "$.data.claims", "add fewer, or publish a story under another subject for the others")
    }

    @Test func whatOthersDoFillsNoStory() throws {
        var names = StoryNames()
        func full(from source: String) throws -> String? {
            let data = #""data": {"by": "M", "outcome": "declined"}"#
            let document = try read(#"{"type": "responded", "source": "\#(source)", \#(data)}"#)
            return DecisionRules(document).fullOfMoves(names, publisher: "inbox")
        }
        let moves = "denials, reiterations and responses"
        names.count(moves: 99_999, from: ("wire" as Text).hashValue)
        #expect(try full(from: "wire") == nil)
        names.count(moves: 1, from: ("wire" as Text).hashValue)
        #expect(
            try full(from: "wire")
                == "100000 \(moves) from the source 'wire', and at most 100000 are taken from one that did not publish it"
        )
        for number in 1...7 { names.count(moves: 100_000, from: Text("s\(number)").hashValue) }
        #expect(
            try full(from: "other")
                == "800000 \(moves) from 8 sources that did not publish it, and at most 800000 are taken from those "
                + "together")
        #expect(try full(from: "inbox") == nil)
        names.count(moves: 100_000, from: nil)
        #expect(try full(from: "inbox") == "900000 \(moves), and at most 900000 are taken")
    }

    @Test func movesAreCountedBySource() throws {
        var story = try Story([LimitDocuments.published()])
        for (source, count) in [("wire", 2), ("agency", 1), ("inbox", 3)] {
            for _ in 0..<count {
                try story.append(#"{"type": "reiterated", "source": "\#(source)", "data": {"by": "M"}}"#)
            }
        }
        try story.append(LimitDocuments.updated(#""body": "x""#))
        let names = try #require(story.state?.names)
        #expect((names.moveCount, names.shares.others.moves, names.shares.sources) == (6, 3, 2))
        #expect(names.shares.share(of: "wire") == StoryShares.Share(moves: 2))
        #expect(names.shares.share(of: "inbox") == StoryShares.Share())
    }
}
