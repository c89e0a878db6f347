import Glibc
import Synchronization

/// Tells systemd when a reload begins and when it has ended.
///
/// Source: sd_notify(3), RELOADING=1.
final class ReloadNotices: Sendable {
    private let socket = Mutex<NotifySocket?>(nil)

    /// Notes that systemd knows that the service is ready.
    ///
    /// Until then a reload is not announced: its end would be taken for the end of the start.
    func noteReady(_ socket: NotifySocket?) { self.socket.withLock { $0 = socket } }

    /// Reports that the configuration is read again.
    ///
    /// - Returns: The socket on which to report the end; nil if systemd does not wait for it.
    func begin() throws(NotifySocket.Failure) -> NotifySocket? {
        guard let socket = socket.withLock({ $0 }) else { return nil }
        try socket.send(["RELOADING=1", "MONOTONIC_USEC=\(Self.microseconds)"])
        return socket
    }

    /// Reports that the reload has ended.
    func end(_ socket: NotifySocket) throws(NotifySocket.Failure) { try socket.send(["READY=1"]) }

    /// CLOCK_MONOTONIC, by which systemd tells this reload from an earlier one.
    private static var microseconds: Int64 {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        return Int64(now.tv_sec) * 1_000_000 + Int64(now.tv_nsec) / 1000
    }
}
