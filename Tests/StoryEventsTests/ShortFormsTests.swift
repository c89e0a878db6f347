import CanonicalJSON
import StoryEvents
import Testing

/// Every short form is read as its long form, and long forms stay as they are.
struct ShortFormsTests {
    @Test(arguments: [
        // Parties
        ("denied", #"{"by": "A"}"#, #"{"by": {"name": "A"}}"#),
        ("published", #"{"byline": ["A", {"name": "B"}]}"#, #"{"byline": [{"name": "A"}, {"name": "B"}]}"#),
        // Statements and notes
        ("denied", #"{"by": "A", "statement": "s"}"#, #"{"by": {"name": "A"}, "statement": {"text": "s"}}"#),
        ("updated", #"{"note": "n"}"#, #"{"note": {"text": "n"}}"#),
        (
            "updated", #"{"note": {"text": "n", "covers": ["e"]}}"#,
            #"{"note": {"text": "n", "covers": [{"exact": "e"}]}}"#
        ),
        // Claims named
        ("denied", #"{"by": "A", "claim": "c"}"#, #"{"by": {"name": "A"}, "claims": ["c"]}"#),
        ("reiterated", #"{"by": "A", "claim": "c"}"#, #"{"by": {"name": "A"}, "claims": ["c"]}"#),
        (
            "responded", #"{"by": "A", "claim": "c", "outcome": "declined"}"#,
            #"{"by": {"name": "A"}, "claims": ["c"], "outcome": "declined"}"#
        ),
        ("denied", #"{"by": "A", "claims": []}"#, #"{"by": {"name": "A"}, "claims": []}"#),
        // Claims and hops
        (
            "updated", #"{"claims": [{"id": "c", "text": "t", "by": "A", "about": ["B"], "quotes": ["e"]}]}"#,
            #"{"claims": [{"id": "c", "text": "t", "attribution": [{"speaker": {"name": "A"}}], "about": [{"name": "B"}], "quotes": [{"exact": "e"}]}]}"#
        ),
        (
            "updated",
            #"{"claims": [{"id": "c", "text": "t", "attribution": ["A", {"speaker": "B", "addressee": "C"}]}]}"#,
            #"{"claims": [{"id": "c", "text": "t", "attribution": [{"speaker": {"name": "A"}}, {"speaker": {"name": "B"}, "addressee": {"name": "C"}}]}]}"#
        ),
        (
            "denied", #"{"by": "A", "counterclaim": {"id": "c", "text": "t", "by": {"name": "A", "kind": "person"}}}"#,
            #"{"by": {"name": "A"}, "counterclaim": {"id": "c", "text": "t", "attribution": [{"speaker": {"name": "A", "kind": "person"}}]}}"#
        ),
        // Requests and times
        (
            "updated", #"{"requests": [{"party": "A", "asked": "2026-03-02t00:00:00z"}]}"#,
            #"{"requests": [{"party": {"name": "A"}, "asked": {"at": "2026-03-02T00:00:00Z"}}]}"#
        ),
        (
            "published", #"{"embargo": {"at": "2026-03-02 09:00", "zone": "America/New_York"}}"#,
            #"{"embargo": {"at": "2026-03-02T09:00:00-05:00", "zone": "America/New_York"}}"#
        ),
        ("published", #"{"embargo": "2026-03-02T09:00:00Z"}"#, #"{"embargo": {"at": "2026-03-02T09:00:00Z"}}"#),
        (
            "updated", #"{"embargo": "2026-03-02T09:00:00Z"}"#,
            #"{"embargo": {"at": "2026-03-02T09:00:00Z", "printed": null, "zone": null}}"#
        ),
        ("updated", #"{"embargo": null, "dek": null}"#, #"{"embargo": null, "dek": null}"#),
        // Kept as it is
        (
            "published", #"{"extra": {"by": "A", "n": null, "x": [1.0, 1e2]}}"#,
            #"{"extra": {"by": "A", "n": null, "x": [1, 100]}}"#
        ),
    ])
    func becomeLong(type: String, short: String, long: String) throws {
        let data = try data(type, short)
        #expect(JSON.object(data) == (try JSON.of(filled(type, long))))
        #expect(try self.data(type, String(decoding: JSON.object(data).canonicalBytes, as: UTF8.self)) == data)
    }

    @Test func theContextAndTheTellingOfTheTimeAreKept() throws {
        let document = try read(
            """
            {"type": "updated", "time": {"at": "2026-03-02T17:20", "zone": "America/New_York", "printed": "5:20PM ET"},
             "correlationid": "a", "causationid": "b", "data": {"note": "n"}}
            """)
        let data =
            #"{"note": {"text": "n"}, "when": {"zone": "America/New_York", "printed": "5:20PM ET"}, "context": {"causationid": "b", "correlationid": "a"}}"#
        #expect(JSON.object(document.data) == (try JSON.of(data)))
        #expect(document.time.description == "2026-03-02T17:20:00-05:00")
    }

    @Test func contentIsTypeSubjectTimeAndData() throws {
        let short = try read(
            #"{"type": "denied", "id": "1", "source": "x", "expectedrevision": 7, "data": {"by": "é"}}"#)
        let long = try read(#"{"type": "org.storyledger.denied.v1", "data": {"by": {"name": "é"}}}"#)
        #expect(short.canonicalContent == long.canonicalContent)
        #expect(
            String(decoding: short.canonicalContent, as: UTF8.self)
                == #"{"data":{"by":{"name":"é"}},"subject":"harbor-bridge","time":"2026-03-02T17:20:00-05:00","type":"denied"}"#
        )
        #expect(short.canonicalContent == (try JSON.parse(short.canonicalContent)).canonicalBytes)
    }

    /// Times inside the data, too: when a party was asked, and until when a story is embargoed.
    @Test(arguments: ["2026-03-02T16:00:00.0Z", "2026-03-02t16:00z", "2026-03-02 16:00:00+00:00"])
    func timesThatSayTheSameAreTheSameContent(time: String) throws {
        func content(_ time: String) throws -> [[UInt8]] {
            let requests = #""requests": [{"party": "Ministry", "asked": "\#(time)"}]"#
            let moment = #"{"at": "\#(time)", "printed": "4PM"}"#
            return try [
                #"{"type": "published", "data": {"headline": "h", "body": "b", "embargo": "\#(time)", \#(requests)}}"#,
                #"{"type": "updated", "data": {"embargo": \#(moment), \#(requests)}}"#,
            ].map { try read($0).canonicalContent }
        }
        #expect(try content(time) == content("2026-03-02T16:00:00Z"))
    }

    private func data(_ type: String, _ data: String) throws -> JSONObject {
        try read(#"{"type": "\#(type)", "data": \#(filled(type, data))}"#).data
    }

    /// A publication needs a headline and a body, which the cases leave out.
    private func filled(_ type: String, _ data: String) -> String {
        guard type == "published", !data.contains("headline") else { return data }
        return data.dropLast() + #", "headline": "h", "body": "b"}"#
    }
}
