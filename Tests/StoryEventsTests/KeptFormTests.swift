import CanonicalJSON
import StoryEvents
import Testing

@Suite("The form in which a ledger records data")
struct KeptFormTests {
    /// Everything that a ledger has recorded keeps it.
    @Test func isThatOfAllGoldenLeaves() throws {
        var count = 0
        for golden in try Golden.cases("leaves.json") where golden["own"] == nil {
            let data = try #require(try JSON.of(golden.text("data")).members)
            let type = try Envelope(leaf: Array(golden.text("leaf").utf8)).type
            #expect(KeptForm.fault(in: data, of: type) == nil, "\(golden.text("name"))")
            count += 1
        }
        #expect(count > 10)
    }

    @Test func isThatOfAllGoldenDecisions() throws {
        var count = 0
        for golden in try Golden.cases("decisions.json") {
            guard let data = golden["outcome"]?.members?["data"]?.members, let document = golden["document"]?.members,
                let type = document["type"]?.text.flatMap({ EventType(rawValue: $0.string) })
            else { continue }
            #expect(KeptForm.fault(in: data, of: type) == nil, "\(golden.text("name"))")
            count += 1
        }
        #expect(count > 10)
    }

    static let faults: [(EventType, JSONObject, fault: String)] = [
        (.published, ["headline": "h"], "$.body: expected a string"),
        (.published, ["headline": "", "body": "b"], "$.headline: expected text that is not empty"),
        (.published, ["headline": "h", "body": "b", "byline": true], "$.byline: expected an array"),
        (.published, ["headline": "h", "body": "b", "byline": ["Jo"]], "$.byline[0]: expected an object"),
        (
            .published, ["headline": "h", "body": "b", "when": ["printed": 7]],
            "$.when.printed: expected text that is not empty"
        ),
        (.published, ["headline": "h", "body": "b", "context": ["file": 7]], "$.context.file: expected an object"),
        (
            .published, ["headline": "h", "body": "b", "context": ["file": ["name": "n", "sha256": "nonsense"]]],
            "$.context.file.sha256: expected a SHA-256"
        ),
        (
            .published, ["headline": "h", "body": "b", "context": ["extensions": ["Big": 1]]],
            "$.context.extensions.Big: expected an extension attribute"
        ),
        (.published, ["headline": "h", "body": "b", "language": "1"], "$.language: expected a language tag"),
        (.published, ["headline": "h", "body": "b", "url": "a b"], "$.url: expected text without white space"),
        (
            .published, ["headline": "h", "body": "b", "embargo": ["at": "2026-03-02t17:20:00z"]],
            "$.embargo.at: expected a time"
        ),
        (
            .published, ["headline": "h", "body": "b", "claims": [["id": "c"]]],
            "$.claims[0].text: expected text that is not empty"
        ),
        (.published, ["headline": "h", "body": "b", "claims": ["c"]], "$.claims[0]: expected an object"),
        (
            .published, ["headline": "h", "body": "b", "claims": [["id": "c", "text": "t", "by": "A"]]],
            "$.claims[0].by: expected no member of that name"
        ),
        (.updated, ["headline": .null], "$.headline: expected text that is not empty"),
        (
            .updated, ["change": "kil"],
            "$.change: expected one of update, correction, clarification, hold, release, kill"
        ),
        (.updated, ["note": "n"], "$.note: expected an object"),
        (.updated, ["corects": ["c"]], "$.corects: expected no member of that name"),
        (.denied, ["by": ["name": "A"], "claim": "zz"], "$.claim: expected no member of that name"),
        (.denied, ["by": "A", "claims": ["c"]], "$.by: expected an object"),
        (.denied, ["by": ["name": "A"], "claims": [" c"]], "$.claims[0]: expected an id"),
        (.denied, ["claims": ["c"]], "$.by: expected an object"),
        (.reiterated, ["by": ["name": "A"], "strenght": "same"], "$.strenght: expected no member of that name"),
        (
            .responded, ["by": ["name": "A"], "outcome": "yes"],
            "$.outcome: expected one of statement, declined, no-response, acknowledges, confirms, withdraws"
        ),
    ]

    @Test(arguments: faults)
    func isRefusedOtherwise(_ type: EventType, _ data: JSONObject, _ fault: String) {
        #expect(KeptForm.fault(in: data, of: type)?.message == "stored data breaks its schema at \(fault)")
    }

    /// Nobody knows what a hidden string says, only where it was.
    @Test func saysNothingOfHiddenStrings() {
        let data: JSONObject = ["by": ["name": ""], "claims": [""], "outcome": ""]
        let hidden: Set<JSONPath> = [
            .root.member("by").member("name"), .root.member("claims").element(0), .root.member("outcome"),
        ]
        #expect(KeptForm.fault(in: data, of: .responded, hidden: hidden) == nil)
        #expect(KeptForm.fault(in: data, of: .responded) != nil)
        let name: Set<JSONPath> = [.root.member("by").member("name")]
        #expect(KeptForm.fault(in: ["by": ["name": ""], "outcome": ""], of: .responded, hidden: name) != nil)
        #expect(KeptForm.fault(in: ["by": "", "outcome": ""], of: .responded, hidden: [.root.member("by")]) != nil)
    }
}
