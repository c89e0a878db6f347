import CanonicalJSON
import Testing

@testable import StoryEvents

@Suite("A limit is passed up to its number and refused beyond it, with what was found and what to do")
struct StoryLimitsTests {
    private static func selectors(_ count: Int) -> String { LimitDocuments.list(count) { #""word \#($0)""# } }

    @Test func aNoteCoversTwoHundredPassages() throws {
        var story = try Story([LimitDocuments.published()])
        func updated(_ count: Int) -> String {
            LimitDocuments.updated(#""body": "b\#(count)", "note": {"text": "n", "covers": \#(Self.selectors(count))}"#)
        }
        try LimitDocuments.expectRefused(
            updated(201), on: story, "the note covers 201 passages, and at most 200 are taken",
            at: "$.data.note.covers", "name longer passages, and fewer")
        try story.append(updated(200))
    }

    @Test func aClaimHasTwoHundredQuotes() throws {
        func published(_ count: Int) -> String {
            LimitDocuments.published(#""claims": [{"id": "c", "text": "t", "quotes": \#(Self.selectors(count))}]"#)
        }
        try LimitDocuments.expectRefused(
            published(201), on: Story(), "the claim 'c' has 201 quotes, and at most 200 are taken",
            at: "$.data.claims[0]", "name longer passages, and fewer")
        _ = try Story([published(200)])
        var story = try Story([LimitDocuments.published(#""claims": [{"id": "c", "text": "t"}]"#)])
        func denied(_ count: Int) -> String {
            #"{"type": "denied", "data": {"by": "M", "claim": "c", "counterclaim": {"id": "k", "text": "t", "quotes": "#
                + Self.selectors(count) + "}}}"
        }
        try LimitDocuments.expectRefused(
            denied(201), on: story, "the claim 'k' has 201 quotes, and at most 200 are taken",
            at: "$.data.counterclaim", "name longer passages, and fewer")
        try story.append(denied(200))
    }

    @Test func aStoryHasAThousandClaims() throws {
        let remedy = "add fewer, or publish a story under another subject for the others"
        try LimitDocuments.expectRefused(
            LimitDocuments.published(#""claims": \#(LimitDocuments.claims(1_001))"#), on: Story(),
            "the story 'harbor-bridge' has 0 claims, the document adds 1001, and at most 1000 are taken",
            at: "$.data.claims", remedy)
        var story = try Story([LimitDocuments.published(#""claims": \#(LimitDocuments.claims(998))"#)])
        try story.append(LimitDocuments.updated(#""claims": \#(LimitDocuments.claims(1, prefix: "u"))"#))
        try LimitDocuments.expectRefused(
            LimitDocuments.updated(#""claims": \#(LimitDocuments.claims(2, prefix: "v"))"#), on: story,
            "the story 'harbor-bridge' has 999 claims, the document adds 2, and at most 1000 are taken",
            at: "$.data.claims", remedy)
        let denied =
            #"{"type": "denied", "data": {"by": "M", "claim": "c0", "counterclaim": {"id": "k", "text": "t"}}}"#
        try story.append(denied)
        try LimitDocuments.expectRefused(
            denied.replacing(#""k""#, with: #""l""#), on: story,
            "the story 'harbor-bridge' has 1000 claims, the document adds 1, and at most 1000 are taken",
            at: "$.data.counterclaim", remedy)
    }

    @Test func aClaimHas64KiB() throws {
        func claim(_ length: Int) -> String {
            #""claims": [{"id": "c", "text": "\#(String(repeating: "t", count: length - 4))", "by": "Jo", "about": ["M"]}]"#
        }
        #expect(try Story().refusals(of: LimitDocuments.published(claim(65_536))).isEmpty)
        let refusals = try Story().refusals(of: LimitDocuments.published(claim(65_537)))
        #expect(refusals.map(\.code) == [.tooLarge])
        #expect(refusals.first?.message == "the claim 'c' takes 65537 bytes, and at most 65536 are taken")
        #expect(refusals.first?.path.description == "$.data.claims[0]")
    }

    /// A story that updates make larger and larger ends at what one document may give.
    @Test func theFieldsOfAStoryHave128MiB() throws {
        let long = JSON.string(Text(String(repeating: "x", count: 60 << 20)))
        var story = try Story([LimitDocuments.published()])
        try story.append(LimitDocuments.updated(#""extra": {}"#))
        var state = try #require(story.state)
        let document = try read(LimitDocuments.updated(#""dek": "d""#))
        func refusals(of extra: JSONObject) -> [Refusal] {
            var rules = DecisionRules(document)
            rules.checkSize(["extra": .object(extra)], state)
            return rules.refusals
        }
        for name in ["a", "b"] as [Text] {
            #expect(refusals(of: [name: long]).isEmpty)
            state.apply(
                Envelope(
                    commitment: Commitment(to: Array("{}".utf8), salt: salt)!,
                    identity: EventIdentity(source: "s", id: name),
                    story: document.story, type: .updated, time: document.time,
                    recorded: RecordedTime(microseconds: 0), position: state.position.next,
                    revision: state.revision.next, previous: state.position),
                try Payload(.updated, data: ["extra": .object([name: long])]))
        }
        let refused = refusals(of: ["c": long])
        #expect(refused.map(\.code) == [.tooMany])
        #expect(refused.first?.message.hasSuffix("256 of them for each value, and at most 134217728 are taken") == true)
        #expect(refusals(of: ["a": nil, "c": long]).isEmpty)
        #expect(refusals(of: ["a": nil]).isEmpty)
    }

    /// Requests without an id count, too.
    @Test func aStoryHasAThousandRequests() throws {
        func requests(_ count: Int) -> String {
            #""requests": \#(LimitDocuments.list(count) { _ in #"{"party": "M"}"# })"#
        }
        let remedy = "add fewer, or publish a story under another subject for the others"
        try LimitDocuments.expectRefused(
            LimitDocuments.published(requests(1_001)), on: Story(),
            "the story 'harbor-bridge' has 0 requests, the document adds 1001, and at most 1000 are taken",
            at: "$.data.requests", remedy)
        var story = try Story([LimitDocuments.published(requests(999))])
        try story.append(LimitDocuments.updated(requests(1)))
        try LimitDocuments.expectRefused(
            LimitDocuments.updated(requests(1)), on: story,
            "the story 'harbor-bridge' has 1000 requests, the document adds 1, and at most 1000 are taken",
            at: "$.data.requests", remedy)
    }

    @Test func aClaimHasSixteenHops() throws {
        func claim(_ hops: Int) -> String {
            #"{"id": "c", "text": "t", "attribution": \#(LimitDocuments.list(hops) { _ in #""N""# })}"#
        }
        let remedy = "leave hops out, or put them into the claim's text"
        try LimitDocuments.expectRefused(
            LimitDocuments.published(#""claims": [{"id": "d", "text": "t"}, \#(claim(17))]"#), on: Story(),
            "the claim 'c' has 17 hops, and at most 16 are taken", at: "$.data.claims[1]", remedy)
        let story = try Story([LimitDocuments.published(#""claims": [{"id": "d", "text": "t"}]"#)])
        func denied(_ hops: Int) -> String {
            #"{"type": "denied", "data": {"by": "M", "claim": "d", "counterclaim": \#(claim(hops))}}"#
        }
        try LimitDocuments.expectRefused(
            denied(17), on: story, "the claim 'c' has 17 hops, and at most 16 are taken", at: "$.data.counterclaim",
            remedy)
        #expect(try story.refusals(of: denied(16)).isEmpty)
        #expect(try Story().refusals(of: LimitDocuments.published(#""claims": [\#(claim(16))]"#)).isEmpty)
    }

    @Test func aDocumentNamesAHundredParties() throws {
        let remedy = "send several documents, such as 'updated' with some of the claims each"
        func claim(_ parties: Int) -> String {
            #""claims": [{"id": "c", "text": "t", "about": \#(LimitDocuments.list(parties) { #""P\#($0)""# })}]"#
        }
        let message = "the document names 101 parties, and at most 100 are taken"
        #expect(try Story().refusals(of: LimitDocuments.published(claim(100))).isEmpty)
        try LimitDocuments.expectRefused(
            LimitDocuments.published(claim(101)), on: Story(), message, at: "$.data", remedy)
        // One name counts once; each way to name a party counts.
        let others =
            #", "byline": ["P0", "Jo"], "requests": [{"party": "P1"}]"#
        #expect(try Story().refusals(of: LimitDocuments.published(claim(99) + others)).isEmpty)
        try LimitDocuments.expectRefused(
            LimitDocuments.published(claim(100) + others), on: Story(), message, at: "$.data", remedy)
        let story = try Story([LimitDocuments.published(#""claims": [{"id": "d", "text": "t"}]"#)])
        #expect(try story.refusals(of: LimitDocuments.updated(claim(100))).isEmpty)
        try LimitDocuments.expectRefused(LimitDocuments.updated(claim(101)), on: story, message, at: "$.data", remedy)
        let hops = #"{"speaker": "S", "addressee": "T"}"#
        func denied(_ parties: Int) -> String {
            let about = LimitDocuments.list(parties) { #""P\#($0)""# }
            return #"{"type": "denied", "data": {"by": "M", "claim": "d", "counterclaim": "#
                + #"{"id": "k", "text": "t", "attribution": [\#(hops)], "about": \#(about)}}}"#
        }
        #expect(try story.refusals(of: denied(97)).isEmpty)
        try LimitDocuments.expectRefused(denied(98), on: story, message, at: "$.data", remedy)
    }

    @Test(arguments: [
        #"{"type": "denied", "data": {"by": "M", "claims": %}}"#,
        #"{"type": "reiterated", "data": {"by": "M", "claims": %}}"#,
        #"{"type": "responded", "data": {"by": "M", "outcome": "statement", "claims": %}}"#,
        #"{"type": "updated", "data": {"corrects": %}}"#,
    ])
    func aDocumentNamesAHundredClaims(document: String) throws {
        let story = try Story([LimitDocuments.published(#""claims": \#(LimitDocuments.claims(101))"#)])
        func naming(_ count: Int) -> String {
            document.replacing("%", with: LimitDocuments.list(count) { #""c\#($0)""# })
        }
        #expect(try story.refusals(of: naming(100)).isEmpty)
        try LimitDocuments.expectRefused(
            naming(101), on: story, "the document names 101 claims, and at most 100 are taken",
            at: document.contains("corrects") ? "$.data.corrects" : "$.data.claims",
            "send a document for each 100 of them")
    }

    @Test func aStoryHasAMillionEvents() throws {
        let document = try read(LimitDocuments.updated(#""body": "x""#))
        func state(events: Int64) throws -> StoryState {
            var state = try #require(try Story([LimitDocuments.published()]).state)
            state.apply(
                Envelope(
                    commitment: Commitment(to: [], salt: salt)!, identity: EventIdentity(source: "s", id: "e"),
                    story: document.story, type: .updated, time: document.time,
                    recorded: RecordedTime(microseconds: 0), position: Position(events - 1),
                    revision: Revision(events - 1), previous: .first),
                try read(LimitDocuments.updated(#""dek": "d""#)).payload)
            return state
        }
        #expect(throws: Never.self) { try Decision(document, on: try state(events: 999_999)) }
        let error = #expect(throws: Refusals.self) { try Decision(document, on: try state(events: 1_000_000)) }
        #expect(error?.all.map(\.code) == [.tooMany])
        #expect(
            error?.all.first?.message
                == "the story 'harbor-bridge' has 1000000 events, and at most 1000000 are taken")
        #expect(error?.all.first?.remedy == "publish a story under another subject, and go on there")
    }

    @Test func aThousandNamesAreComparedForADocument() throws {
        let names = (0..<1_001).map { "xyzzy-\($0)-xyzzy-xyzzy" }
        #expect(nearest(to: "meant", among: names.prefix(999) + ["meand"]) == "meand")
        #expect(nearest(to: "meant", among: names.prefix(1_000) + ["meand"]) == nil)
        let claims = LimitDocuments.list(600) { #"{"id": "\#($0 == 599 ? "meand" : names[$0])", "text": "t"}"# }
        let story = try Story([LimitDocuments.published(#""claims": \#(claims)"#)])
        let refusals = try story.refusals(
            of: #"{"type": "reiterated", "data": {"by": "M", "claims": ["meant", "meamd"]}}"#)
        #expect(refusals.map { $0.remedy.hasPrefix("did you mean 'meand'?") } == [true, false])
        #expect(refusals.last?.remedy.hasPrefix("known here: xyzzy-0-") == true)
    }

    /// A hop that is named without claims is one of each claim.
    @Test func aHopOfEachClaim() throws {
        func published(_ hops: String...) -> String {
            let claims = hops.enumerated().map { #"{"id": "c\#($0)", "text": "t", "attribution": [\#($1)]}"# }
            return LimitDocuments.published(#""claims": [\#(claims.joined(separator: ", "))]"#)
        }
        let (hop, other) = (#"{"id": "h", "speaker": "S"}"#, #"{"id": "g", "speaker": "S"}"#)
        let document = #"{"type": "reiterated", "data": {"by": "S", "hop": "h"}}"#
        #expect(try Story([published(hop, hop)]).refusals(of: document).isEmpty)
        #expect(try Story([published(hop, other)]).refusals(of: document).map(\.code) == [.unknownHop])
        let named = #"{"type": "reiterated", "data": {"by": "S", "hop": "h", "claims": ["c0"]}}"#
        #expect(try Story([published(hop, other)]).refusals(of: named).isEmpty)
    }
}
