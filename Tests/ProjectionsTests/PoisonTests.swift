import LedgerTestKit
import StoryEvents
import Testing

@testable import Projections

@Suite("A projection that throws stops and skips nothing")
struct PoisonTests {
    private let registry = ProjectionRegistry.standard.adding(Poison.self)
    private let mended = ProjectionRegistry.standard.adding(Mended.self)
    private let ledger: KeptLedger

    init() throws {
        ledger = try KeptLedger()
        try ledger.take([
            Documents.published("sweet"), Documents.published("bitter"), Documents.updated("sweet", body: "Sweeter."),
        ])
    }

    @Test func saysWhereAndWhy() throws {
        var heard: [ViewsNotice] = []
        let views = try ledger.views(registry) { heard.append($0) }
        heard = []
        #expect(try views.catchUp())
        let fault = ProjectionFault(position: Position(1), message: "it is bitter")
        #expect(heard == [.stopped("poison", fault)])
        let standing = try #require(try views.standing("poison"))
        #expect(standing.serving?.fault == fault)
        #expect(standing.staleness == "stopped at @1: it is bitter")
        #expect(standing.lag == 2)
    }

    @Test func servesWhatItHad() throws {
        let views = try ledger.views(registry)
        #expect(try views.catchUp())
        let rows = try views.rows(Poison.self)
        #expect(rows.map(\.story) == ["sweet"])
        #expect(rows.map(\.value) == [["events": 1]])
    }

    @Test func keepsNoOtherFromGoingOn() throws {
        let views = try ledger.views(registry)
        #expect(try views.catchUp())
        try ledger.take([Documents.published("late")])
        #expect(try views.catchUp())
        #expect(try views.standing("stories")?.staleness == nil)
        #expect(try views.rows(StoryIndex.self).count == 3)
        #expect(try views.standing("poison")?.serving?.position == Position(1))
    }

    @Test func staysStoppedAfterARestart() throws {
        #expect(try ledger.views(registry).catchUp())
        var heard: [ViewsNotice] = []
        let views = try ledger.views(registry) { heard.append($0) }
        #expect(try views.catchUp())
        #expect(heard.isEmpty)
        #expect(try views.standing("poison")?.serving?.fault != nil)
    }

    @Test func goesOnByItselfOnceItsVersionIsNew() throws {
        #expect(try ledger.views(registry).catchUp())
        var heard: [ViewsNotice] = []
        let views = try ledger.views(mended) { heard.append($0) }
        #expect(try views.catchUp())
        #expect(try views.standing("poison")?.staleness == nil)
        #expect(try views.rows(Mended.self).map(\.value) == [["events": 1], ["events": 2]])
        #expect(
            heard == [
                .restarted("poison", reason: "it is of version 1, the program's 2"), .replaced("poison", version: 2),
            ])
    }

    @Test func stopsAllAtAnEventThatCannotBeRead() throws {
        let fold = LedgerFold([StoryIndex.self, Parties.self], ledger.store)
        let event = try #require(try ledger.store.event(at: .first))
        let broken = RecordedEvent(
            envelope: event.envelope, leaf: event.leaf,
            content: RecordedEvent.Content(salt: [], data: Array("[]".utf8)))
        try fold.apply(ReadEvent(broken))
        #expect(fold.isStopped)
        #expect(
            fold.faults.map { $0?.message }
                == Array(
                    repeating: "stored data breaks its schema at $: expected a JSON object", count: 2))
    }

    @Test func stopsAReplayToo() throws {
        let rows = try FoldedRows(Poison.self, of: ledger.store).rows
        #expect(rows.progress.fault?.position == Position(1))
        #expect(try rows.rows().map(\.story) == ["sweet"])
    }
}
