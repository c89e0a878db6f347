import CanonicalJSON
import Testing

@testable import StoryEvents

/// What stands in the data is what the types say, field by field.
struct PayloadTests {
    @Test func published() throws {
        let document = try read(
            """
            {"type": "published", "data": {"headline": "h", "body": "b", "dek": "d", "byline": ["Jo"], "publisher": "P",
             "url": "https://x.example", "language": "en", "section": "s", "keywords": ["k"], "embargo": "2026-03-02T00:00:00Z",
             "extra": {"x": 1}, "claims": [{"id": "c", "text": "t", "attribution": [{"id": "h", "speaker": {"name": "A",
             "kind": "unnamed", "role": "r", "url": "https://a.example"}, "verb": "told", "addressee": "B"}], "about": ["C"],
             "quotes": [{"exact": "e", "prefix": "p", "suffix": "s", "field": "dek"}]}], "requests": [{"id": "r",
             "party": "D", "channel": "letter", "asked": {"at": "2026-03-01T00:00", "zone": "UTC", "printed": "p"}}]}}
            """)
        guard case .published(let publication) = document.payload else { throw Wrong() }
        #expect(
            publication.fields.keys == [
                "body", "byline", "dek", "embargo", "extra", "headline", "keywords", "language", "publisher", "section",
                "url",
            ])
        let claim = try #require(publication.claims.first)
        #expect((claim.id, claim.text) == ("c", "t"))
        #expect(claim.hopIDs == ["h"])
        #expect(claim.about.map(\.name) == ["C"])
        let hop = try #require(claim.attribution.first)
        #expect((hop.id, hop.verb, hop.addressee?.name) == ("h", "told", "B"))
        let speaker = hop.speaker
        #expect((speaker.name, speaker.kind, speaker.role, speaker.url) == ("A", .unnamed, "r", "https://a.example"))
        let quote = try #require(claim.quotes.first)
        #expect((quote.exact, quote.prefix, quote.suffix, quote.field) == ("e", "p", "s", .dek))
        let request = try #require(publication.requests.first)
        #expect((request.id, request.party.name, request.channel) == ("r", "D", "letter"))
        #expect(
            (request.asked?.time.description, request.asked?.zone, request.asked?.printed) == (
                "2026-03-01T00:00:00Z", "UTC", "p"
            ))
    }

    @Test func updated() throws {
        let document = try read(
            """
            {"type": "updated", "data": {"headline": "x", "dek": null, "change": "clarification", "note": {"text": "n",
             "placement": "inline", "printed": "N", "covers": ["e"]}, "claims": [{"id": "c", "text": "t"}], "corrects": ["d"],
             "requests": [{"party": "P"}], "reason": "r"}}
            """)
        guard case .updated(let update) = document.payload else { throw Wrong() }
        #expect(update.patch == ["headline": "x", "dek": .null])
        // It names claims that it corrects.
        #expect(update.change == .correction)
        let note = try #require(update.note)
        #expect((note.text, note.placement, note.printed, note.covers.first?.exact) == ("n", .inline, "N", "e"))
        #expect(
            (update.claims.first?.id, update.corrects, update.requests.count, update.reason) == ("c", ["d"], 1, "r"))
        #expect(update.saysSomething)
    }

    @Test func denied() throws {
        let document = try read(
            """
            {"type": "denied", "data": {"by": "A", "claims": ["c", "d"], "hop": "h", "extent": "partial", "concedes": "x",
             "statement": {"text": "s", "verbatim": true, "channel": "post", "url": "https://x.example"},
             "counterclaim": {"id": "e", "text": "t"}}}
            """)
        guard case .denied(let denial) = document.payload else { throw Wrong() }
        #expect((denial.by.name, denial.claims, denial.hop, denial.extent) == ("A", ["c", "d"], "h", .partial))
        #expect((denial.concedes, denial.counterclaim?.id) == ("x", "e"))
        let statement = try #require(denial.statement)
        #expect((statement.text, statement.isVerbatim) == ("s", true))
        #expect((statement.channel, statement.url) == ("post", "https://x.example"))
    }

    @Test func reiterated() throws {
        let document = try read(
            """
            {"type": "reiterated", "data": {"by": "A", "claim": "c", "hop": "h", "strength": "stronger", "answers": "e",
             "statement": "s"}}
            """)
        guard case .reiterated(let reiteration) = document.payload else { throw Wrong() }
        #expect((reiteration.by.name, reiteration.claims, reiteration.hop) == ("A", ["c"], "h"))
        #expect((reiteration.strength, reiteration.answers, reiteration.statement?.text) == (.stronger, "e", "s"))
    }

    @Test(arguments: Response.Outcome.allCases)
    func responded(outcome: Response.Outcome) throws {
        let document = try read(
            """
            {"type": "responded", "data": {"by": "A", "outcome": "\(outcome.rawValue)", "claim": "c", "request": "r",
             "printed": "p", "statement": "s"}}
            """)
        guard case .responded(let response) = document.payload else { throw Wrong() }
        #expect((response.by.name, response.outcome, response.claims) == ("A", outcome, ["c"]))
        #expect((response.request, response.printed, response.statement?.text) == ("r", "p", "s"))
    }

    @Test func defaultsAreReadAndNotWritten() throws {
        let denial = try read(#"{"type": "denied", "data": {"by": "A"}}"#)
        guard case .denied(let denied) = denial.payload else { throw Wrong() }
        #expect(denied.extent == .full)
        #expect(denial.data.keys == ["by"])
        let update = try read(#"{"type": "updated", "data": {}}"#)
        guard case .updated(let updated) = update.payload else { throw Wrong() }
        #expect(updated.change == .update)
        #expect(!updated.saysSomething)
        #expect(update.data.isEmpty)
    }

    @Test(arguments: [
        (EventType.denied, #"{}"#, "$.by", "an object"), (.denied, #"{"by": "A"}"#, "$.by", "an object"),
        (.denied, #"{"by": {}}"#, "$.by.name", "a string"),
        (.denied, #"{"by": {"name": "A"}, "claims": [1]}"#, "$.claims[0]", "a string"),
        (.denied, #"{"by": {"name": "A"}, "claims": "c"}"#, "$.claims", "an array"),
        (.denied, #"{"by": {"name": "A"}, "extent": "whole"}"#, "$.extent", "a known word"),
        (.published, #"{"headline": "h", "body": "b", "claims": ["c"]}"#, "$.claims[0]", "an object"),
        (
            .published,
            #"{"headline": "h", "body": "b", "requests": [{"party": {"name": "A"}, "asked": {"at": "now"}}]}"#,
            "$.requests[0].asked", "a moment"
        ),
        (.updated, #"{"note": {"text": 1}}"#, "$.note.text", "a string"),
        (.responded, #"{"by": {"name": "A"}}"#, "$.outcome", "an outcome"),
        (
            .denied, #"{"by": {"name": "A"}, "statement": {"text": "s", "verbatim": 1}}"#, "$.statement.verbatim",
            "true or false"
        ),
    ])
    func storedDataThatBreaksItsSchemaIsRefused(type: EventType, data: String, path: String, expected: String) throws {
        let data = try #require(try JSON.of(data).members)
        let fault = #expect(throws: PayloadFault.self) { try Payload(type, data: data) }
        #expect(fault?.path.description == path)
        #expect(fault?.expected == expected)
    }

    private struct Wrong: Error {}
}
