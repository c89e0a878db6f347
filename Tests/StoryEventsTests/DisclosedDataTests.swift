import CanonicalJSON
import LedgerTestKit
import Testing

@testable import StoryEvents

@Suite("Data is put together again from its pieces, whichever are there")
struct DisclosedDataTests {
    @Test(arguments: [UInt64](1...60))
    func keepsAndReadsBackWhatIsLeft(_ seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        for _ in 0..<50 {
            let data = JSON.object(Self.object(&random)).canonicalBytes
            let content = RecordedEvent.Content(salt: salt, data: data)
            let whole = try #require(DisclosedData(content))
            let commitment = try #require(Commitment(to: data, salt: salt))
            #expect(whole.commitment == commitment)
            #expect(whole.data { _, _ in [] } == data, "seed \(seed)")
            let rest = whole.hiding(whole.pieces.indices.filter { _ in Bool.random(using: &random) })
            #expect(rest.commitment == commitment)
            let remainder = try #require(rest.remainder)
            #expect(
                DisclosedData(remainder: remainder, records: rest.records) == rest,
                "seed \(seed): \(String(decoding: data, as: UTF8.self)) without \(rest.hidden)")
            #expect(rest.paths?.count == whole.pieces.count)
            #expect(rest.paths == whole.paths)
            // What is written in place of what is gone leaves JSON.
            let readable = try #require(rest.data { piece, _ in Array("[\(piece)]\n\n".utf8) })
            #expect(throws: Never.self) { try JSON.parse(readable) }
        }
    }

    /// Stored bytes may be anything.
    @Test(arguments: [UInt64](1...40))
    func readsNothingElseAndNeverTraps(_ seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let data = JSON.object(Self.object(&random)).canonicalBytes
        let whole = try #require(DisclosedData(RecordedEvent.Content(salt: salt, data: data)))
        let rest = whole.hiding(whole.pieces.indices.filter { _ in Bool.random(using: &random) })
        let (remainder, records) = (try #require(rest.remainder), rest.records)
        for _ in 0..<200 {
            var (changed, other) = (remainder, records)
            if Bool.random(using: &random) {
                Self.change(&changed, &random)
            } else {
                Self.change(&other, &random)
            }
            guard changed != remainder || other != records else { continue }
            guard let read = DisclosedData(remainder: changed, records: other) else { continue }
            #expect(read.commitment != rest.commitment, "seed \(seed)")
            _ = read.paths
        }
    }

    private static func change(_ bytes: inout [UInt8], _ random: inout SeededRandom) {
        guard let place = bytes.indices.randomElement(using: &random) else { return }
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes.remove(at: place)
        case 1: bytes.insert(bytes[Int.random(in: bytes.indices, using: &random)], at: place)
        case 2: bytes.removeLast(min(bytes.count, Int.random(in: 1...40, using: &random)))
        default: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        }
    }

    private static let words = [
        "", "a", "One.", "\n", "\n\n", "\r\n\r\n", " ", "\t", "\"", "\\", "é", "🚢", "\u{1}", "\n \n", "Two.",
    ]

    private static func text(_ random: inout SeededRandom) -> JSON {
        .string(
            Text(
                (0..<Int.random(in: 0...6, using: &random)).map { _ in words.randomElement(using: &random)! }.joined()))
    }

    private static func object(_ random: inout SeededRandom, depth: Int = 0) -> JSONObject {
        var object = JSONObject()
        for key: Text in ["body", "a\"b", "context", "file", "z"] where Int.random(in: 0..<3, using: &random) > 0 {
            object[key] = value(&random, depth: depth + 1)
        }
        return object
    }

    private static func value(_ random: inout SeededRandom, depth: Int) -> JSON {
        switch Int.random(in: 0..<(depth < 3 ? 8 : 6), using: &random) {
        case 0: .integer(Int64.random(in: -3...3, using: &random))
        case 1: .null
        case 6: .array((0..<Int.random(in: 0...3, using: &random)).map { _ in value(&random, depth: depth + 1) })
        case 7: .object(object(&random, depth: depth + 1))
        default: text(&random)
        }
    }
}
