import CanonicalJSON
import LedgerTestKit
import StoryEvents
import Testing

@testable import EventLog

@Suite("The documents of a file are all taken, or none")
struct FileIntakeTests {
    /// A story's text is not held to decide about it: two with large ones stay both.
    @Test func largeTextsAreFoldedOnce() throws {
        let ledger = try TemporaryLedger()
        defer { withExtendedLifetime(ledger) {} }
        let store = try ledger.open(.readWrite)
        let long = Text(String(repeating: "word ", count: 1 << 20))
        let published = ["a", "b"].map { Documents.published($0, body: long, claims: [["id": "c", "text": "t"]]) }
        #expect(try Recorder(store).record([.lines(published)])[0].receipt?.outcome == .appended)
        // Each is folded once, in the file that names it first.
        let recorder = Recorder(store, StateCache(mostBytes: 1 << 20), mostFolded: 1 << 20)
        for (number, outcome) in [Receipt.Outcome.appended, .appended].enumerated() {
            let story = ["a", "b"][number] as Text
            let receipt = try recorder.record([.lines([Documents.denied(story, by: "M")])])[0].receipt
            #expect(receipt?.outcome == outcome)
        }
        let denials = (0..<40).map { Documents.denied($0 % 2 == 0 ? "a" : "b", by: .init("Party \($0)")) }
        #expect(try recorder.record([.lines(denials)])[0].receipt?.outcome == .appended)
        let unchanged = Documents.updated("a", body: long)
        #expect(try recorder.record([.lines([unchanged])])[0].receipt?.outcome == .unchanged)
    }

    /// The documents of one file make no more be read than its size allows; those of a file for each story are taken.
    @Test func aFileOfManyLargeStoriesIsRefused() throws {
        let ledger = try TemporaryLedger()
        defer { withExtendedLifetime(ledger) {} }
        let store = try ledger.open(.readWrite)
        let long = Text(String(repeating: "word ", count: 1 << 16))
        let names = (0..<5).map { Text("s\($0)") }
        let published = names.map { Documents.published($0, body: long, claims: [["id": "c", "text": "t"]]) }
        #expect(try Recorder(store).record([.lines(published)])[0].receipt?.outcome == .appended)
        let recorder = Recorder(store, StateCache(), mostFolded: 1 << 20)
        let refused = try #require(try recorder.record([.lines(names.map { Documents.denied($0) })])[0].receipt)
        #expect(refused.outcome == .quarantined)
        guard case .object(let refusal)? = refused.refusals.first else { return }
        #expect(refusal["code"] == "too-many")
        #expect(refusal["path"] == "$.subject")
        #expect(refusal["line"] == 5)
        let fresh = Recorder(store, StateCache(), mostFolded: 1 << 20)
        for name in names {
            #expect(try fresh.record([.lines([Documents.denied(name)])])[0].receipt?.outcome == .appended)
        }
    }

    /// A recorder that has seen every file, refused ones too, decides as one that folds each story from the log.
    @Test(arguments: 0..<12 as Range<UInt64>)
    func refusedFilesLeaveNothingBehind(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let ledgers = try [TemporaryLedger(), TemporaryLedger()]
        defer { withExtendedLifetime(ledgers) {} }
        let stores = try ledgers.map { try $0.open(.readWrite) }
        let lasting = Recorder(stores[0])
        var refused = 0
        for number in 0..<60 {
            let documents =
                number == 0
                ? ["s0", "s1"].map { Documents.published($0) }
                : (0..<Int.random(in: 1...3, using: &random)).map { _ in Self.document(&random) }
            let results = try [lasting, Recorder(stores[1])].map { try $0.record([.lines(documents)])[0].receipt }
            #expect(results[0]?.outcome == results[1]?.outcome, "seed \(seed)")
            #expect(results[0]?.refusals == results[1]?.refusals, "seed \(seed)")
            if results[0]?.outcome == .quarantined { refused += 1 }
        }
        #expect((10..<58).contains(refused), "seed \(seed)")
    }

    /// What is taken or not by what the story has: claims, hops, requests, events, its text and its status.
    private static func document(_ random: inout SeededRandom) -> JSON {
        func number(_ most: Int) -> Int { Int.random(in: 0...most, using: &random) }
        var data: JSONObject
        let type: Text
        switch number(7) {
        case 0:
            (type, data) = ("published", ["headline": "h", "body": "b", "claims": [["id": "c0", "text": "t"]]])
        case 1: (type, data) = ("updated", ["claims": [["id": .string("c\(number(9))"), "text": "t"]]])
        case 2: (type, data) = ("updated", ["requests": [["id": .string("r\(number(9))"), "party": "M"]]])
        case 3: (type, data) = ("updated", ["body": .string("b\(number(3))")])
        case 4: (type, data) = ("updated", ["change": ["hold", "release", "kill"][number(2)], "reason": "r"])
        case 5: (type, data) = ("denied", ["by": "M", "claim": .string("c\(number(9))")])
        case 6: (type, data) = ("reiterated", ["by": "M", "answers": .string("e\(number(200))")])
        default:
            (type, data) = ("responded", ["by": "M", "outcome": "declined", "request": .string("r\(number(9))")])
        }
        return [
            "type": .string(type), "subject": .string("s\(number(1))"), "id": .string("e\(number(200))"),
            "time": "2026-03-02T12:00:00Z", "data": .object(data),
        ]
    }

    @Test func timesThatSayTheSameAreTheSameContent() throws {
        let ledger = try TemporaryLedger()
        defer { withExtendedLifetime(ledger) {} }
        let recorder = Recorder(try ledger.open(.readWrite))
        func outcome(_ time: Text, id: JSON? = nil) throws -> Receipt.Outcome? {
            var document: JSONObject = [
                "type": "published", "subject": "dam", "time": .string(time),
                "data": ["headline": "h", "body": "b"],
            ]
            document["id"] = id
            return try recorder.record([.lines([.object(document)])])[0].receipt?.outcome
        }
        #expect(try outcome("2026-03-02T12:00:00.50Z") == .appended)
        for time in ["2026-03-02T12:00:00.5Z", "2026-03-02T12:00:00.500+00:00", "2026-03-02t12:00:00.5z"] as [Text] {
            #expect(try outcome(time) == .duplicate, "\(time)")
        }
        #expect(try outcome("2026-03-02T12:00:00Z") == .quarantined)
    }
}
