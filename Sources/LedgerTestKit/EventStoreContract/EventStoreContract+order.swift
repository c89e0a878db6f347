import CanonicalJSON
import EventLog
import StoryEvents
import Testing

extension EventStoreContract {
    static let order = [
        Check("positions are gapless from 0") { ledger in
            let store = try ledger.open()
            #expect(try store.head() == nil)
            for batch in [["a", "b", "c"], ["d"], [], ["e", "f"]] {
                try store.appendAll(batch.map { try .sample("story of \($0)", id: "\($0)") })
            }
            #expect(try store.everything().map(\.envelope.position.value) == [0, 1, 2, 3, 4, 5])
            #expect(try store.head()?.position == Position(5))
            #expect(try store.size() == 6)
        },
        Check("revisions count a story's own events, and each names the one before it") { ledger in
            let store = try ledger.open()
            let stories = ["one", "two", "one", "one", "two", "three"]
            try store.appendAll(stories.enumerated().map { try .sample($1, id: "\($0)") })
            let envelopes = try store.everything().map(\.envelope)
            #expect(envelopes.map(\.revision.value) == [0, 0, 1, 2, 1, 0])
            #expect(envelopes.map(\.previous?.value) == [nil, nil, 0, 2, 1, nil])
        },
        Check("recorded times never go back, whatever the clock does") { ledger in
            let store = try ledger.open()
            for step in [0, 60, -7_200, 3_600, 3_600, 0, 1] as [Int64] {
                ledger.clock.advance(seconds: step)
                try store.appendAll([try .sample(id: "\(store.size())")])
            }
            let seconds = try store.everything().map {
                ($0.envelope.recorded.microseconds - ManualClock.noon.microseconds) / 1_000_000
            }
            #expect(seconds == [0, 60, 60, 60, 60, 60, 61])
        },
        Check("the clock may go back in the middle of a transaction, and receipts keep the order too") { ledger in
            let store = try ledger.open()
            let times = try store.append(dryRun: false) { transaction throws(EventLogError) -> [RecordedTime] in
                let first = try transaction.append(.plain("first"), expecting: .any).recorded
                ledger.clock.advance(seconds: -7_200)
                let second = try transaction.append(.plain("second"), expecting: .any).recorded
                return [first, second, transaction.now]
            }
            #expect(times == [ManualClock.noon, ManualClock.noon, ManualClock.noon])
            ledger.clock.advance(seconds: 7_260)
            let recorder = Recorder(store)
            _ = try recorder.record([.lines([], file: "empty.ndjson")])
            ledger.clock.advance(seconds: -7_200)
            _ = try recorder.record([.lines([], file: "empty too.ndjson")])
            let receipts = try store.receipts(limit: 2)
            #expect(
                receipts.map(\.recorded.microseconds)
                    == Array(repeating: ManualClock.noon.microseconds + 60_000_000, count: 2))
        },
    ]
}

extension NewEvent {
    /// A sample where nothing may throw: its story and time are known to be good.
    static func plain(_ id: Text, story: String = "harbor-bridge") -> NewEvent {
        do { return try sample(story, id: id) } catch { preconditionFailure("\(error)") }
    }
}
