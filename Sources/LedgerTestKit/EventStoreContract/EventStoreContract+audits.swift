import EventLog
import StoryEvents
import Testing

extension EventStoreContract {
    /// A log with a bit of everything: two stories, a refused file, a file to be moved, one to be removed.
    private static func filled(_ ledger: any LedgerUnderTest) throws -> any AuditStore {
        let store = try ledger.openAudited()
        _ = try Recorder(store).record(
            [
                .lines([Documents.published("b", id: "1"), Documents.published("a")], file: "one.ndjson"),
                .lines([Documents.updated("nowhere", body: "Two.")], file: "two.ndjson"),
                .lines([Documents.updated("b", id: "2", body: "Three.")], file: "three.ndjson"),
            ]
        ) { _, receipt in
            receipt.number == 2 ? nil : PendingMove(receipt: receipt.number, from: [0xFF], to: [0x80], inode: 7)
        }
        return store
    }

    static let audits = [
        Check("an audit is shown the events that readers read, byte for byte") { ledger in
            let store = try filled(ledger)
            let auditor = try store.auditor()
            var shown: [(Int64, Int64, [UInt8], [UInt8], [UInt8])] = []
            try auditor.eachEvent(0..<9) { event in
                shown.append((event.position, event.revision, Array(event.leaf), Array(event.story), Array(event.hash)))
            }
            let events = try store.everything()
            #expect(shown.map(\.0) == events.map(\.envelope.position.value))
            #expect(shown.map(\.1) == events.map(\.envelope.revision.value))
            #expect(shown.map(\.2) == events.map(\.leaf))
            #expect(shown.map(\.3) == events.map { Array($0.envelope.story.text.string.utf8) })
            #expect(shown.map(\.4) == (try store.leafHashes(from: .first, limit: 9)).map(\.bytes))
            var some: [Int64] = []
            try auditor.eachEvent(1..<2) { some.append($0.position) }
            #expect(some == [1])
        },
        Check("the extent is that of the log, and grows with it") { ledger in
            let store = try ledger.openAudited()
            let auditor = try store.auditor()
            #expect(try auditor.extent().positions == nil)
            #expect(try auditor.extent().size == 0)
            try store.appendAll([.plain("a"), .plain("b")])
            #expect(try auditor.extent().positions == 0...1)
            #expect(try auditor.position(atOrAfter: 1) == 1)
            #expect(try auditor.position(atOrAfter: 2) == nil)
        },
        Check("the indexes are shown in their order, and name every event") { ledger in
            let auditor = try filled(ledger).auditor()
            var places: [String] = []
            try auditor.eachPlace { story, revision, position in
                places.append("\(String(decoding: story, as: UTF8.self)) \(revision) \(position)")
            }
            #expect(places == ["a 0 1", "b 0 0", "b 1 2"])
            var ids: [String] = []
            try auditor.eachIdentity { id, source, position in
                ids.append("\(String(decoding: id, as: UTF8.self)) \(position)")
            }
            #expect(ids == ["1 0", "2 2"])
            var derived: [Int64] = []
            try auditor.eachDerived { _, position in derived.append(position) }
            #expect(derived == [1])
        },
        Check("receipts and moves are shown with seals that hold") { ledger in
            let store = try filled(ledger)
            let auditor = try store.auditor()
            let seals = RowSeals(try store.ledger.secret.get())
            let receipts = try auditor.receipts(from: 1, limit: 9)
            #expect(receipts.map(\.number) == [1, 2, 3])
            #expect(
                receipts.map { String(decoding: $0.outcome, as: UTF8.self) } == ["appended", "quarantined", "appended"])
            #expect(receipts.allSatisfy { $0.isSealed(by: seals) })
            #expect(try auditor.receipts(from: 2, limit: 1).map(\.number) == [2])
            let moves = try auditor.pendingMoves()
            #expect(moves.map(\.receipt) == [1, 3])
            #expect(moves.allSatisfy { $0.isSealed(by: seals) && $0.origin == [0xFF] && $0.inode == 7 })
            #expect(try auditor.receiptPartCount(upTo: 9) == 0)
        },
        Check("an engine finds nothing wrong with what it made itself") { ledger in
            let auditor = try filled(ledger).auditor()
            #expect(try auditor.schemaDifferences().isEmpty)
            #expect(try auditor.integrityFaults(limit: 9).isEmpty)
            var tiles = 0
            try auditor.eachTile { _, _ in tiles += 1 }
            #expect(tiles == 0)
        },
        Check("an audit in progress keeps nobody from appending") { ledger in
            let store = try filled(ledger)
            let auditor = try store.auditor()
            let before = try auditor.extent()
            try auditor.eachEvent(0..<9) { event in
                guard event.position == 0 else { return }
                #expect(throws: Never.self) { try store.appendAll([.plain("meanwhile")]) }
            }
            #expect(try auditor.extent().size == before.size + 1)
        },
    ]
}
