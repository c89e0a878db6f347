import CanonicalJSON
import Crypto
import EventLog
import Foundation
import LedgerTestKit
import MerkleLog
import SQLite
import StoryEvents
import Testing

/// Recomputed from the columns with nothing but the formats' own words.
@Suite("What is stored is what was hashed")
struct StoredBytesTests {
    private let ledger: TemporaryLedger

    init() throws {
        ledger = try TemporaryLedger()
        let claim: JSON = ["id": "c1", "text": "It \u{2028} \"collapsed\" caf\u{E9} cafe\u{301}"]
        let recorder = Recorder(try ledger.open())
        _ = try recorder.record([
            .lines([
                Documents.published("one", claims: [claim]), Documents.denied("one"),
                Documents.published("two", id: "x"),
                Documents.responded("one", outcome: "no-response"),
            ])
        ])
    }

    private func eachRow(_ body: (SQLite.Statement) throws -> Void) throws {
        let select = try ledger.raw().prepare(
            "SELECT position, story, revision, type, source, id, recorded, hash, leaf, salt, data, fingerprint FROM event"
        )
        var rows = 0
        while try select.step() {
            try body(select)
            rows += 1
        }
        #expect(rows == 4)
    }

    @Test func hashesTheLeafAsRFC6962Says() throws {
        try eachRow { row in
            let leaf = row.blob(8)
            #expect(row.blob(7) == Array(SHA256.hash(data: [0] + leaf)))
            #expect(row.blob(7) == Hash.leaf(leaf).bytes)
        }
    }

    @Test func commitsToTheDataPieceByPiece() throws {
        try eachRow { row in
            let (salt, data) = (row.blob(9), row.blob(10))
            #expect(salt.count == 32)
            func hash(_ kind: String, _ parts: [UInt8]...) -> [UInt8] {
                Array(SHA256.hash(data: Array("storyledger/\(kind)/v1\n".utf8) + parts.flatMap { $0 }))
            }
            let parts = try #require(DataPieces(data))
            var whole = hash("skeleton", hash("salt", salt, [255, 255, 255, 255]), parts.skeleton)
            for (number, piece) in parts.pieces.enumerated() {
                whole += hash("piece", hash("salt", salt, [0, 0, 0, UInt8(number)]), piece.text(in: data))
            }
            guard case .object(let leaf) = try JSON.parse(row.blob(8)) else { return }
            let digits = hash("data", whole).map { padded($0) }.joined()
            #expect(leaf["commitment"] == .string(Text("sha256:" + digits)))
        }
    }

    @Test func namesTheFileInTheData() throws {
        try eachRow { row in
            guard case .object(let data) = try JSON.parse(row.blob(10)), case .object(let context)? = data["context"],
                case .object(let file)? = context["file"]
            else {
                Issue.record("there is no file")
                return
            }
            #expect(file["name"] == "batch.ndjson")
            let receipt = try #require(try ledger.open(.readOnly).receipt(number: 1))
            #expect(file["sha256"] == .string(Text(receipt.sha256.hexadecimal)))
        }
    }

    @Test func keepsLeafAndDataInCanonicalForm() throws {
        try eachRow { row in
            for column in [8, 10] {
                let bytes = row.blob(column)
                let json = try JSON.parse(bytes)
                #expect(json.canonicalBytes == bytes)
            }
        }
    }

    @Test func saysInItsColumnsWhatTheLeafSays() throws {
        var previous: [String: Int64] = [:]
        try eachRow { row in
            guard case .object(let leaf) = try JSON.parse(row.blob(8)) else { return }
            let (story, type) = (try row.text(1), try row.text(3))
            let (source, id) = (try row.text(4), try row.text(5))
            #expect(leaf.count == 11)
            #expect(leaf["position"] == .integer(row.integer(0)))
            #expect(leaf["subject"] == .string(Text(story)))
            #expect(leaf["revision"] == .integer(row.integer(2)))
            #expect(leaf["type"] == .string(Text(type)))
            #expect(leaf["source"] == .string(Text(source)))
            #expect(leaf["id"] == .string(Text(id)))
            #expect(leaf["recordedtime"] == .string(Text(RecordedTime(microseconds: row.integer(6)).description)))
            #expect(leaf["time"] == "2026-03-02T11:20:00+01:00")
            #expect(leaf["schema"] == 1)
            #expect(leaf["previous"] == previous[story].map(JSON.integer) ?? .null)
            previous[story] = row.integer(0)
        }
    }

    @Test func derivesAnIDFromTheContentUnderTheSecret() throws {
        try eachRow { row in
            let data = String(decoding: row.blob(10), as: UTF8.self)
            let (story, type) = (try row.text(1), try row.text(3))
            // What the decision filled in is not the producer's content.
            let completed = type == "denied" ? data.replacing(#","claims":["c1"]"#, with: "") : data
            let file = try #require(completed.firstRange(of: /"context":{"file":{[^}]*}},?/))
            let written = completed.replacingCharacters(in: file, with: "").replacing(",}", with: "}")
            let content =
                #"{"data":\#(written),"subject":"\#(story)","time":"2026-03-02T11:20:00+01:00","type":"\#(type)"}"#
            let code = HMAC<SHA256>.authenticationCode(
                for: Array(content.utf8), using: SymmetricKey(data: TemporaryLedger.secret.bytes))
            #expect(row.blob(11) == Array(code), "\(content)")
            let id = try row.text(5)
            #expect(id == "x" || id == "hmac-sha256:" + code.map { padded($0) }.joined())
        }
    }

    @Test func drawsASaltForEachEvent() throws {
        var salts = Set<[UInt8]>()
        try eachRow { salts.insert($0.blob(9)) }
        #expect(salts.count == 4)
        #expect(Set((0..<50).map { _ in RandomSalts.next() }).count == 50)
        #expect(RandomSalts.next().count == 32)
    }

    private func padded(_ byte: UInt8) -> String { (byte < 16 ? "0" : "") + String(byte, radix: 16) }
}
