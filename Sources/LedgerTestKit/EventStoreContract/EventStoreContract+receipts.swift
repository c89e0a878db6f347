import CanonicalJSON
import EventLog
import StoryEvents
import Testing

extension EventStoreContract {
    static let receipts = [
        Check("a receipt tells each document's fate, and comes back as it was") { ledger in
            let store = try ledger.open()
            let recorder = Recorder(store)
            _ = try recorder.record([.lines([Documents.published(id: "1", body: "Old.")])])
            let mixed = Submission.lines([
                Documents.published(id: "1", body: "Old."), Documents.updated(body: "Old."),
                Documents.updated(id: "2", body: "New."),
            ])
            let receipt = try #require(try recorder.record([mixed])[0].receipt)
            #expect(receipt.entries.map(\.outcome) == [.duplicate, .unchanged, .appended])
            #expect(receipt.entries.map(\.position?.value) == [0, nil, 1])
            #expect(receipt.entries.map(\.revision?.value) == [0, 0, 1])
            #expect(receipt.entries.map(\.id) == ["1", nil, "2"])
            #expect(receipt.outcome == .appended)
            #expect(receipt.sha256 == mixed.sha256)
            #expect(receipt.recorded == ledger.clock.now)
            #expect(try store.receipts(limit: 1) == [receipt])
            #expect(try store.receipt(ofEventAt: Position(1)) == receipt)
            #expect(try store.receipt(ofEventAt: Position(2)) == nil)
        },
        Check("a long receipt is stored in parts, and comes back as it was") { ledger in
            let store = try ledger.open()
            let recorder = Recorder(store, partBytes: 1_000)
            let documents = (0..<60).map { Documents.published(Text("story \($0)"), id: Text("e\($0)")) }
            let file = Submission.lines(documents, file: "long.ndjson")
            var shown: [Receipt.Entry] = []
            let tried = try recorder.record(
                [file], dryRun: true,
                show: { _, entries in
                    var entries = entries
                    while let entry = try? entries.next() { shown.append(entry) }
                })
            #expect(shown.map(\.position?.value) == Array(0..<60))
            #expect(try store.receipts(limit: 9).isEmpty)
            let receipt = try #require(try recorder.record([.lines(documents, file: "long.ndjson")])[0].receipt)
            #expect(tried[0].receipt == receipt)
            #expect(receipt.parts > 3 && receipt.earlier > 30 && receipt.documents == 60)
            #expect(try store.receipt(ofEventAt: Position(3)) == receipt)
            for read in [receipt, try #require(try store.receipt(number: 1))] {
                var entries = ReceiptEntries(read, in: store)
                for expected in shown { #expect(try entries.next() == expected) }
                #expect(try entries.next() == nil)
            }
            #expect(throws: EventLogError.self) { try store.receiptPart(receipt.parts, of: 1) }
        },
        Check("a file that is refused late, or waits, leaves no part of a receipt") { ledger in
            let store = try ledger.open()
            let recorder = Recorder(store, partBytes: 1_000)
            let documents = (0..<60).map { Documents.published(Text("story \($0)"), id: Text("e\($0)")) }
            let late = Documents.updated("story 7", body: "New.") as JSON
            let answer = Documents.updated("nowhere", body: "New.") as JSON
            #expect(try recorder.record([.lines(documents + [answer])])[0].receipt?.documents == 0)
            let story = try #require(StoryID("nowhere"))
            let waits = try recorder.record([.lines(documents + [late, answer], mayWait: true)])
            #expect(waits == [.waits(for: Awaited(story: story))])
            for number in [1, 2] as [Int64] {
                #expect(throws: EventLogError.self) { try store.receiptPart(0, of: number) }
            }
        },
        Check("receipts are numbered from 1 in order, and read newest first") { ledger in
            let store = try ledger.open()
            let files = ["a.json", "b.json", "c.json"].map { Submission.lines([Documents.published()], file: $0) }
            _ = try Recorder(store).record(files)
            #expect(try store.receipts(limit: 2).map(\.number) == [3, 2])
            #expect(try store.receipts(limit: 9).map(\.file) == ["c.json", "b.json", "a.json"])
            #expect(try store.receipts(limit: 0).isEmpty)
        },
        Check("a refused file's receipt keeps its refusals") { ledger in
            let store = try ledger.open()
            let refused = Submission(
                file: "x.bin", bytes: [1, 2],
                refusals: [Refusal(.unknownFormat, "'x.bin' has no known ending", remedy: "rename it")])
            let receipt = try #require(try Recorder(store).record([refused])[0].receipt)
            #expect(receipt.outcome == .quarantined)
            #expect(receipt.refusals.count == 1)
            #expect(try store.receipts(limit: 1) == [receipt])
        },
        Check("events without a receipt are not given another file's") { ledger in
            let store = try ledger.open()
            try store.appendAll([.plain("a")])
            _ = try Recorder(store).record([.lines([Documents.published("one")])])
            #expect(try store.receipt(ofEventAt: .first) == nil)
            #expect(try store.receipt(ofEventAt: Position(1))?.entries.map(\.position) == [Position(1)])
        },
        Check("moves are pending until they are settled, in the order of their receipts") { ledger in
            let store = try ledger.open()
            let recorder = Recorder(store)
            let files = ["b\u{0}", "a"].map { Submission.lines([Documents.published()], file: Text($0)) }
            _ = try recorder.record(files) { index, receipt in
                PendingMove(receipt: receipt.number, from: [0xFF, UInt8(index)], to: [0x80], inode: .max)
            }
            let moves = try store.pendingMoves()
            #expect(moves.map(\.receipt) == [1, 2])
            #expect(moves[0] == PendingMove(receipt: 1, from: [0xFF, 0], to: [0x80], inode: .max))
            _ = try recorder.record([], settled: [moves[0]])
            #expect(try store.pendingMoves() == [moves[1]])
            #expect(try ledger.open().pendingMoves() == [moves[1]])
        },
        Check("the removal of a file is noted, then done, and never taken back after that") { ledger in
            let store = try ledger.open()
            let files = ["a.json", "b.json", "c.json"].map { Submission.lines([Documents.published()], file: $0) }
            _ = try Recorder(store).record(files)
            #expect(try store.keptReceipts(2...9).map(\.number) == [2, 3])
            try store.append(dryRun: false) { transaction throws(EventLogError) in
                try transaction.store([PendingMove(receipt: 3, from: [1], to: [2], inode: 3)])
                #expect(try transaction.noteRemovals(of: [1, 2, 3, 4]) == [1, 2])
                #expect(try transaction.noteRemovals(of: [1]).isEmpty)
            }
            #expect(try store.unfinishedRemovals().map(\.receipt) == [1, 2])
            #expect(try store.keptReceipts(1...9).map(\.number) == [3])
            try store.append(dryRun: false) { transaction throws(EventLogError) in
                try transaction.finishRemovals(of: [1, 3])
                try transaction.cancelRemovals(of: [1, 2])
            }
            let removal = FileRemoval(receipt: 1, noted: ledger.clock.now, isDone: true)
            #expect(try ledger.open().removal(of: 1) == removal)
            #expect(try store.removal(of: 2) == nil)
            #expect(try store.unfinishedRemovals().isEmpty)
        },
        Check("a receipt and its move are undone with their transaction") { ledger in
            let store = try ledger.open()
            let interruption = EventLogError.failed(path: "test", "on purpose")
            #expect(throws: interruption) {
                try store.append(dryRun: false) { transaction throws(EventLogError) in
                    let receipt = Receipt.sample(transaction)
                    try transaction.store(receipt)
                    try transaction.store([PendingMove(receipt: receipt.number, from: [1], to: [2], inode: 3)])
                    throw interruption
                }
            }
            #expect(try store.receipts(limit: 9).isEmpty)
            #expect(try store.pendingMoves().isEmpty)
        },
        Check("a file waits for its story, whatever revision it expects, and is taken once that is there") { ledger in
            let store = try ledger.open()
            let recorder = Recorder(store)
            let waiting = Submission.lines(
                [Documents.published("other"), Documents.updated(body: "New.", expecting: 0)], mayWait: true)
            let story = try #require(StoryID("harbor-bridge"))
            #expect(try recorder.record([waiting]) == [.waits(for: Awaited(story: story))])
            #expect(try store.size() == 0)
            #expect(try store.receipts(limit: 9).isEmpty)
            _ = try recorder.record([.lines([Documents.published()])])
            #expect(try recorder.record([waiting])[0].receipt?.outcome == .appended)
        },
    ]
}
