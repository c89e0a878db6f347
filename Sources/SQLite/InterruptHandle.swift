internal import CSQLite
internal import Synchronization

/// Interrupts a connection's statements, from any thread.
///
/// It does not keep the connection open, and does nothing once the connection is closed.
public final class InterruptHandle: Sendable {
    /// `sqlite3_interrupt` may not race with closing, so both happen under this lock.
    private let target: Mutex<Target?>

    /// Only ever passed to `sqlite3_interrupt`, which SQLite allows from every thread.
    private struct Target: @unchecked Sendable {
        let pointer: OpaquePointer
    }

    init(_ pointer: OpaquePointer) {
        target = Mutex(Target(pointer: pointer))
    }

    /// Makes every statement that runs on the connection now fail with ``ResultCode/interrupt``.
    ///
    /// A write interrupted inside a transaction rolls the whole transaction back. If no statement runs, nothing
    /// happens: the interrupt is not remembered. It waits while the connection is being closed.
    public func interrupt() {
        target.withLock { target in
            if let target { sqlite3_interrupt(target.pointer) }
        }
    }

    /// Closes the connection with `close` while no interrupt is under way, and forgets it if that succeeds.
    func closing(_ close: () -> Int32) -> Int32 {
        target.withLock { target in
            let status = close()
            if status == SQLITE_OK { target = nil }
            return status
        }
    }
}
