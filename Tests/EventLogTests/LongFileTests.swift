import CanonicalJSON
import Crypto
import EventLog
import LedgerTestKit
import StoryEvents
import Testing

/// A file of more than 128 KiB of lines is read ahead of what is appended.
@Suite("A long file is taken like a short one")
struct LongFileTests {
    private let ledger: TemporaryLedger
    private let recorder: Recorder
    private static let body = Text(String(repeating: "A long paragraph. ", count: 40))

    init() throws {
        ledger = try TemporaryLedger()
        recorder = Recorder(try ledger.open())
    }

    private func documents(_ count: Int) -> [JSON] {
        (0..<count).map { Documents.published("story \($0)", body: Self.body) }
    }

    @Test func inOrder() throws {
        let receipt = try #require(try recorder.record([.lines(documents(500))])[0].receipt)
        #expect(receipt.outcome == .appended)
        #expect(receipt.entries.map(\.position?.value) == Array(0..<500))
        #expect(receipt.entries.map(\.story.text) == (0..<500).map { "story \($0)" })
        let again = try #require(try recorder.record([.lines(documents(500))])[0].receipt)
        #expect(again.outcome == .duplicate)
        #expect(again.entries.map(\.position) == receipt.entries.map(\.position))
    }

    @Test func refusedWithTheLineOfWhatIsWrong() throws {
        var lines = documents(500)
        lines[320] = Documents.updated("nowhere", body: "New.")
        lines[400] = ["type": "rumoured"]
        let receipt = try #require(try recorder.record([.lines(lines)])[0].receipt)
        #expect(receipt.outcome == .quarantined)
        let found = receipt.refusals.map { refusal in
            guard case .object(let members) = refusal else { return [JSON?]() }
            return [members["code"], members["line"]]
        }
        #expect(found.first == ["unknown-story", 321])
        #expect(found.dropFirst().allSatisfy { $0[1] == 401 })
        #expect(found.contains(["unknown-type", 401]))
        #expect(try ledger.open().size() == 0)
    }

    @Test func readNoFurtherThanItsHundredthRefusal() throws {
        let receipt = try recorder.record([.lines((0..<3_000).map { ["type": "\($0)", "data": "\(Self.body)"] })])[0]
            .receipt
        #expect((100..<200).contains(try #require(receipt).refusals.count))
        #expect(try recorder.record([.lines(documents(300))])[0].receipt?.outcome == .appended)
    }

    @Test func waitingForAStory() throws {
        let story = try #require(StoryID("harbor-bridge"))
        let lines = documents(300) + [Documents.updated(body: "New.")]
        #expect(try recorder.record([.lines(lines, mayWait: true)]) == [.waits(for: Awaited(story: story))])
        _ = try recorder.record([.lines([Documents.published()])])
        #expect(try recorder.record([.lines(lines, mayWait: true)])[0].receipt?.outcome == .appended)
        #expect(try ledger.open().size() == 302)
    }

    @Test func readWhileTheOneBeforeItIsRecorded() throws {
        let files = [documents(300), (300..<600).map { Documents.published("story \($0)", body: Self.body) }]
        var positions: [Int64?] = []
        var next = recorder.prepare(.lines(files[0]))
        for number in files.indices {
            let file = next
            if number + 1 < files.count { next = recorder.prepare(.lines(files[number + 1])) }
            positions += try #require(try recorder.record([file])[0].receipt).entries.map(\.position?.value)
        }
        #expect(positions == Array(0..<600))
        _ = recorder.prepare(.lines(files[0]))  // and never recorded
        #expect(try recorder.record([.lines(files[1])])[0].receipt?.outcome == .duplicate)
    }

    /// They share one thread, which reads on when the recorder that had them prepared is gone.
    @Test func oneAfterAnother() throws {
        let files = (0..<20).map { number in
            let documents = (0..<180).map { Documents.published("story \(number) \($0)", body: Self.body) }
            return Submission.lines(number % 10 == 9 ? [] : documents)
        }
        var first: Recorder? = Recorder(try ledger.open(.readWrite))
        let prepared = files.map { first?.prepare($0) ?? $0 }
        first = nil
        let outcomes = try recorder.record(prepared).map { $0.receipt?.outcome }
        #expect(outcomes == (0..<20).map { $0 % 10 == 9 ? .quarantined : .appended })
        _ = files.map { recorder.prepare($0) }  // and never recorded
        #expect(try ledger.open().size() == 18 * 180)
    }

