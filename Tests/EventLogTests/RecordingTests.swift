import CanonicalJSON
import LedgerTestKit
import StoryEvents
import Testing

@testable import EventLog

@Suite("What recording makes fast it makes the same")
struct RecordingTests {
    @Test func fingerprintsAreTheSecrets() throws {
        let secret = TemporaryLedger.secret
        let keyed = KeyedHash(secret)
        for count in [1, 63, 64, 65, 5_000] {
            let body = Text(String(repeating: "a", count: count))
            let document = try EventDocument(Documents.published(body: body), defaultSource: "inbox")
            let expected = secret.fingerprint(of: document.canonicalContent)
            let (data, end) = (document.canonicalData, document.contentEnd)
            #expect(keyed.fingerprint(of: data, end: end) == expected)
            #expect(keyed.fingerprint(of: data, end: end) == expected, "a second time")
        }
    }

    @Test func whatACommitHasNoTimeForIsLeft() throws {
        let ledger = try TemporaryLedger()
        let store = try ledger.open(.readWrite)
        let submissions = (0..<4).map { number in
            Submission(
                file: "\(number).json", bytes: Documents.published("s\(number)").canonicalBytes, format: .json,
                defaultSource: "inbox")
        }
        var asked = 0
        let time = CommitTime(most: .seconds(2), mostFold: .seconds(1)) {
            asked += 1
            return .seconds(asked)
        }
        // It is asked at the start, and before each file but the first.
        let results = try Recorder(store).record(submissions, time: time)
        #expect(results.map { $0.receipt?.outcome } == [.appended, .appended, .appended, nil])
        #expect(results.last == .putOff(.otherFiles))
        #expect(try store.size() == 3)
        let late = CommitTime(most: .seconds(-1), mostFold: .seconds(1)) { .zero }
        let more = try Recorder(store).record([submissions[3], submissions[3]], time: late)
        #expect(more[0].receipt?.outcome == .appended && more[1] == .putOff(.otherFiles))
    }

    @Test func entriesAreWrittenInCanonicalForm() throws {
        let story = try #require(StoryID("\"caf\u{E9}\" \\ \u{1F30A}"))
        let entries = [
            Receipt.Entry(
                position: Position(17), revision: .first, story: story, type: .published, id: "a\"b", outcome: .appended
            ),
            Receipt.Entry(
                position: nil, revision: nil, story: story, type: .denied, id: nil, outcome: .unchanged),
        ]
        for entries in [[], [entries[0]], entries] {
            #expect(entries.canonicalBytes == JSON.array(entries.map(\.json)).canonicalBytes)
        }
    }

    @Test(arguments: [1, 5_000, 16 << 20])
    func statesAreTheSameHoweverFewAreKept(_ mostBytes: Int) throws {
        let ledger = try TemporaryLedger()
        let store = try ledger.open(.readWrite)
        let names = ["a", "b", "c"] as [Text]
        _ = try Recorder(store).record([.lines(names.map { Documents.published($0, body: "0") })])
        let cache = StateCache(mostBytes: mostBytes)
        let recorder = Recorder(store)
        for number in 1...5 {
            _ = try recorder.record([.lines(names.map { Documents.updated($0, body: "\(number)") })])
            let states = try store.append(rehearsal: true) { transaction throws(EventLogError) in
                var states: [StoryState?] = []
                for name in names {
                    for _ in 0..<2 {
                        var timer = FoldTimer(nil)
                        guard case .kept(let kept) = try cache.story(StoryID(name)!, in: transaction, &timer)
                        else { continue }
                        states.append(kept.state)
                    }
                }
                return states
            }
            #expect(states.map { $0?.text("body") } == Array(repeating: "\(number)", count: 6))
            #expect(states.map { $0?.revision.value } == Array(repeating: Int64(number), count: 6))
        }
    }

    @Test func theLeastRecentlyUsedStatesAreForgotten() throws {
        let ledger = try TemporaryLedger()
        let store = try ledger.open(.readWrite)
        let names = (0..<6).map { Text("s\($0)") }
        _ = try Recorder(store).record([.lines(names.map { Documents.published($0) })])
        var looks = 0
        let time = CommitTime(most: .seconds(1), mostFold: .seconds(1)) {
            looks += 1
            return .zero
        }
        let isFolded = try store.append(rehearsal: true) { transaction throws(EventLogError) -> [Bool] in
            var timer = FoldTimer(nil)
            guard case .kept(let kept) = try StateCache().story(StoryID(names[0])!, in: transaction, &timer) else {
                return []
            }
            // Room for four.
            let cache = StateCache(mostBytes: kept.state.weight * 9 / 2)
            return try [0, 1, 2, 3, 0, 4, 0, 3, 1].map { number throws(EventLogError) -> Bool in
                var timer = FoldTimer(time)
                let before = looks
                _ = try cache.story(StoryID(names[number])!, in: transaction, &timer)
                return looks > before
            }
        }
        #expect(isFolded == [true, true, true, true, false, true, false, false, true])
    }

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
