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
    private var heartbeat: Heartbeat { Heartbeat(scanInterval: .seconds(10)) { clock.uptime.withLock(\.self) } }

    @Test func lookingAtTheClockIsASignOfLife() {
        let heartbeat = heartbeat
        clock.pass(.seconds(70))
        #expect(heartbeat.isAlive)
        #expect(heartbeat.clock.uptime() == .seconds(70))
        clock.pass(.seconds(70))
        #expect(heartbeat.isAlive)
    }

    @Test func aThreadThatNeitherRestsNorCommitsIsDead() {
        let heartbeat = heartbeat
        _ = heartbeat.clock.uptime()
        clock.pass(.seconds(71))
        #expect(!heartbeat.isAlive)
        _ = heartbeat.clock.uptime()
        #expect(heartbeat.isAlive)
    }

    @Test func aThreadThatNeverBeganIsDeadAfterAWhile() {
        let heartbeat = heartbeat
        clock.pass(.seconds(71))
        #expect(!heartbeat.isAlive)
    }
}
