import CanonicalJSON
import LedgerTestKit
import StoryEvents
import Testing

@testable import EventLog

/// Random documents about a few stories, in random batches, against an obvious model of what the log does with them.
@Suite("A random history ends as the model says")
struct RandomHistoryTests {
    @Test(arguments: 0..<24 as Range<UInt64>)
    func agrees(seed: UInt64) throws {
        let ledger = try TemporaryLedger()
        var random = SeededRandom(seed: seed)
        var model = LogModel()
        // How many states are kept between files makes no difference: one, a few, all.
        func recorder() throws -> Recorder {
            Recorder(
                try ledger.open(), StateCache(mostBytes: [1, 6_000, 24 << 20][Int(seed % 3)]), mostFolded: 1 << 30)
        }
        var recorders = [try recorder(), try recorder()]
        for _ in 0..<12 {
            ledger.clock.advance(seconds: Int64.random(in: -9_000...9_000, using: &random))
            if Int.random(in: 0..<8, using: &random) == 0 { recorders[0] = try recorder() }
            let dryRun = Int.random(in: 0..<6, using: &random) == 0
            let files = (0..<Int.random(in: 1...4, using: &random)).map { _ in
                LogModel.File(
                    documents: (0..<Int.random(in: 1...5, using: &random)).map { _ in .random(using: &random) },
                    mayWait: Bool.random(using: &random))
            }
            let results = try recorders.randomElement(using: &random)!.record(
                files.map { .lines($0.documents.map(\.json), mayWait: $0.mayWait) }, dryRun: dryRun)
            let expected = model.record(files, dryRun: dryRun)
            #expect(results.map(Self.outcomes) == expected, "seed \(seed)")
        }

        let store = try ledger.open()
        let events = try store.events(from: .first, limit: .max)
        #expect(events.map(\.envelope.position.value) == Array(0..<Int64(events.count)), "seed \(seed)")
        #expect(events.map(\.envelope.story.text) == model.events.map(\.story), "seed \(seed)")
        #expect(events.map(\.envelope.revision.value) == model.revisions, "seed \(seed)")
        #expect(zip(events, events.dropFirst()).allSatisfy { $0.envelope.recorded <= $1.envelope.recorded })
        for story in ModelDocument.stories {
            let folded = try StoryState.fold(try store.events(of: try #require(StoryID(story))))
            #expect(folded?.text("body") == model.bodies[story], "seed \(seed)")
        }
    }

    /// The outcome of a file and of each of its documents; nothing for one that waits.
    private static func outcomes(_ result: Recorder.Result) -> [Receipt.Outcome]? {
        guard case .decided(let receipt) = result else { return nil }
        return [receipt.outcome] + receipt.entries.map(\.outcome)
    }
}
