import CanonicalJSON
import LedgerTestKit
import Testing

@testable import StoryEvents

@Suite("A state that holds digests of long texts decides as one that holds the texts")
struct DigestedTests {
    /// Random updates with long and short texts: both states take and refuse the same, and number versions alike.
    @Test(arguments: [UInt64](1...40))
    func decidesTheSame(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        func value(_ depth: Int) -> JSON {
            let long = Text(String(repeating: "long ", count: [25, 26, 400].randomElement(using: &random) ?? 25))
            switch Int.random(in: 0..<(depth > 2 ? 5 : 8), using: &random) {
            case 0: return .string(long)
            case 1: return ["short", "e\u{301}", "\u{E9}"].randomElement(using: &random) ?? "short"
            case 2: return .integer(Int64.random(in: 0..<3, using: &random))
            case 3: return .array([.string(long), 1])
            case 4: return [.string(long), ["a": .string(long)]]
            case 5: return JSON.null
            default:
                return .object(
                    ["a", "b", "c"].prefix(Int.random(in: 0...3, using: &random)).reduce(into: JSONObject()) {
                        $0[$1] = value(depth + 1)
                    })
            }
        }
        func text() -> JSON {
            .string(Text(String(repeating: "Text. ", count: Int.random(in: 1...40, using: &random))))
        }
        func data() -> JSONObject {
            var data = JSONObject()
            for field in ["headline", "body"] as [Text] where Bool.random(using: &random) { data[field] = text() }
            if Bool.random(using: &random) { data["dek"] = Bool.random(using: &random) ? .null : text() }
            if Bool.random(using: &random) { data["keywords"] = .array([text(), text()]) }
            if case .object(let extra) = value(0) { data["extra"] = .object(extra) }
            return data
        }
        var first = data()
        (first["headline"], first["body"], first["dek"]) = ("h", text(), "d")
        var story = try Story([Self.document("published", first)])
        let publication = try read(Self.document("published", first))
        guard case .published(let payload) = publication.payload, let full = story.state else { return }
        var small = StoryState(envelope(of: full, .published), payload, isForDeciding: true)
        var unchanged = 0
        for _ in 0..<60 {
            let document = try read(Self.document("updated", data()))
            let full = try #require(story.state)
            #expect(small.fieldsSize == full.fieldsSize, "seed \(seed)")
            #expect(JSON.object(full.fields).size == full.fieldsSize, "seed \(seed)")
            #expect(small.fields == full.fields.digested, "seed \(seed)")
            let decision = try Decision(document, on: full)
            #expect(try Decision(document, on: small) == decision, "seed \(seed)")
            if decision == .unchanged {
                unchanged += 1
                continue
            }
            try story.append(Self.document("updated", document.data))
            let next = try #require(story.state)
            var other = small
            other.apply(envelope(of: next, .updated), document.digestedPayload)
            small.apply(envelope(of: next, .updated), document.payload)
            #expect(small == other, "seed \(seed)")
            #expect(small.version == next.version, "seed \(seed)")
        }
        #expect((1..<60).contains(unchanged), "seed \(seed)")
    }

    private static func document(_ type: Text, _ data: JSONObject) -> String {
        (["type": .string(type), "data": .object(data)] as JSONObject).shown
    }

    private func envelope(of state: StoryState, _ type: EventType) -> Envelope {
        Envelope(
            commitment: Commitment(to: Array("{}".utf8), salt: salt)!,
            identity: EventIdentity(source: state.source, id: Text("e\(state.position.value)")), story: state.story,
            type: type, time: state.published, recorded: RecordedTime(microseconds: 0), position: state.position,
            revision: state.revision, previous: nil)
    }

    @Test func isSmallWhateverTheStorySays() throws {
        let long = String(repeating: "word ", count: 1 << 20)
        let claims = (0..<100).map { #"{"id": "c\#($0)", "text": "\#(long.prefix(60_000))", "by": {"name": "Jo"}}"# }
        let document = try read(
            #"{"type": "published", "data": {"headline": "h", "body": "\#(long)", "extra": {"a": ["\#(long)"]}, "#
                + #""claims": [\#(claims.joined(separator: ", "))]}}"#)
        guard case .published(let publication) = document.payload else { return }
        let full = try #require(try Story([#"{"type": "published", "data": {"headline": "h", "body": "b"}}"#]).state)
        let state = StoryState(envelope(of: full, .published), publication, isForDeciding: true)
        #expect(state.weight < 1 << 17)
        #expect(state.names.claim("c7")?.id == "c7")
    }

    /// A text cannot pass for the digest of another.
    @Test func tellsATextFromItsDigest() throws {
        let long = JSON.string(Text(String(repeating: "x", count: 1_000)))
        guard case .string(let digest) = long.digested else { return }
        #expect(throws: JSONSyntaxError.self) { try JSON.of(#"{"body": "\#(digest.string)"}"#) }
        #expect(long.digested.size == long.size)
        #expect(JSON.array([long]).digested != .string(digest))
        #expect(
            JSON.string(Text(String(decoding: JSON.array([long]).canonicalBytes, as: UTF8.self))).digested
                != JSON.array([long]).digested)
    }
}
