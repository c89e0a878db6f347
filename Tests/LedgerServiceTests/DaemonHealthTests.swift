import StoryEvents
import Testing

@testable import Inbox
@testable import LedgerService

@Suite struct DaemonHealthTests {
    private func line(
        _ status: InboxStatus, events: Int64? = 2, isReady: Bool = true, silent: [Heartbeat.Part] = []
    ) -> String {
        DaemonHealth(status, events: events, isReady: isReady, silent: silent).line
    }

    @Test func saysWhatThereIsAndNothingElse() {
        #expect(line(InboxStatus(), events: 1) == "1 event")
        #expect(line(InboxStatus(), isReady: false) == "looking through the inbox")
    }

    @Test func aDiskThatTakesNothingStopsIntakeAlsoWhereNoFileSaysSo() {
        let reason = "/l is on a file system that was shut"
        let shut = DaemonHealth(InboxStatus(), events: 2, isReady: true, disk: reason)
        #expect(shut.isStalled && shut.isReady && shut.isAlive)
        #expect(shut.line == "2 events, intake has stopped: /l is on a file system that was shut")
        var status = InboxStatus()
        status.stall = InboxStatus.IntakeBlocked(reason: "it is", remedy: "", since: .init(microseconds: 0))
        let both = DaemonHealth(status, events: 2, isReady: true, disk: reason)
        #expect(both.line == "2 events, intake has stopped: it is")
    }

    @Test func saysEverythingThatIsNotAsItShouldBe() throws {
        var status = InboxStatus()
        let now = RecordedTime(microseconds: 0)
        status.waiting = [
            .init(file: "w.json", story: try #require(StoryID("mill")), missing: "the story", since: now, until: now)
        ]
        status.quarantined = 3
        status.unmoved = ["a.json"]
        status.stall = InboxStatus.IntakeBlocked(
            reason: "no space is left", remedy: "make room", since: .init(microseconds: 0))
        #expect(
            line(status, events: nil, silent: [.intake, .projections])
                == "events cannot be counted, 1 deferred, 3 quarantined since the start, 1 recorded but not moved, "
                + "intake has stopped: no space is left, intake does not answer, "
                + "projections do not answer")
    }
}
