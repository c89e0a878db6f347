import Glibc
import Synchronization

/// Wakes a thread that waits in poll(2), from any thread.
public final class WakePipe: Sendable {
    private let reader: Int32
    private let writer: Int32
    private let stopped = Atomic(false)

    /// Opens the pipe.
    public init() {
        var ends: [Int32] = [-1, -1]
        // Without a pipe the thread still wakes at its next deadline.
        if pipe(&ends) == 0 {
            for end in ends {
                _ = fcntl(end, F_SETFD, FD_CLOEXEC)
                _ = fcntl(end, F_SETFL, O_NONBLOCK)
            }
        }
        (reader, writer) = (ends[0], ends[1])
    }

    deinit {
        close(reader)
        close(writer)
    }

    /// Whether the thread was asked to end.
    public var isStopped: Bool { stopped.load(ordering: .acquiring) }

    /// Asks the thread to end.
    public func stop() {
        stopped.store(true, ordering: .releasing)
        ring()
    }

    /// Wakes the thread, now or when it next waits.
    public func ring() {
        var byte: UInt8 = 1
        _ = write(writer, &byte, 1)
    }

    /// Waits for a wake-up, for data on a descriptor, or for a time to pass.
    ///
    /// - Parameter descriptor: An open file; -1 for none.
    /// - Returns: false if only the time has passed.
    @discardableResult
    public func wait(for descriptor: Int32 = -1, atMost duration: Duration) -> Bool {
        let (seconds, attoseconds) = duration.components
        let milliseconds = min(seconds, 3600) * 1000 + attoseconds / 1_000_000_000_000_000 + 1
        var polled = [
            pollfd(fd: reader, events: Int16(POLLIN), revents: 0),
            pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
        ]
        guard poll(&polled, 2, Int32(max(0, milliseconds))) > 0 else { return false }
        guard polled[0].revents != 0 else { return true }
        var drained = [UInt8](repeating: 0, count: 256)
        while read(reader, &drained, drained.count) > 0 {}
        return true
    }
}