    @Test func manyShortOnesAtOnce() throws {
        let files = (0..<200).map { number in
            number % 10 == 9 ? Submission.lines([]) : .lines([Documents.published("story \(number)")])
        }
        let outcomes = try recorder.record(files).map { $0.receipt?.outcome }
        #expect(outcomes == (0..<200).map { $0 % 10 == 9 ? .quarantined : .appended })
        #expect(try ledger.open().size() == 180)
    }

    /// More than lies ready at once, asked for in another order than it was given in.
    @Test func theLastOneFirst() throws {
        let files = (0..<6).map { file in
            (0..<1_500).map { Documents.published("story \(file) \($0)", body: Self.body) }
        }
        let prepared = files.map { recorder.prepare(.lines($0)) }
        for file in prepared.indices.reversed() {
            let receipt = try #require(try recorder.record([prepared[file]])[0].receipt)
            var entries = ReceiptEntries(receipt, in: try ledger.open())
            for number in 0..<1_500 { #expect(try entries.next()?.story.text == "story \(file) \(number)") }
            #expect(try entries.next() == nil)
        }
        #expect(try ledger.open().size() == 9_000)
    }

    private func array(_ documents: [JSON]) -> Submission {
        Submission(
            file: "batch.json", bytes: JSON.array(documents).bytes(pretty: true), format: .json,
            defaultSource: "newsdesk")
    }

    @Test func ofOneArray() throws {
        let receipt = try #require(try recorder.record([array(documents(500))])[0].receipt)
        #expect(receipt.entries.map(\.story.text) == (0..<500).map { "story \($0)" })
        var wrong = documents(500)
        wrong[320] = Documents.updated("nowhere", body: "New.")
        // Read ahead or not, the refusal is at the same place.
        let short = try #require(try recorder.record([array([wrong[320]])])[0].receipt)
        let long = try #require(try recorder.record([array(Array(wrong[320...]))])[0].receipt)
        #expect(long.refusals.count == 1)
        #expect(long.refusals == short.refusals)
    }

    /// What keeps a file with front matter from being taken is found at the same line whatever else is in the batch.
    @Test func besideFrontMatter() throws {
        let text = """
            ---
            type: updated
            time: 2026-03-02T17:20:00Z
            headline: New
            story: nowhere
            ---
            New.
            """
        let file = Submission(
            file: "note.md", bytes: Array(text.utf8), format: .frontMatter, defaultSource: "newsdesk")
        let alone = try #require(try recorder.record([file])[0].receipt)
        let beside = try #require(try recorder.record([file, .lines(documents(300))])[0].receipt)
        #expect(alone.refusals.count == 1)
        guard case .object(let refusal)? = alone.refusals.first else {
            Issue.record("a refusal is an object")
            return
        }
        #expect(refusal["line"] == 5)
        #expect(beside.refusals == alone.refusals)
    }

    @Test func theHashIsOfAllOfItsBytes() throws {
        let bytes = documents(500).flatMap { $0.bytes(pretty: false) + [UInt8(ascii: "\n")] }
        for end in [[], Array("\n\n".utf8), Array("  \n".utf8)] {
            let file = Submission(file: "long.ndjson", bytes: bytes + end, format: .lines, defaultSource: "inbox")
            let receipt = try #require(try recorder.record([file])[0].receipt)
            #expect(receipt.sha256 == Array(SHA256.hash(data: bytes + end)))
        }
    }

    @Test func beforeAndAfterOthers() throws {
        let files = [documents(300), [Documents.updated("story 1", body: "New.")], documents(301)].map {
            Submission.lines($0)
        }
        let outcomes = try recorder.record(files).map { $0.receipt?.entries.map(\.outcome) ?? [] }
        #expect(outcomes[0] == Array(repeating: .appended, count: 300))
        #expect(outcomes[1] == [.appended])
        #expect(outcomes[2] == Array(repeating: .duplicate, count: 300) + [.appended])
    }
}
