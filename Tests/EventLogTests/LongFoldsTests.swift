import CanonicalJSON
import LedgerTestKit
import StoryEvents
import Testing

@testable import EventLog

@Suite("A story that takes long to fold keeps no other source waiting")
struct LongFoldsTests {
    private let ledger: TemporaryLedger
    private let store: SQLiteEventStore
    /// No fold goes on after its first event.
    private let time = CommitTime(most: .seconds(1), mostFold: .zero) { .zero }
    private static let events = 12

    init() throws {
        ledger = try TemporaryLedger()
        store = try ledger.open(.readWrite)
        for story in ["long", "other"] as [Text] { try publish(story) }
    }

    private func publish(_ story: Text) throws {
        let bodies = (1..<Self.events).map { Text(String(repeating: "word \($0) ", count: 10_000)) }
        let documents =
            [Documents.published(story, claims: [["id": "c", "text": "t"]])]
            + bodies.map { Documents.updated(story, body: $0) }
        #expect(try Recorder(store).record([.lines(documents, source: "wire")])[0].receipt?.outcome == .appended)
    }

    private func denial(_ story: Text, _ id: Text, source: Text = "wire") -> Submission {
        .lines([Documents.denied(story, id: id)], file: "\(id).json", source: source)
    }

    @Test func eachCommitFoldsAPartAndTakesTheFilesOfOthers() throws {
        let recorder = Recorder(store)
        // The first event is short, and the last one ends the fold.
        for number in 2..<Self.events {
            let published = Submission.lines([Documents.published("p\(number)")], source: "mill")
            let results = try recorder.record([denial("long", "d1"), denial("p1", "d2"), published], time: time)
            #expect(results[0] == .putOff(.longFold), "part \(number)")
            // Files of one source are taken in order.
            #expect(results[1] == .putOff(.longFold), "part \(number)")
            #expect(results[2].receipt?.outcome == .appended, "part \(number)")
        }
        let results = try recorder.record([denial("long", "d1")], time: time)
        #expect(results[0].receipt?.outcome == .appended)
        #expect(try recorder.record([denial("long", "d3")], time: time)[0].receipt?.outcome == .appended)
    }

    @Test func sourcesTakeTurns() throws {
        let recorder = Recorder(store)
        var order: [Text] = []
        var waiting = ["wire": (1...3).map { "a\($0)" as Text }, "mill": (1...3).map { "b\($0)" }] as [Text: [Text]]
        for number in 0..<200 where waiting.values.contains(where: { !$0.isEmpty }) {
            // The first one of the commit has no advantage.
            let files = ["wire", "mill"].compactMap { source in
                waiting[source]?.first.map { denial(source == "wire" ? "long" : "other", $0, source: source) }
            }
            // Each time another process, such as `append`, makes the state useless.
            for story in ["long", "other"] as [Text] {
                _ = try Recorder(store).record([.lines([Documents.denied(story, id: "\(story)\(number)")], source: "x")]
                )
            }
            for (file, result) in zip(files, try recorder.record(files, time: time)) where result.receipt != nil {
                order.append(file.producer.source)
                waiting[file.producer.source]?.removeFirst()
            }
        }
        #expect(order == ["wire", "mill", "wire", "mill", "wire", "mill"])
    }

    @Test func aFoldWhoseFileIsGoneIsDropped() throws {
        let recorder = Recorder(store)
        _ = try recorder.record([denial("long", "d1")], time: time)
        var tries = 0
        while try recorder.record([denial("other", "d2", source: "mill")], time: time)[0].receipt == nil { tries += 1 }
        #expect((64..<100).contains(tries), "\(tries)")
    }

    @Test func aTakedownBetweenTwoPartsIsSeen() throws {
        let recorder = Recorder(store)
        for _ in 0..<3 { _ = try recorder.record([denial("long", "d1")], time: time) }
        // The claim is gone.
        _ = try Withholder(store).withhold(.event(Position(0)), reason: "r", authority: "a")
        var receipt: Receipt?
        for _ in 0..<40 where receipt == nil {
            receipt = try recorder.record([denial("long", "d1")], time: time)[0].receipt
        }
        #expect(receipt?.outcome == .quarantined)
        let fresh = try Recorder(store).record([denial("long", "d1")])[0].receipt
        #expect(receipt?.refusals == fresh?.refusals)
    }

    /// A part never holds events that were undone.
    @Test func whatAnUndoneFileAppendedIsNotFolded() throws {
        // Nothing is cached, and only the first fold of the file may take any time.
        var looks = 0
        let time = CommitTime(most: .seconds(1), mostFold: .seconds(1)) {
            looks += 1
            return looks < 16 ? .zero : .seconds(2)
        }
        let recorder = Recorder(store, StateCache(mostBytes: 1), mostFolded: 1 << 30)
        func claim(_ id: Text) -> JSON {
            [
                "type": "updated", "subject": "long", "time": "2026-03-02T12:00:00Z",
                "data": ["claims": [["id": .string(id), "text": "t"]]],
            ]
        }
        let file = [claim("c1"), Documents.published("p"), Documents.denied("long")]
        #expect(try recorder.record([.lines(file, source: "wire")], time: time)[0] == .putOff(.longFold))
        #expect(try Recorder(store).record([.lines([claim("c2")], source: "wire")])[0].receipt?.outcome == .appended)
        for id in ["c1", "c2"] as [Text] {
            var receipt: Receipt?
            for _ in 0..<40 where receipt == nil {
                let again = Submission.lines([claim(id)], file: "\(id).json", source: "wire")
                receipt = try recorder.record([again], time: time)[0].receipt
            }
            #expect(receipt?.outcome == (id == "c1" ? .appended : .duplicate))
        }
    }

