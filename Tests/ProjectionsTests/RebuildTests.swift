import CanonicalJSON
import Glibc
import LedgerTestKit
import SQLite
import StoryEvents
import Synchronization
import Testing

@testable import Projections

/// Counts how many events it folds.
private struct Counted: LedgerProjection {
    static let name = "counted"
    static let version = 1
    static let table = RowTable()
    static let events = Mutex(0)

    init() {}

    mutating func apply(_ step: StoryStep, to rows: inout StoryRows) {
        Self.events.withLock { $0 += 1 }
        rows.set("", ["revision": .integer(step.envelope.revision.value)])
    }
}

@Suite("A rebuild takes the place of what was kept when it is as far")
struct RebuildTests {
    private let ledger: KeptLedger

    init() throws {
        ledger = try KeptLedger()
        var history = RandomHistory(seed: 8)
        try ledger.append(history.documents(60))
    }

    @Test func givesTheSameAsBefore() throws {
        let views = try ledger.views()
        #expect(try views.catchUp())
        let before = try ProjectionRegistry.standard.ledger.map { try views.digest($0) }
        let results = try #require(try views.rebuild(views.projections(named: [])))
        #expect(results.map(\.name) == ["stories", "parties", "activity"])
        #expect(results.map(\.differenceCount) == [0, 0, 0])
        #expect(results.allSatisfy { $0.isServing && $0.differences == [] })
        #expect(try ProjectionRegistry.standard.ledger.map { try views.digest($0) } == before)
        #expect(try views.standings().map(\.building) == [nil, nil, nil])
    }

    @Test func findsAndMendsWhatIsOtherThanTheLogSays() throws {
        let views = try ledger.views()
        #expect(try views.catchUp())
        let rows = try views.rows(StoryIndex.self)
        try damage("UPDATE rows_stories_1 SET c_headline = replace(c_headline, 'The ferry', 'The tunnel') WHERE id = 1")
        try damage("DELETE FROM rows_stories_1 WHERE id = 2")
        let tried = try #require(try views.dryRun(StoryIndex.self))
        #expect(tried.differenceCount == 2)
        #expect(!tried.isServing)
        let changed = try #require(tried.differences?.first { $0.field != nil })
        #expect(changed.field == "headline")
        #expect(changed.stored == "The tunnel")
        #expect(changed.rebuilt == "The ferry")
        #expect(rows.map(\.story).contains(changed.story))
        let missing = try #require(tried.differences?.first { $0.field == nil })
        #expect(missing.stored == nil)
        #expect(missing.rebuilt != nil)
        // A dry run changes nothing.
        #expect(try views.rows(StoryIndex.self) != rows)

        let results = try #require(try views.rebuild([StoryIndex.self]))
        #expect(results.map(\.differences) == [tried.differences])
        #expect(try views.rows(StoryIndex.self) == rows)
    }

    private func damage(_ sql: String) throws {
        try Connection(path: ledger.path, access: .readWrite).execute(sql)
    }

    @Test func letsTheOldServeAndGoesOnWhereItWasStopped() throws {
        let views = try ledger.views()
        #expect(try views.catchUp())
        let before = try views.digest(Parties.self)
        var asked = 0
        let stopped = try views.rebuild([Parties.self]) {
            asked += 1
            return asked > 1
        }
        #expect(stopped == nil)
        #expect(try views.digest(Parties.self) == before)
        #expect(try views.standing("parties")?.building != nil)
        // As after a kill: another process asks for the same again.
        let again = try ledger.views()
        #expect(try again.rebuild([Parties.self])?.map(\.differenceCount) == [0])
        #expect(try again.digest(Parties.self) == before)
        #expect(try again.standing("parties")?.building == nil)
    }

