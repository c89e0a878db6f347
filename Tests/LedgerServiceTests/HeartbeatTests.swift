import Inbox
import Synchronization
import Testing

@testable import LedgerService

@Suite struct HeartbeatTests {
    /// A clock that stands until it is told otherwise.
    private final class Clock: Sendable {
        let uptime = Mutex<Duration>(.zero)
        func pass(_ time: Duration) { uptime.withLock { $0 += time } }
    }

    private let clock = Clock()

    private func heartbeat() -> Heartbeat {
        var configuration = Configuration()
        configuration.inbox.scanInterval = .seconds(10)
        configuration.publication.interval = .seconds(20)
        return Heartbeat(configuration) { clock.uptime.withLock(\.self) }
    }

    @Test func lookingAtTheClockIsASignOfLife() {
        let heartbeat = heartbeat()
        clock.pass(.seconds(70))
        #expect(heartbeat.silent.isEmpty)
        #expect(heartbeat.clock.uptime() == .seconds(70))
        clock.pass(.seconds(70))
        #expect(heartbeat.silent.isEmpty)
    }

    @Test func aThreadThatNeitherRestsNorCommitsIsSilent() {
        let heartbeat = heartbeat()
        _ = heartbeat.clock.uptime()
        clock.pass(.seconds(71))
        #expect(heartbeat.silent == [.intake])
        _ = heartbeat.clock.uptime()
        #expect(heartbeat.silent.isEmpty)
    }

    @Test func eachPartIsWatched() {
        let heartbeat = heartbeat()
        clock.pass(.seconds(301))
        #expect(heartbeat.silent == [.intake, .projections])
        clock.pass(.seconds(6920))
        #expect(heartbeat.silent == [.intake, .publication, .projections])
        heartbeat.sign(.publication)
        heartbeat.sign(.intake)
        #expect(heartbeat.silent == [.projections])
        heartbeat.sign(.projections)
        #expect(heartbeat.silent.isEmpty)
    }

    @Test func theDiskIsWatchedWhereItIsAsked() {
        let heartbeat = Heartbeat(disk: .seconds(10)) { clock.uptime.withLock(\.self) }
        clock.pass(.seconds(10))
        #expect(heartbeat.silent.isEmpty)
        clock.pass(.seconds(1))
        #expect(heartbeat.silent == [.disk])
        heartbeat.sign(.disk)
        #expect(heartbeat.silent.isEmpty)
        heartbeat.reload(Configuration())
        clock.pass(.seconds(10))
        #expect(!heartbeat.silent.contains(.disk))
    }

    @Test func aLongerScanIntervalIsWaitedFor() {
        let heartbeat = heartbeat()
        var configuration = Configuration()
        configuration.inbox.scanInterval = .seconds(3600)
        heartbeat.reload(configuration)
        clock.pass(.seconds(200))
        #expect(heartbeat.silent.isEmpty)
    }
}
