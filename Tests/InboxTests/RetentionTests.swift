import CanonicalJSON
import EventLog
import Foundation
import LedgerTestKit
import StoryEvents
import Testing

@testable import Inbox

@Suite("Retention removes what is kept no longer, and explains it")
struct RetentionTests {
    private let desk: Desk
    private static let day: Duration = .seconds(86_400)

    init() throws { desk = try Desk() }

    /// Takes files in and settles their moves.
    private func take(_ files: [(name: String, text: String)]) throws {
        let settings = desk.settings
        defer { desk.settings = settings }
        desk.settings.archive = RetentionRule()
        desk.settings.quarantine = RetentionRule()
        let intake = try desk.intake()
        intake.turn()
        for (name, text) in files {
            try desk.drop(text, as: name)
            intake.turn()
        }
        intake.finish()
        #expect(try desk.inbox().isEmpty)
        #expect(try desk.store.pendingMoves().isEmpty)
    }

    private func takeThree() throws {
        try take(["a", "b", "c"].map { ("\($0).json", Documents.published($0)) })
    }

    /// Lets an intake look, as often as it does in a minute.
    @discardableResult
    private func look(_ store: (any EventStore)? = nil) throws -> Intake {
        let intake = try desk.intake(store)
        for _ in 0..<6 {
            intake.turn()
            desk.time.pass(desk.settings.scanInterval)
        }
        intake.turn()
        return intake
    }

    private func check() throws -> ArchiveCheck.Summary {
        var check = ArchiveCheck(desk.store, desk.directories) { Issue.record("\($0)") }
        let summary = try check.run { _, _ in }
        var reconciliation = Reconciliation(desk.store, desk.directories) { Issue.record("\($0.path): \($0.what)") }
        _ = try reconciliation.run { _, _ in }
        return summary
    }

    private func removals() throws -> [FileRemoval] {
        try desk.receipts().compactMap { try desk.store.removal(of: $0.number) }
    }

    private func wait(days: Int64) {
        desk.time.putForward(seconds: days * 86_400)
        desk.time.pass(Self.day * Int(days))
    }

    @Test func everythingIsKeptForEverUnlessASettingSaysOtherwise() throws {
        try takeThree()
        wait(days: 4000)
        try look()
        #expect(try desk.archive().count == 3)
        #expect(try removals().isEmpty)
    }

    @Test func aFileGoesOnceItIsOlderThanItIsKept() throws {
        desk.settings.archive.keep = .duration(Self.day * 90)
        try takeThree()
        let before = try desk.receipts()
        let intake = try desk.intake()
        wait(days: 89)
        intake.turn()
        #expect(try desk.archive().count == 3)
        wait(days: 2)
        intake.turn()
        #expect(try desk.files(below: desk.directories.archive).isEmpty)
        #expect(try FileManager.default.contentsOfDirectory(atPath: desk.directories.archive).isEmpty)
        #expect(try desk.receipts() == before)
        #expect(try removals().map(\.isDone) == [true, true, true])
        let summary = try check()
        #expect(summary.removed == 3)
        #expect(summary.files == 0)
        let said = desk.log.entries.filter { $0.message == "retention removed files" }
        #expect(said.map { $0.metadata["files"] } == ["3"])
        #expect(try desk.files(below: desk.directories.staging).isEmpty)
    }

    /// What a wrong clock removes does not come back.
    @Test func aClockThatIsPutForwardRemovesNothing() throws {
        desk.settings.archive.keep = .duration(Self.day * 90)
        try takeThree()
        desk.time.putForward(seconds: 400 * 86_400)
        try look()
        #expect(try desk.archive().count == 3)
    }