    @Test func theFirstOneFoldsTheLogOnce() throws {
        Counted.events.withLock { $0 = 0 }
        let views = try ledger.views(ProjectionRegistry(ledger: [Counted.self]))
        let results = try #require(try views.rebuild([Counted.self]))
        #expect(results.map(\.differences) == [nil])
        #expect(results.map(\.isServing) == [true])
        #expect(results.map(\.size) == [try ledger.store.size()])
        #expect(Counted.events.withLock { $0 } == Int(try ledger.store.size()))
        #expect(try views.standing("counted")?.staleness == nil)
    }

    @Test(arguments: [1, 2]) func beginsAgainWhenTheFileIsDeletedUnderIt(page: Int) throws {
        let views = try ledger.views()
        #expect(try views.catchUp())
        let before = try ProjectionRegistry.standard.ledger.map { try views.digest($0) }
        var shown = 0
        let results = try views.rebuild(
            views.projections(named: []),
            isStopped: {
                shown += 1
                if shown == page { for ending in ["", "-wal", "-shm"] { unlink(ledger.path + ending) } }
                return false
            })
        #expect(results?.map(\.isServing) == [true, true, true])
        #expect(try ProjectionRegistry.standard.ledger.map { try ledger.views().digest($0) } == before)
    }

    @Test func comesUpToWhatWasAppendedMeanwhile() throws {
        let views = try ledger.views()
        #expect(try views.catchUp())
        var isAppended = false
        let results = try views.rebuild(
            [StoryIndex.self],
            show: { _ in
                guard !isAppended else { return }
                isAppended = true
                _ = try? self.ledger.take([Documents.published("late")])
            })
        #expect(isAppended)
        #expect(results?.map(\.differenceCount) == [0])
        #expect(try views.standing("stories")?.staleness == nil)
        #expect(try views.rows(StoryIndex.self).map(\.story).contains("late"))
    }

    @Test func leavesWhatCameFurtherServing() throws {
        let registry = ProjectionRegistry.standard.adding(Mended.self)
        try ledger.take([Documents.published("bitter"), Documents.published("after")])
        #expect(try ledger.views(registry).catchUp())
        // The mended version serves; the poisoned one, of an older program, is made beside it and stops.
        let old = try ledger.views(ProjectionRegistry.standard.adding(Poison.self))
        let results = try #require(try old.rebuild([Poison.self]))
        #expect(results.map { $0.fault?.message } == ["it is bitter"])
        #expect(results.map(\.isServing) == [false])
        #expect(try ledger.views(registry).rows(Mended.self).map(\.story).contains("after"))
    }

    @Test func knowsWhichThereAre() throws {
        let views = try ledger.views()
        #expect(throws: ViewsError.unknownProjection("story", known: ["stories", "parties", "activity"])) {
            try views.projections(named: ["parties", "story"])
        }
    }

    @Test func leavesNoRoomBehind() throws {
        var random = SeededRandom(seed: 3)
        let words = (0..<400).map { "word\($0)" }
        for number in 0..<60 {
            let body = (0..<8_000).map { _ in words.randomElement(using: &random)! }.joined(separator: " ")
            try ledger.take([Documents.published(Text("long-\(number)"), body: Text(body))])
        }
        let views = try ledger.views()
        #expect(try views.catchUp())
        func pages() throws -> Int64 {
            try #require(try Connection(path: ledger.path, access: .readOnly).integerPragma("page_count"))
        }
        let before = try pages()
        #expect(before > 400)
        for _ in 0..<2 { _ = try views.rebuild(views.projections(named: [])) }
        #expect(try pages() < before + before / 4)
    }

    @Test func leavesNoTableBehind() throws {
        let views = try ledger.views()
        #expect(try views.catchUp())
        for _ in 0..<3 { _ = try views.rebuild(views.projections(named: [])) }
        let tables = try Connection(path: ledger.path, access: .readOnly)
            .prepare("SELECT count(*) FROM sqlite_schema WHERE name LIKE 'rows%' AND type = 'table'")
        #expect(try tables.step() && tables.integer(0) == 3)
    }
}
