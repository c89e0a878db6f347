import Testing

@testable import LedgerService

@Suite struct AnnouncerTests {
    private let start = ContinuousClock.now

    @Test func saysReadyOnceAndAStatusWhenItIsNew() {
        var announcer = Announcer(watchdog: nil, start: start)
        var health = DaemonHealth(isReady: false, isAlive: true, line: "looking")
        #expect(announcer.news(health, at: start) == ["STATUS=looking"])
        #expect(announcer.news(health, at: start) == [])
        health = DaemonHealth(isReady: true, isAlive: true, line: "3 events\nREADY=1")
        #expect(announcer.news(health, at: start) == ["READY=1", "STATUS=3 events\\nREADY=1"])
        #expect(announcer.news(health, at: start + .seconds(60)) == [])
    }

    @Test func givesASignOfLifeTwiceInTheTimeThatSystemdWaits() {
        var announcer = Announcer(watchdog: .seconds(10), start: start)
        let health = DaemonHealth(isReady: false, isAlive: true, line: "")
        let told = (0...20).filter { announcer.news(health, at: start + .seconds($0)) == ["WATCHDOG=1"] }
        #expect(told == [0, 5, 10, 15, 20])
    }

    @Test func givesNoSignOfLifeWithoutLife() {
        var announcer = Announcer(watchdog: .seconds(10), start: start)
        let dead = DaemonHealth(isReady: true, isAlive: false, line: "")
        let alive = DaemonHealth(isReady: true, isAlive: true, line: "")
        #expect(announcer.news(dead, at: start + .seconds(9)) == ["READY=1"])
        #expect(announcer.news(alive, at: start + .seconds(9)) == ["WATCHDOG=1"])
    }

    @Test func looksOnceAMinuteWithoutAWatchdog() {
        var announcer = Announcer(watchdog: nil, start: start)
        _ = announcer.news(DaemonHealth(isReady: true, isAlive: true, line: ""), at: start)
        #expect(announcer.pause(at: start + .seconds(7)) == .seconds(60))
    }

    @Test(arguments: [Duration.milliseconds(40), .seconds(1), .seconds(120)])
    func looksWhenTheNextSignIsDueAndOnceBefore(watchdog: Duration) {
        var announcer = Announcer(watchdog: watchdog, start: start)
        _ = announcer.news(DaemonHealth(isReady: true, isAlive: true, line: ""), at: start)
        #expect(announcer.pause(at: start) == watchdog / 4)
        #expect(announcer.pause(at: start + watchdog * 3 / 8) == watchdog / 8)
    }

    @Test func looksOftenAtAPartThatIsSilent() {
        var announcer = Announcer(watchdog: .seconds(120), start: start)
        let dead = DaemonHealth(isReady: true, isAlive: false, line: "")
        _ = announcer.news(dead, at: start + .seconds(61))
        #expect(announcer.pause(at: start + .seconds(61)) == .seconds(1))
    }
}
