import Testing

@testable import Inbox
@testable import LedgerService

@Suite struct DaemonHealthTests {
    private func line(
        _ status: InboxStatus, events: Int64? = 2, isReady: Bool = true, isAlive: Bool = true
    ) -> String {
        DaemonHealth(status, events: events, isReady: isReady, isAlive: isAlive).line
    }

    @Test func saysWhatThereIsAndNothingElse() {
        #expect(line(InboxStatus(), events: 1) == "1 event")
        #expect(line(InboxStatus(), isReady: false) == "looking through the inbox")
    }

    @Test func saysEverythingThatIsNotAsItShouldBe() throws {
        var status = InboxStatus()
        status.quarantined = 3
        status.unmoved = ["a.json"]
        status.stall = InboxStatus.Stall(reason: "no space is left", remedy: "make room", since: .init(microseconds: 0))
        #expect(
            line(status, events: nil, isAlive: false)
                == "events cannot be counted, 3 quarantined since the start, 1 recorded but not moved, "
                + "intake has stopped: no space is left, intake does not answer")
    }
}
