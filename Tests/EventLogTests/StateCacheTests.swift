import CanonicalJSON
import LedgerTestKit
import StoryEvents
import Testing

@testable import EventLog

@Suite("A cached state says what a fold of the log says")
struct StateCacheTests {
    /// The takedown is an event of the first story, so the second keeps its revision.
    @Test func afterATakedownInAnotherStory() throws {
        let ledger = try TemporaryLedger()
        let store = try ledger.open(.readWrite)
        let recorder = Recorder(store)
        let words: Text = "Ilse lives at 7 Quay."
        _ = try recorder.record([
            .lines([Documents.published("one", body: words), Documents.published("two", body: words)])
        ])
        _ = try Withholder(store).withhold(
            .words(words, story: try #require(StoryID("one")), everywhere: true), reason: "Order 12", authority: "Court"
        )
        let sameAgain = Submission.lines([Documents.updated("two", body: words)])
        let cached = try recorder.record([sameAgain], dryRun: true)
        let folded = try Recorder(store).record([sameAgain], dryRun: true)
        #expect(cached == folded)
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
            let states = try store.append(dryRun: true) { transaction throws(EventLogError) in
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
        let isFolded = try store.append(dryRun: true) { transaction throws(EventLogError) -> [Bool] in
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
}
