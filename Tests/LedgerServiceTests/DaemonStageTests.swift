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

    @Test func saysWhichOfItsPartsAreNotServed() {
        let stage = DaemonStage(changed: {})
        let site = PartFault(.site, "another program listens on 127.0.0.1:80", remedy: "end that program")
        stage.lacks(PartFault(.site, "cannot listen", remedy: ""))
        stage.lacks(site)
        #expect(stage.health.line == "opening the ledger, site is not served" && stage.health.faults == [site])
        stage.runs(
            health: { DaemonHealth(isReady: true, isAlive: true, line: "2 events") }, measures: { IntakeMeasures() })
        #expect(stage.health.line == "2 events, site is not served" && stage.health.faults == [site])
        #expect(stage.health.isReady && stage.health.isAlive && !stage.health.isStalled)
    }
}
