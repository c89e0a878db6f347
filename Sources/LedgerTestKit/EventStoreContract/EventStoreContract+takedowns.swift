import CanonicalJSON
import EventLog
import StoryEvents
import Testing

extension EventStoreContract {
    /// A file with two documents of one story, taken in, and an event taken out again.
    private static func takenOut(
        _ ledger: any LedgerUnderTest
    ) throws -> (store: any EventStore, before: [RecordedEvent], outcome: Withholder.Outcome) {
        let store = try ledger.open()
        _ = try Recorder(store).record([
            .lines([Documents.published(body: "One."), Documents.updated(id: "u", body: "Two.")], file: "two.ndjson"),
            .lines([Documents.published("harbor", body: "Three.")], file: "three.ndjson"),
        ])
        let before = try store.everything()
        let outcome = try Withholder(store).withhold(.event(Position(1)), reason: "r", authority: "a")
        return (store, before, outcome)
    }

    static let takedowns = [
        Check("what is withheld can be read no more; its place, its leaf and all others stay") { ledger in
            let (_, before, outcome) = try takenOut(ledger)
            let after = try ledger.open().everything()
            #expect(after.map(\.leaf).starts(with: before.map(\.leaf)))
            #expect(after.map(\.envelope).starts(with: before.map(\.envelope)))
            #expect(after[1].content == nil && after[1].partial == nil)
            #expect(after[1].withheld?.by == outcome.by?.position)
            #expect(try after[1].data() == nil)
            #expect(try after[0].payload() == before[0].payload())
            #expect(after[2] == before[2])
            #expect(after.map(\.envelope.type) == [.published, .updated, .published, .withheld])
        },
        Check("an erasure is pending until it is settled, for everyone who opens the log") { ledger in
            let (store, _, outcome) = try takenOut(ledger)
            #expect(outcome.pending == [Position(1)])
            #expect(try ledger.open().pendingErasures() == [Position(1)])
            try store.append(dryRun: false) { transaction throws(EventLogError) in
                try transaction.settleErasure(of: Position(1))
            }
            #expect(try ledger.open().pendingErasures().isEmpty)
        },
        Check("the newest takedown is known; none where nothing was taken") { ledger in
            func newest(_ store: any EventStore) throws -> Position? {
                try store.append(dryRun: true) { transaction throws(EventLogError) in
                    try transaction.newestTakedown()
                }
            }
            #expect(try newest(try ledger.open()) == nil)
            let (store, _, _) = try takenOut(ledger)
            #expect(try newest(store) == Position(3))
            _ = try Withholder(store).withhold(.event(Position(2)), reason: "r", authority: "a")
            #expect(try newest(try ledger.open()) == Position(4))
        },
        Check("what was withheld is told by fingerprint, and by the receipt of its file") { ledger in
            let (store, before, _) = try takenOut(ledger)
            let content = try store.withheldContent()
            #expect(Array(content.takedowns.values) == [Position(3)])
            #expect(content.receipts == [1: Position(3)])
            let story = before[1].envelope.story
            #expect(content.stories == [story: Position(3)] && content.takings == content.stories)
            let identity = before[1].envelope.identity
            #expect(content.takedowns[try #require(try store.recorded(identity)).fingerprint] == Position(3))
        },
        Check("of a story that lost the name of a file alone, it is known that it lost something") { ledger in
            let (store, before, _) = try takenOut(ledger)
            let story = before[2].envelope.story
            let request = WithholdingRequest.words("three", story: story, everywhere: false)
            let by = try Withholder(store).withhold(request, reason: "r", authority: "a").by?.position
            let content = try store.withheldContent()
            #expect(by != nil && content.takings[story] == by && content.stories[story] == nil)
        },
        Check("a receipt loses the name and the hash of its file, and keeps what became of it") { ledger in
            let (store, before, _) = try takenOut(ledger)
            for _ in 0..<2 {
                try store.append(dryRun: false) { transaction throws(EventLogError) in
                    try transaction.withhold(receipt: 1, by: Position(3))
                }
            }
            let receipt = try #require(try ledger.open().receipt(number: 1))
            #expect(receipt.withheld == Position(3))
            #expect(receipt.sha256.isEmpty)
            #expect(receipt.file == receipt.withheldFile)
            #expect(receipt.outcome == .appended)
            #expect(receipt.entries.map(\.position) == [Position(0), Position(1)])
            #expect(try store.receipt(ofEventAt: Position(1)) == receipt)
            #expect(try store.receipt(number: 2)?.withheld == nil)
            #expect(try store.receipt(number: 2)?.file == "three.ndjson")
            try store.append(dryRun: false) { transaction throws(EventLogError) in
                #expect(try transaction.takedown(of: receipt.entries[1]) == Position(3))
                let other = Receipt.Entry(
                    position: Position(2), revision: .first, story: before[2].envelope.story, type: .published,
                    id: before[2].envelope.identity.id, outcome: .appended)
                #expect(try transaction.takedown(of: other) == nil)
            }
        },
        Check("a document whose text was withheld is a duplicate when it comes again") { ledger in
            let (store, _, _) = try takenOut(ledger)
            let again = Submission.lines([Documents.updated(id: "u", body: "Two.")], file: "again.ndjson")
            #expect(try Recorder(store).record([again])[0].receipt?.outcome == .duplicate)
            #expect(try store.size() == 4)
        },
        Check("a takedown that is undone takes nothing") { ledger in
            let store = try ledger.open()
            _ = try Recorder(store).record([.lines([Documents.published(body: "One.")])])
            let before = try store.everything()
            try store.append(dryRun: false) { transaction throws(EventLogError) in
                _ = try transaction.attempt { () throws(EventLogError) in
                    let takedown = try transaction.append(.takedown, expecting: .any)
                    try transaction.erase(.first, by: takedown.position, leaving: nil, custodyOnly: false)
                    return false
                }
            }
            #expect(try store.everything() == before)
            #expect(try store.pendingErasures().isEmpty)
            #expect(try store.withheldContent() == WithheldContent())
        },
        Check("after a purge the log holds what it held") { ledger in
            let (store, _, _) = try takenOut(ledger)
            let before = try store.everything()
            try store.purgeErased(patience: .seconds(30))
            #expect(try ledger.open().everything() == before)
        },
    ]
}

extension NewEvent {
    /// An event that says of nothing that it was withheld.
    fileprivate static var takedown: NewEvent {
        let sample = plain("takedown")
        return NewEvent(
            identity: EventIdentity(source: "org.storyledger", id: "withheld-0"), story: sample.story, type: .withheld,
            time: sample.time,
            data: Array(sample.data), salt: sample.salt, fingerprint: sample.fingerprint)
    }
}
