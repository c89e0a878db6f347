import CanonicalJSON
import EventLog
import StoryEvents
import Testing

extension EventStoreContract {
    /// Thrown on purpose.
    private static let interruption = EventLogError.failed(path: "test", "on purpose")

    static let atomicity = [
        Check("a file whose last document is refused leaves nothing; the others of its batch stay") { ledger in
            let store = try ledger.open()
            let recorder = Recorder(store)
            let results = try recorder.record([
                .lines([Documents.published("one", id: "1")], file: "a.ndjson"),
                .lines(
                    [
                        Documents.updated("one", id: "2", body: "New."), Documents.published("two", id: "3"),
                        Documents.updated("three", body: "Nowhere."),
                    ], file: "b.ndjson"),
                .lines([Documents.updated("one", id: "4", body: "Newer.")], file: "c.ndjson"),
            ])
            #expect(results.map { $0.receipt?.outcome } == [.appended, .quarantined, .appended])
            #expect(results.map { $0.receipt?.number } == [1, 2, 3])
            #expect(try store.everything().map(\.envelope.identity.id) == ["1", "4"])
            #expect(try store.everything().map(\.envelope.revision.value) == [0, 1])
            #expect(try store.receipts(limit: 9).reversed() == results.compactMap(\.receipt))
            // What was folded for the refused file is forgotten with it.
            let later = try recorder.record([.lines([Documents.published("two", id: "5")])])
            #expect(later[0].receipt?.outcome == .appended)
        },
        Check("a body that throws leaves nothing") { ledger in
            let store = try ledger.open()
            try store.appendAll([.plain("a")])
            #expect(throws: interruption) {
                try store.append(dryRun: false) { transaction throws(EventLogError) in
                    _ = try transaction.append(.plain("b"), expecting: .any)
                    throw interruption
                }
            }
            #expect(try store.size() == 1)
            #expect(try store.appendAll([.plain("b")]).map(\.envelope.position) == [Position(1)])
        },
        Check("an attempt that returns false leaves nothing, not even the number of its receipt") { ledger in
            let store = try ledger.open()
            try store.append(dryRun: false) { transaction throws(EventLogError) in
                let number = transaction.nextReceiptNumber
                let isDone = try transaction.attempt { () throws(EventLogError) in
                    _ = try transaction.append(.plain("a"), expecting: .none)
                    try transaction.store(.sample(transaction))
                    return false
                }
                #expect(!isDone)
                #expect(transaction.nextReceiptNumber == number)
                _ = try transaction.append(.plain("b"), expecting: .none)
            }
            #expect(try store.everything().map(\.envelope.identity.id) == ["b"])
            #expect(try store.receipts(limit: 9).isEmpty)
        },
        Check("an attempt that throws leaves nothing, though its error is caught") { ledger in
            let store = try ledger.open()
            try store.append(dryRun: false) { transaction throws(EventLogError) in
                _ = try transaction.append(.plain("a"), expecting: .any)
                #expect(throws: interruption) {
                    try transaction.attempt { () throws(EventLogError) in
                        _ = try transaction.append(.plain("b"), expecting: .any)
                        throw interruption
                    }
                }
                _ = try transaction.append(.plain("c"), expecting: .exactly(.first))
            }
            #expect(try store.everything().map(\.envelope.identity.id) == ["a", "c"])
        },
        Check("attempts nest: each undoes its own, and the outer one what is inside it") { ledger in
            let store = try ledger.open()
            try store.append(dryRun: false) { transaction throws(EventLogError) in
                func attempt(_ ids: Text, _ isDone: Bool, _ inner: () throws(EventLogError) -> Void)
                    throws(EventLogError)
                {
                    _ = try transaction.attempt { () throws(EventLogError) in
                        _ = try transaction.append(.plain(ids), expecting: .any)
                        try inner()
                        return isDone
                    }
                }
                try attempt("a", true) { () throws(EventLogError) in
                    try attempt("b", false) { () throws(EventLogError) in try attempt("c", true) {} }
                    try attempt("d", true) {}
                }
                try attempt("e", false) { () throws(EventLogError) in try attempt("f", true) {} }
            }
            #expect(try store.everything().map(\.envelope.identity.id) == ["a", "d"])
            #expect(try store.everything().map(\.envelope.position.value) == [0, 1])
        },
    ]
}

extension Receipt {
    /// A receipt for nothing, numbered as a transaction wants it.
    static func sample(_ transaction: any AppendTransaction, file: Text = "sample.json") -> Receipt {
        Receipt(
            number: transaction.nextReceiptNumber, file: file, sha256: [UInt8](repeating: 7, count: 32),
            outcome: .duplicate, recorded: transaction.now, entries: [], refusals: [])
    }
}
