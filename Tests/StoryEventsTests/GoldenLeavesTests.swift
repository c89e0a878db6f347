import CanonicalJSON
import Crypto
import StoryEvents
import Testing

/// The leaf format can never change: these bytes are what every ledger keeps.
struct GoldenLeavesTests {
    @Test func leavesAreWhatTheyAlwaysWere() throws {
        let found = try Golden.cases("leaves.json").map(GoldenLeaf.init).map { try $0.recorded() }
        #expect(found.count == 20)
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
        for golden in try Golden.cases("leaves.json") where golden["own"] == nil && golden["completed"] == nil {
            var again = try #require(golden["document"]?.members)
            var data = try #require(try JSON.of(golden.text("data")).members)
            (data["when"], data["context"]) = (nil, nil)
            again["data"] = .object(data)
            let document = try EventDocument(.object(again), defaultSource: "inbox")
            var expected = try #require(try JSON.of(golden.text("data")).members)
            var context = try #require(expected["context"]?.members ?? [:])
            context["file"] = nil
            expected["context"] = context.isEmpty ? nil : .object(context)
            #expect(JSON.object(document.data) == .object(expected))
        }
    }
}

/// One case: what goes in, in the order a file shows it, and what comes of it.
private struct GoldenLeaf {
    let input: JSONObject

    init(_ golden: JSONObject) {
        var input = JSONObject()
        for key: Text in [
            "name", "document", "file", "completed", "own", "recordedtime", "position", "revision", "previous", "salt",
            "secret", "withheld",
        ] { input[key] = golden[key] }
        if input["own"] != nil { input["time"] = golden["time"] }
        self.input = input
    }

    /// The case with everything that is computed.
    func recorded() throws -> JSONObject {
        var golden = input
        let (data, envelope): ([UInt8], Envelope)
        if let own = input["own"]?.members {
            data = JSON.object(try #require(own["data"]?.members)).canonicalBytes
            let type = try #require(EventType(rawValue: own.text("type")))
            // What the program reads of it, it writes.
            #expect(try Payload(type, data: try #require(own["data"]?.members)).ownData.map(JSON.object) == own["data"])
            envelope = try self.envelope(
                data, EventIdentity(source: .ledger, id: Text(own.text("id"))), Text(own.text("subject")), type,
                try EventTime(input.text("time")))
        } else {
            let document = try EventDocument(try #require(input["document"]), defaultSource: "inbox")
            let secret = try #require(LedgerSecret(try bytes("secret")))
            let derived = LedgerSecret.derivedID(from: secret.fingerprint(of: document.canonicalContent))
            golden["derivedid"] = .string(derived)
            golden["time"] = .string(Text(document.time.description))
            data = try custody(try complete(document.data))
            envelope = try self.envelope(
                data, EventIdentity(source: document.source, id: document.id ?? derived), document.story.text,
                document.type, document.time)
        }
        golden["data"] = .string(Text(String(decoding: data, as: UTF8.self)))
        golden["commitment"] = .string(Text(envelope.commitment.description))
        golden["leaf"] = .string(Text(String(decoding: envelope.leaf, as: UTF8.self)))
        golden["leafhash"] = .string(Text(Array(SHA256.hash(data: [0] + envelope.leaf)).hexadecimal))
        if let withheld = input["withheld"] { try add(withheld, data, envelope.commitment, to: &golden) }
        return golden
    }

    private func envelope(
        _ data: [UInt8], _ identity: EventIdentity, _ story: Text, _ type: EventType, _ time: EventTime
    ) throws -> Envelope {
        Envelope(
            commitment: try #require(Commitment(to: data, salt: try bytes("salt"))), identity: identity,
            story: try #require(StoryID(story)), type: type, time: time,
            recorded: try #require(RecordedTime(input.text("recordedtime"))),
            position: Position(try #require(input["position"]?.whole)),
            revision: Revision(try #require(input["revision"]?.whole)),
            previous: input["previous"]?.whole.map { Position($0) })
    }

    /// The data with what the story makes plain.
    private func complete(_ data: JSONObject) throws -> JSONObject {
        var data = data
        for member in input["completed"]?.members?.members ?? [] { data[member.key] = member.value }
        return data
    }

    /// The data with the file that it came in.
    private func custody(_ data: JSONObject) throws -> [UInt8] {
        let bytes = JSON.object(data).canonicalBytes
        guard let file = input["file"]?.members else { return bytes }
        return FileCustody(
            name: Text(file.text("name")), sha256: try #require([UInt8](hexadecimal: file.text("sha256")))
        ).added(to: bytes[...])
    }

    /// The rest of the data after a takedown.
    private func add(
        _ withheld: JSON, _ data: [UInt8], _ commitment: Commitment, to golden: inout JSONObject
    ) throws {
        guard let pieces = withheld.elements?.compactMap(\.whole).map(Int.init) else {
            (golden["remainder"], golden["records"]) = ("", "")
            return
        }
        let content = RecordedEvent.Content(salt: try bytes("salt"), data: data)
        let rest = try #require(DisclosedData(content)).hiding(pieces)
        #expect(rest.commitment == commitment)
        let remainder = try #require(rest.remainder)
        #expect(DisclosedData(remainder: remainder, records: rest.records) == rest)
        golden["remainder"] = .string(Text(String(decoding: remainder, as: UTF8.self)))
        golden["records"] = .string(Text(rest.records.hexadecimal))
    }

    private func bytes(_ name: Text) throws -> [UInt8] { try #require([UInt8](hexadecimal: input.text(name))) }
}

extension Payload {
    /// The data of an event of the ledger's own.
    fileprivate var ownData: JSONObject? {
        switch self {
        case .withheld(let takedown): takedown.data
        case .forked(let fork): fork.data
        case .rekeyed(let rekeying): rekeying.data
        default: nil
        }
    }
}
