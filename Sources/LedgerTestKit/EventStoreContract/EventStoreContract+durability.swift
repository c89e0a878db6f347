import CanonicalJSON
import EventLog
import StoryEvents
import Testing

extension EventStoreContract {
    static let durability = [
        Check("who opens the log later sees all of it, byte for byte") { ledger in
            let appended = try ledger.open().appendAll((0..<5).map { .plain("\($0)", story: "story \($0 % 2)") })
            let store = try ledger.open()
            #expect(try store.everything() == appended)
            #expect(try store.head()?.recorded == appended.last?.envelope.recorded)
        },
        Check("a store sees what another one appended") { ledger in
            let (writer, reader) = (try ledger.open(), try ledger.open())
            #expect(try reader.size() == 0)
            try writer.appendAll([.plain("a")])
            #expect(try reader.size() == 1)
            try reader.appendAll([.plain("b")])
            #expect(try writer.everything().map(\.envelope.revision.value) == [0, 1])
        },
        Check("a dry run returns what would be, and writes nothing") { ledger in
            let store = try ledger.open()
            try store.appendAll([.plain("a")])
            let tried = try store.appendAll([.plain("b")], dryRun: true)
            #expect(tried.map(\.envelope.position) == [Position(1)])
            #expect(try store.size() == 1)
            let appended = try store.appendAll([.plain("c")])
            #expect(appended.map(\.envelope.position) == [Position(1)])
        },
        Check("a recorder forgets what it tried") { ledger in
            let store = try ledger.open()
            let recorder = Recorder(store)
            let tried = try recorder.record([.lines([Documents.published(body: "One.")])], dryRun: true)
            #expect(tried[0].receipt?.outcome == .appended)
            #expect(try store.size() == 0)
            #expect(try store.receipts(limit: 9).isEmpty)
            let update = Submission.lines([Documents.updated(body: "Two.")])
            #expect(try recorder.record([update])[0].receipt?.outcome == .quarantined)
            _ = try recorder.record([.lines([Documents.published(body: "Two.")])])
            #expect(try recorder.record([update])[0].receipt?.outcome == .unchanged)
        },
    ]
}
