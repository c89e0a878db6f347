import Files
import Glibc
import Logging
import ServiceLifecycle
import Synchronization
import Threads

/// Has the disk of the ledger answer now and then, for the watchdog: an idle daemon would not notice a disk that has stopped.
struct DiskProbe: Service {
    private let lock: LedgerLock
    private let path: String
    private let period: Duration
    private let logger: Logger
    private let sign: @Sendable () -> Void
    private let last = LastAnswer()

    /// What it answered last: 0, or an error number.
    private final class LastAnswer: Sendable { let code = Atomic<Int32>(0) }

    /// - Parameters:
    ///   - lock: What is written to.
    ///   - path: The ledger's directory.
    ///   - sign: Called after each answer; that the disk is full or read-only is one, too.
    init(lock: LedgerLock, path: String, period: Duration, logger: Logger, sign: @escaping @Sendable () -> Void) {
        self.lock = lock
        self.path = path
        self.period = period
        self.logger = logger
        self.sign = sign
    }

    /// Why nothing can be written to the disk; nil where something can. Intake itself reports a full disk.
    var fault: WriteRefusal? {
        switch last.code.load(ordering: .acquiring) {
        case 0, ENOSPC, EDQUOT: nil
        case let code: .failing(code: code)
        }
    }

    func run() async throws {
        let stop = WakePipe()
        let probe = self
        // Not waited for: with a stopped disk, the thread would never end.
        try BlockingThread.start("disk-probe") {
            repeat { probe.ask() } while stop.sleep(for: probe.period)
        }
        // Ends at a graceful shutdown, or where the task is cancelled.
        do { try await gracefulShutdown() } catch {}
        stop.stop()
    }

    private func ask() {
        let before = fault
        last.code.store(lock.touch(), ordering: .releasing)
        sign()
        guard let fault else {
            if before != nil { logger.notice("the disk takes what is written again") }
            return
        }
        if fault != before {
            logger.error(
                "nothing can be written",
                metadata: ["reason": "\(fault.message(of: path))", "remedy": "\(fault.remedy(of: path))"])
        }
    }
}
