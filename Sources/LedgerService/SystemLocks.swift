import Files
import Glibc

/// The system's list of file locks: a process that may not open a lock file can still tell whether the lock is held.
enum SystemLocks {
    /// Whether some process holds an flock(2) lock of a file.
    ///
    /// - Returns: nil if that is unknown: the list cannot be read, or the file system numbers its devices differently.
    ///
    /// Source: proc_locks(5).
    static func isHeld(_ file: stat, list: String) -> Bool? {
        let device = UInt64(file.st_dev)
        let major = (device >> 8) & 0xFFF | (device >> 32) & ~0xFFF
        let minor = device & 0xFF | (device >> 12) & ~0xFF
        var isElsewhere = false
        for line in list.split(separator: "\n") {
            // 1: FLOCK  ADVISORY  WRITE 1234 fd:01:5678 0 EOF
            let fields = line.split(separator: " ")
            guard fields.count >= 6, fields[1] == "FLOCK" else { continue }
            let place = fields[5].split(separator: ":")
            guard place.count == 3, UInt64(place[2]) == UInt64(file.st_ino) else { continue }
            if UInt64(place[0], radix: 16) == major, UInt64(place[1], radix: 16) == minor { return true }
            isElsewhere = true
        }
        return isElsewhere ? nil : false
    }

    /// The system's list; nil if it cannot be read.
    static func list() -> String? {
        let descriptor = open("/proc/locks", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = uninterrupted { read(descriptor, &buffer, buffer.count) }
            guard count >= 0 else { return nil }
            guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
            bytes += buffer[..<count]
        }
    }
}