    @Test func aClockThatIsNotBelievedRemovesNothing() throws {
        desk.settings.archive.keep = .none
        try takeThree()
        let store = FaultyStore(desk.store)
        let shown = SystemClock.now()
        store.fail(.clock(.jumped(shown: shown, expected: shown)))
        try look(store)
        #expect(try desk.archive().count == 3)
        #expect(try removals().isEmpty)
        let said = desk.log.entries.filter { $0.message == "retention keeps files for now" }
        #expect(said.count == 1)
        store.fail(nil)
        try look(store)
        #expect(try desk.archive().isEmpty)
    }

    @Test func theOldestGoWhileThereAreTooManyBytes() throws {
        let size = Int64(Documents.published("a").utf8.count)
        desk.settings.archive.mostBytes = 2 * size + 1
        try takeThree()
        try look()
        #expect(try desk.archive() == ["inbox/b.json", "inbox/c.json"])
        #expect(try check().removed == 1)
        desk.settings.archive.mostBytes = size - 1
        try look()
        #expect(try desk.archive().isEmpty)
    }

    @Test func aNameThatARemovedFileHadIsUsedAgain() throws {
        desk.settings.archive.keep = .none
        let text = Documents.published("a")
        for _ in 0..<3 {
            try take([("a.json", text)])
            try look()
        }
        try take([("a.json", text)])
        let summary = try check()
        #expect(summary.files == 1)
        #expect(summary.removed == 3)
    }

    @Test(arguments: 0..<4)
    func afterAFaultAtAnyCommitEverythingIsExplainedAndGoesOn(_ commit: Int) throws {
        desk.settings.archive.keep = .none
        desk.settings.quarantine.keep = .none
        try take([("a.json", Documents.published("a")), ("b.json", Documents.published("b")), ("bad.json", "{")])
        let store = FaultyStore(desk.store)
        store.fail(.outOfSpace(path: "x"), afterCommits: commit)
        try look(store)
        _ = try check()
        // As after a kill: another process finds it.
        try look()
        let summary = try check()
        #expect(summary.removed == 2)
        #expect(try desk.quarantine().isEmpty)
        #expect(try removals().map(\.isDone) == [true, true, true])
        #expect(try desk.files(below: desk.directories.staging).isEmpty)
    }

    @Test(arguments: 0..<4)
    func theSameProcessGoesOnAfterAFault(_ commit: Int) throws {
        desk.settings.archive.keep = .none
        desk.settings.quarantine.keep = .none
        try take([("a.json", Documents.published("a")), ("b.json", Documents.published("b")), ("bad.json", "{")])
        let store = FaultyStore(desk.store)
        store.fail(.outOfSpace(path: "x"), afterCommits: commit)
        let intake = try look(store)
        store.fail(nil)
        for _ in 0..<12 {
            desk.time.pass(.seconds(10))
            intake.turn()
        }
        #expect(try check().removed == 2)
        #expect(try removals().map(\.isDone) == [true, true, true])
        #expect(try desk.quarantine().isEmpty)
    }

    @Test func aRefusedFileGoesWithItsReason() throws {
        desk.settings.quarantine.keep = .none
        try take([("bad.json", "{"), ("bad.json", "{"), ("a.json", Documents.published("a"))])
        try look()
        #expect(try desk.quarantine().isEmpty)
        #expect(try desk.archive() == ["inbox/a.json"])
        var reconciliation = Reconciliation(desk.store, desk.directories) { _ in }
        let summary = try reconciliation.run { _, _ in }
        #expect(summary.removedFromQuarantine == 2)
        #expect(summary.leftQuarantine == 0)
    }

    @Test func aRefusedFileThatAPersonCorrectsIsKept() throws {
        desk.settings.quarantine.keep = .none
        try take([("bad.json", "{")])
        try Data(Documents.published("a").utf8).write(to: URL(filePath: desk.path("quarantine/bad.json")))
        try look()
        #expect(try desk.quarantine() == ["bad.json", "bad.json.reason.json"])
        #expect(try removals().isEmpty)
    }

