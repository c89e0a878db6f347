import Glibc

/// Time since the machine was started, sleep included: a clock that setting the time does not change.
public struct MachineUptime: Sendable {
    /// What the system calls this start of the machine.
    public let boot: String
    /// Microseconds since then.
    public let now: @Sendable () -> Int64

    /// - Parameters:
    ///   - boot: Another one after each start.
    ///   - now: Microseconds, never decreasing within one boot.
    public init(boot: String, now: @escaping @Sendable () -> Int64) {
        self.boot = boot
        self.now = now
    }

    /// The system's own. Where it does not name its boots, each process counts as one of its own.
    ///
    /// Source: clock_gettime(2), random(4).
    public static let system = MachineUptime(boot: systemBoot ?? "process-\(getpid())-\(systemNow())", now: systemNow)

    private static let systemNow: @Sendable () -> Int64 = {
        var time = timespec()
        clock_gettime(CLOCK_BOOTTIME, &time)
        return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000
    }

    private static var systemBoot: String? {
        let file = open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 64)
        let count = read(file, &bytes, bytes.count)
        guard count >= 36 else { return nil }
        return String(decoding: bytes[..<36], as: UTF8.self)
    }
}
