import CanonicalJSON
import Crypto
import StoryEvents
import Testing

/// The leaf format can never change: these bytes are what every ledger keeps.
struct GoldenLeavesTests {
    @Test func leavesAreWhatTheyAlwaysWere() throws {
        let found = try Golden.cases("leaves.json").map(GoldenLeaf.init).map { try $0.recorded() }
        #expect(found.count == 12)
        try Golden.check(found, against: "leaves.json")
    }

    @Test func readingALeafGivesItBack() throws {
        for golden in try Golden.cases("leaves.json") {
            let leaf = Array(golden.text("leaf").utf8)
            let envelope = try Envelope(leaf: leaf)
            #expect(envelope.leaf == leaf)
            #expect(envelope.commitment.description == golden.text("commitment"))
        }
    }

    @Test func dataReadAgainIsItself() throws {
        for golden in try Golden.cases("leaves.json") {
            var again = try #require(golden["document"]?.members)
            var data = try #require(try JSON.of(golden.text("data")).members)
            (data["when"], data["context"]) = (nil, nil)
            again["data"] = .object(data)
            let document = try EventDocument(.object(again), defaultSource: "inbox")
            #expect(JSON.object(document.data) == (try JSON.of(golden.text("data"))))
        }
    }
}

/// One case: what goes in, in the order a file shows it, and what comes of it.
private struct GoldenLeaf {
    let input: JSONObject

    init(_ golden: JSONObject) {
        var input = JSONObject()
        for key: Text in [
            "name", "document", "recordedtime", "position", "revision", "previous", "salt", "secret",
        ] { input[key] = golden[key] }
        self.input = input
    }

    /// The case with everything that is computed.
    func recorded() throws -> JSONObject {
        let document = try EventDocument(try #require(input["document"]), defaultSource: "inbox")
        let data = JSON.object(document.data).canonicalBytes
        let secret = try #require(LedgerSecret(try bytes("secret")))
        let derived = LedgerSecret.derivedID(from: secret.fingerprint(of: document.canonicalContent))
        let envelope = Envelope(
            commitment: Commitment(to: data, salt: try bytes("salt")),
            identity: EventIdentity(source: document.source, id: document.id ?? derived), story: document.story,
            type: document.type, time: document.time,
            recorded: try #require(RecordedTime(input.text("recordedtime"))),
            position: Position(try #require(input["position"]?.whole)),
            revision: Revision(try #require(input["revision"]?.whole)),
            previous: input["previous"]?.whole.map { Position($0) })
        var golden = input
        golden["time"] = .string(Text(document.time.description))
        golden["data"] = .string(Text(String(decoding: data, as: UTF8.self)))
        golden["commitment"] = .string(Text(envelope.commitment.description))
        golden["derivedid"] = .string(derived)
        golden["leaf"] = .string(Text(String(decoding: envelope.leaf, as: UTF8.self)))
        golden["leafhash"] = .string(Text(Array(SHA256.hash(data: [0] + envelope.leaf)).hexadecimal))
        return golden
    }

    private func bytes(_ name: Text) throws -> [UInt8] { try #require([UInt8](hexadecimal: input.text(name))) }
}
