import Inbox
import Synchronization
import Testing

@testable import LedgerService

@Suite struct DaemonStageTests {
    @Test func isReadyOnceItWaitsAndSaysWhy() {
        let changes = Atomic(0)
        let stage = DaemonStage(changed: { changes.add(1, ordering: .relaxed) })
        #expect(!stage.health.isReady && stage.health.isAlive)
        stage.tries()
        stage.waits(for: "no space is left for /l/ledger.db", remedy: "make room")
        let waiting = stage.health
        #expect(waiting.isReady && waiting.isAlive && waiting.isStalled)
        #expect(waiting.line == "intake has stopped: no space is left for /l/ledger.db")
        #expect(waiting.faults == [PartFault(.intake, "no space is left for /l/ledger.db", remedy: "make room")])
        stage.runs(
            health: { DaemonHealth(isReady: true, isAlive: true, line: "2 events") }, measures: { IntakeMeasures() })
        #expect(stage.health.line == "2 events" && !stage.health.isStalled)
        #expect(changes.load(ordering: .relaxed) == 2)
    }
}
