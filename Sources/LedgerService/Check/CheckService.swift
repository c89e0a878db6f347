import EventLog
import Logging
import ServiceLifecycle
import Synchronization
import ServiceThreads
import Threads
import Verification

/// Checks the log in the background, in small steps with long pauses, so that a damaged page is found within
/// ``Configuration/Check/every``. It reads only, on a thread of its own.
final class CheckService: Service {
    private let store: SQLiteEventStore
    private let path: String
    private let every: Duration
    private let logger: Logger
    private let wake = WakePipe()
    private let changed: @Sendable () -> Void
    private let state: Mutex<CheckState>

    /// The longest wait for the first step, so that a daemon that is often started again still gets on.
    private static let firstPause: Duration = .seconds(60)
    /// How many times longer than the step before it a pause is at least: at most 2 % of a core.
    private static let restPerWork = 50
    /// The time between two attempts while the log cannot be read.
    private static let pauseAfterFault: Duration = .seconds(60)

    /// - Parameters:
    ///   - path: The file with the state.
    ///   - every: How long a pass over the whole log takes.
    ///   - changed: Called after a fault is found.
    init(
        _ store: SQLiteEventStore, path: String, every: Duration, logger: Logger,
        changed: @escaping @Sendable () -> Void = {}
    ) {
        (self.store, self.path, self.every, self.logger, self.changed) = (store, path, every, logger, changed)
        state = Mutex(CheckState.read(path) ?? CheckState())
    }

    /// How many faults are known.
    var faultCount: Int { state.withLock { $0.faults.count } }

    func run() async throws {
        try await BlockingThread.runService("check", stop: wake.stop, keepChecking)
    }

    private func keepChecking() {
        let clock = ContinuousClock()
        var check = SlowCheck(store, from: state.withLock { $0.place } ?? .start)
        var pause = min(pace(of: check), Self.firstPause)
        while wake.sleep(for: pause) {
            let began = clock.now
            do throws(EventLogError) {
                note(try check.step(), check.place)
                if check.place == nil { check = SlowCheck(store) }
                pause = max(pace(of: check), (clock.now - began) * Self.restPerWork)
            } catch {
                logger.debug("the background check could not go on", metadata: ["reason": "\(error.message)"])
                pause = Self.pauseAfterFault
            }
        }
    }

    /// The pause between two steps. A tenth is kept for the work itself.
    private func pace(of check: SlowCheck) -> Duration {
        do throws(EventLogError) { return every * 9 / 10 / Int(clamping: max(1, try check.steps())) } catch {
            return Self.pauseAfterFault
        }
    }

    private func note(_ findings: [Finding], _ place: SlowCheck.Place?) {
        let now = SystemClock.now()
        let (new, state) = state.withLock { state in
            let new = state.note(findings.map(\.description), at: now)
            state.place = place
            if place == nil { state.finish(at: now) }
            return (new, state)
        }
        if !new.isEmpty { changed() }
        for fault in new {
            logger.error(
                "the log is damaged",
                metadata: [
                    "fault": "\(fault)", "code": "damaged",
                    "remedy": "look at all of it with 'storyledger verify'; then restore it from a backup",
                ])
        }
        if let reason = state.write(path) {
            logger.debug("the state of the background check was not written", metadata: ["reason": "\(reason)"])
        }
    }
}