    /// What is folded for a file is not folded again, however little is cached, and whatever other files name the same stories.
    @Test func aFileAboutSeveralLongStoriesIsTaken() throws {
        try publish("third")
        let recorder = Recorder(store, StateCache(mostBytes: 1), mostFolded: 1 << 30)
        let stories = ["long", "other", "third"] as [Text]
        let file = Submission.lines(
            stories.map { Documents.denied($0, id: "a-\($0)") }, file: "a.ndjson", source: "wire")
        var receipt: Receipt?
        var commits = 0
        while receipt == nil, commits < 200 {
            commits += 1
            let others = stories.map { denial($0, "\($0)-\(commits)", source: "mill-\($0)") }
            receipt = try recorder.record(others + [file], time: time).last?.receipt
        }
        #expect(receipt?.outcome == .appended)
        #expect(commits < 3 * Self.events * 4, "\(commits) commits")
    }

    /// A recorder that puts files off takes them in the end, and decides each as one that does not.
    @Test(arguments: 0..<3 as Range<UInt64>)
    func whatIsPutOffIsDecidedAlike(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let ledgers = try [TemporaryLedger(), TemporaryLedger()]
        defer { withExtendedLifetime(ledgers) {} }
        let stores = try ledgers.map { try $0.open(.readWrite) }
        let patient = Recorder(stores[1])
        let hasty = Recorder(
            stores[0], StateCache(mostBytes: [1, 20_000, 1 << 24][Int(seed % 3)]), mostFolded: 1 << 24)
        for store in stores {
            for story in ["s0", "s1", "s2", "s3"] as [Text] {
                let bodies = (0..<6).map { Text(String(repeating: "\(story) \($0) ", count: 20_000)) }
                let documents = [Documents.published(story)] + bodies.map { Documents.updated(story, body: $0) }
                _ = try Recorder(store).record([.lines(documents, source: "a")])
            }
        }
        var files: [Text: [Submission]] = [:]
        for source in ["a", "b", "c"] as [Text] {
            files[source] = (0..<12).map { number in
                let documents = (0..<Int.random(in: 1...3, using: &random)).map { _ in Self.document(&random) }
                return .lines(documents, file: "\(source)\(number)", source: source)
            }
        }
        var clock = (random: SeededRandom(seed: seed + 1), seconds: Int64(0))
        let time = CommitTime(most: .seconds(60), mostFold: .seconds(1)) {
            clock.seconds += Int64(clock.random.next() % 2)
            return .seconds(clock.seconds)
        }
        var (commits, delays) = (0, [Recorder.Delay: Int]())
        while files.values.contains(where: { !$0.isEmpty }) {
            commits += 1
            try #require(commits < 2_000, "seed \(seed)")
            if Int.random(in: 0..<10, using: &random) == 0 {
                let position = Position(Int64.random(in: 0..<20, using: &random))
                let results = stores.map { store in
                    Result { try Withholder(store).withhold(.event(position), reason: "r", authority: "a") }
                }
                #expect(results.map { (try? $0.get())?.by?.position }.reduce(into: Set()) { $0.insert($1) }.count == 1)
            }
            let batch = files.keys.shuffled(using: &random).flatMap { source in files[source]!.prefix(2) }
            for (file, result) in zip(batch, try hasty.record(batch, time: time)) {
                if case .putOff(let delay) = result { delays[delay, default: 0] += 1 }
                guard let receipt = result.receipt else { continue }
                let expected = try #require(try patient.record([file])[0].receipt)
                #expect(receipt.outcome == expected.outcome, "seed \(seed): \(file.file)")
                #expect(receipt.refusals == expected.refusals, "seed \(seed): \(file.file)")
                #expect(files[file.producer.source]?.removeFirst().file == file.file, "seed \(seed): out of order")
            }
        }
        #expect(delays[.longFold, default: 0] > 0, "seed \(seed)")
    }

    private static func document(_ random: inout SeededRandom) -> JSON {
        func number(_ most: Int) -> Int { Int.random(in: 0...most, using: &random) }
        let story = Text("s\(number(3))")
        let claims: JSON = [["id": .string("c\(number(9))"), "text": "t"]]
        let body = Text(String(repeating: "word \(number(3)) ", count: number(6_000)))
        var data: JSONObject
        let type: Text
        switch number(5) {
        case 0: (type, data) = ("published", ["headline": "h", "body": "b", "claims": claims])
        case 1: (type, data) = ("updated", ["claims": claims])
        case 2: (type, data) = ("updated", ["body": .string(body)])
        case 3: (type, data) = ("responded", ["by": "M", "outcome": "declined"])
        case 4: (type, data) = ("updated", ["change": ["hold", "release"][number(1)], "reason": "r"])
        default: (type, data) = ("denied", ["by": "M", "claim": .string("c\(number(9))")])
        }
        return [
            "type": .string(type), "subject": .string(story), "id": .string("e\(number(2_000))"),
            "time": "2026-03-02T12:00:00Z", "data": .object(data),
        ]
    }
}
