import Files
import Glibc
import StoryEvents
import Synchronization

/// The clock on the wall.
public enum SystemClock {
    /// The time now, in microseconds.
    @Sendable public static func now() -> RecordedTime {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        let (seconds, overflow) = Int64(time.tv_sec).multipliedReportingOverflow(by: 1_000_000)
        return RecordedTime(microseconds: overflow ? .max - 1_000_000 : seconds + Int64(time.tv_nsec) / 1_000)
    }
}

/// The system's own source of randomness.
public enum RandomSalts {
    /// Drawn and not handed out yet: the system is asked for several at once, since most of what one costs is the call.
    private static let drawn = Mutex<[UInt8]>([])

    /// The most bytes that getentropy gives at once.
    private static let most = 256

    /// 32 bytes, from the system's random number generator.
    @Sendable public static func next() -> [UInt8] {
        drawn.withLock { drawn in
            if drawn.isEmpty {
                drawn = [UInt8](unsafeUninitializedCapacity: most) { buffer, count in
                    // Fails for more than 256 bytes, and where there is no generator, which no ledger can do without.
                    let status = getentropy(buffer.baseAddress!, buffer.count)
                    precondition(status == 0, "the system has no random numbers")
                    count = buffer.count
                }
            }
            let salt = Array(drawn.suffix(Commitment.saltLength))
            drawn.removeLast(Commitment.saltLength)
            return salt
        }
    }
}

/// Whether there is a file: a system that cannot tell is not taken for a "no".
public enum FileProbe {
    /// Whether anything bears a path's name, following links.
    ///
    /// - Throws: ``EventLogError`` with the system's words where it cannot be told.
    public static func exists(_ path: String) throws(EventLogError) -> Bool {
        guard access(path, F_OK) != 0 else { return true }
        guard [ENOENT, ENOTDIR].contains(errno) else { throw EventLogError(system: errno, at: path) }
        return false
    }

    /// Whether it is certain that nothing bears a path's name.
    package static func isAbsent(_ path: String) -> Bool { access(path, F_OK) != 0 && errno == ENOENT }

    /// Whether two paths lead to one file or directory, by a link perhaps; false where one leads nowhere.
    package static func isSame(_ path: String, _ other: String) -> Bool {
        var (file, second) = (stat(), stat())
        guard stat(path, &file) == 0, stat(other, &second) == 0 else { return false }
        return (file.st_dev, file.st_ino) == (second.st_dev, second.st_ino)
    }
}