    @Test func aRefusedFileThatWasPutBackMeanwhileIsNotSaidToBeRemoved() throws {
        desk.settings.quarantine.keep = .none
        try take([("bad.json", "{")])
        try desk.store.append(dryRun: false) { transaction throws(EventLogError) in
            #expect(try transaction.noteRemovals(of: [1]) == [1])
        }
        _ = try Quarantine.retry(name: "bad.json", in: desk.directories)
        desk.settings.quarantine.keep = .forever
        _ = try desk.intake().turn()
        #expect(try desk.store.removal(of: 1) == nil)
    }

    @Test func anAlteredFileIsKeptAndStillFound() throws {
        desk.settings.archive.keep = .none
        try take([("a.json", Documents.published("a"))])
        let path = desk.directories.archive + "/" + (try desk.files(below: desk.directories.archive)[0])
        #expect(chmod(path, 0o640) == 0)
        try Data("other".utf8).write(to: URL(filePath: path))
        try look()
        #expect(try desk.archive().count == 1)
        var findings: [String] = []
        var check = ArchiveCheck(desk.store, desk.directories) { findings.append($0.what) }
        _ = try check.run { _, _ in }
        #expect(findings.count == 1)
        #expect(findings.first?.hasPrefix("SHA-256 is") == true)
    }

    @Test func aFileThatIsStillToBeMovedIsNotTouched() throws {
        desk.settings.archive.keep = .none
        try takeThree()
        let store = desk.store
        try store.append(dryRun: false) { transaction throws(EventLogError) in
            try transaction.store([PendingMove(receipt: 2, from: Array("b.json".utf8), to: Array("x".utf8), inode: 1)])
            #expect(try transaction.noteRemovals(of: [1, 2, 99]) == [1])
        }
    }

    @Test func nothingGoesWhileATakedownHasFilesToRewrite() throws {
        desk.settings.archive.keep = .none
        try take([("a.json", Documents.published("a")), ("b.json", Documents.published("b"))])
        let outcome = try Withholder(desk.store).withhold(.event(.first), reason: "r", authority: "a")
        try look()
        #expect(try desk.archive().count == 2)
        #expect(try removals().isEmpty)
        let event = try #require(try desk.store.event(at: .first))
        var erasure = FileErasure(desk.store, desk.directories, .init(events: [event.envelope], texts: outcome.texts))
        #expect(try erasure.run().faults.isEmpty)
        for position in try desk.store.pendingErasures() {
            try desk.store.append(dryRun: false) { transaction throws(EventLogError) in
                try transaction.settleErasure(of: position)
            }
        }
        try look()
        #expect(try desk.archive().isEmpty)
        // The takedown has removed the other one.
        #expect(try removals().map(\.receipt) == [2])
        #expect(try check().takenDown == 1)
    }

    @Test func aBackupHoldsItUp() throws {
        desk.settings.archive.keep = .none
        try take([("d.json", Documents.published("d"))])
        do {
            guard let hold = RetentionLock.forReading(desk.directories) else {
                Issue.record("a backup cannot lock")
                return
            }
            try look()
            #expect(try desk.archive() == ["inbox/d.json"])
            withExtendedLifetime(hold) {}
        }
        try look()
        #expect(try desk.archive().isEmpty)
    }

    @Test func aTakedownDoesNotMissAFileThatWasRemoved() throws {
        desk.settings.archive.keep = .none
        try take([("a.json", Documents.published("a"))])
        try look()
        let outcome = try Withholder(desk.store).withhold(.event(.first), reason: "r", authority: "a")
        let event = try #require(try desk.store.event(at: .first))
        var erasure = FileErasure(desk.store, desk.directories, .init(events: [event.envelope], texts: outcome.texts))
        let report = try erasure.run()
        #expect(report.missing.isEmpty)
        #expect(report.faults.isEmpty)
    }

    @Test func otherSettingsAreAppliedToARunningIntake() throws {
        try takeThree()
        let intake = try look()
        var settings = desk.settings
        settings.archive.keep = .none
        intake.apply(settings)
        intake.turn()
        #expect(try desk.archive().isEmpty)
    }
}
