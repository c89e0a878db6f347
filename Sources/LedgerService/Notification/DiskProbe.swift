import ServiceLifecycle
import Threads

/// Has the disk of the ledger answer now and then, for the watchdog: an idle daemon would not notice a disk that has stopped.
struct DiskProbe: Service {
    /// What is written to.
    let lock: LedgerLock
    let period: Duration
    /// Called after each answer; that the disk is full or read-only is one, too.
    let sign: @Sendable () -> Void

    func run() async throws {
        let stop = WakePipe()
        let (lock, period, sign) = (lock, period, sign)
        // Not waited for: with a stopped disk, the thread would never end.
        try BlockingThread.start("disk-probe") {
            repeat {
                lock.touch()
                sign()
            } while stop.sleep(for: period)
        }
        // Ends at a graceful shutdown, or where the task is cancelled.
        do { try await gracefulShutdown() } catch {}
        stop.stop()
    }
}
