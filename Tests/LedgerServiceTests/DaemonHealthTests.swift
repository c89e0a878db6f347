import CanonicalJSON
import EventLog
import StoryEvents
import Testing

@testable import Inbox
@testable import LedgerService
@testable import Publication

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
        let reason = PartFault(.intake, "/l is on a file system that was shut", remedy: "fsck")
        let shut = DaemonHealth(InboxStatus(), events: 2, isReady: true, disk: reason)
        #expect(shut.isStalled && shut.isReady && shut.isAlive)
        #expect(shut.line == "2 events, intake has stopped: /l is on a file system that was shut")
        var status = InboxStatus()
        status.stall = InboxStatus.IntakeBlocked(reason: "it is", remedy: "", since: .init(microseconds: 0))
        #expect(shut.faults == [reason])
        let both = DaemonHealth(status, events: 2, isReady: true, disk: reason)
        #expect(both.line == "2 events, intake has stopped: it is")
        #expect(both.faults == [PartFault(.intake, "it is", remedy: "")])
    }

    @Test func aClockThatIsNotBelievedIsAFaultOnceWhateverElseStopsIntake() {
        let time = RecordedTime(microseconds: 0)
        let clock = ClockStanding(shown: time, newest: time, fault: .jumped(shown: time, expected: time))
        let fault = PartFault(.intake, clock.fault?.message ?? "", remedy: clock.fault?.remedy ?? "")
        #expect(fault.isOfClock)
        #expect(DaemonHealth(InboxStatus(), .init(), .init(), clock, events: 2, isReady: true).faults == [fault])
        var status = InboxStatus()
        status.stall = InboxStatus.IntakeBlocked(reason: fault.message, remedy: fault.remedy, since: time)
        #expect(DaemonHealth(status, .init(), .init(), clock, events: 2, isReady: true).faults == [fault])
        let disk = PartFault(.intake, "/l is full", remedy: "")
        #expect(!disk.isOfClock)
        #expect(
            DaemonHealth(InboxStatus(), .init(), .init(), clock, events: 2, isReady: true, disk: disk).faults == [
                disk, fault,
            ])
    }

    @Test func saysHowFarTheClockIsBehindAndUntilWhen() {
        func line(behind seconds: Int64, _ change: (inout ClockStanding) -> Void = { _ in }) -> String {
            let shown = RecordedTime(microseconds: 1_772_452_800_000_000)
            let newest = RecordedTime(microseconds: shown.microseconds + seconds * 1_000_000)
            var clock = ClockStanding(shown: shown, newest: newest, fault: nil)
            change(&clock)
            return DaemonHealth(InboxStatus(), .init(), .init(), clock, events: 6, isReady: true).line
        }
        #expect(line(behind: 3) == "6 events", "a step of NTP is not worth a word")
        let behind = line(behind: 93_463)
        #expect(
            behind.hasPrefix(
                "6 events, the machine's clock is 26 h behind the newest event; until it shows 2026-03-03T"))
        #expect(behind.hasSuffix(", events are recorded at that time"))
        #expect(
            line(behind: 93_463) { $0.isNewestAhead = true }.contains("event, which an accepted clock dated; until"))
        let accepted = line(behind: 0) { $0.accepted = 93_600_000_000 }
        #expect(accepted.contains("an admin has accepted the machine's clock, 26 h ahead of what it showed before"))
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

    /// A program that asks hears each part by itself, also before the first scan is done.
    @Test(arguments: [true, false]) func namesEachPartThatDoesNotWorkWithWhatToDo(isReady: Bool) {
        var inbox = InboxStatus()
        inbox.unguarded = InboxStatus.Unguarded(reason: "cannot write /l/intake.work", remedy: "chown")
        var publication = PublicationStatus()
        (publication.stall, publication.remedy) = ("there is no signing key", "put it back")
        var projections = ProjectionStatus()
        (projections.stall, projections.remedy, projections.stopped) = (
            "/l/views.db cannot be written", "chmod", ["stories"]
        )
        let time = RecordedTime(microseconds: 0)
        let clock = ClockStanding(shown: time, newest: nil, fault: .beyondRange(shown: time))
        let health = DaemonHealth(
            inbox, publication, projections, clock, events: 1, isReady: isReady, silent: [.disk, .projections])
        #expect(
            health.faults.map(\.part) == [
                .intake, .note, .publication, .projections, .projections, .disk, .projections,
            ])
        #expect(health.faults.allSatisfy { !$0.message.isEmpty && !$0.remedy.isEmpty })
        #expect(!isReady || health.line.contains("no note of work: cannot write /l/intake.work"))
        let report = DaemonReport(health, ledger: "/")
        #expect(DaemonReport(report.json.canonicalBytes) == report)
        #expect(report.faults.map(\.remedy).contains("storyledger projections status --ledger /"))
        #expect(report.health.isStalled && report.health.isUnpublished && report.isReady == isReady)
    }

    @Test func aReportOfANewerProgramIsReadAsFarAsItIsKnown() throws {
        let text = """
            {"alive":true,"faults":[{"part":"weather","message":"rain","remedy":null},{"part":"disk","message":"m",
            "remedy":null}],"ledger":"/","line":"l","new":1,"process":7,"ready":true}
            """
        let report = try #require(DaemonReport(Array(text.utf8)))
        #expect(report.faults == [PartFault(.disk, "m", remedy: "")] && report.process == 7)
        #expect(report.isOf(LedgerDirectory("/proc/..")) && !report.isOf(LedgerDirectory("/proc")))
        for place in text.utf8.indices.dropFirst() { _ = DaemonReport(Array(text.utf8[..<place])) }
        #expect(DaemonReport(Array("{}".utf8)) == nil && DaemonReport([]) == nil)
    }
}
