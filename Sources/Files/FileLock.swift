import Glibc

/// A lock on an open file, for one descriptor at a time of all processes. The system releases it when the descriptor is
/// closed, and so when its process ends, in any way.
///
/// Source: flock(2).
public enum FileLock {
    /// The result of an attempt to lock.
    public enum Attempt: Hashable, Sendable {
        case taken
        /// Another descriptor holds it.
        case held
        /// The system refused, with this error number.
        case failed(Int32)
    }

    /// Tries once.
    ///
    /// - Parameter isShared: Whether others may hold the lock, too, shared.
    public static func attempt(_ descriptor: Int32, isShared: Bool = false) -> Attempt {
        let result = uninterrupted { flock(descriptor, (isShared ? LOCK_SH : LOCK_EX) | LOCK_NB) }
        if result == 0 { return .taken }
        return errno == EWOULDBLOCK ? .held : .failed(errno)
    }

    /// Waits for the lock.
    ///
    /// - Parameter isShared: Whether others may hold the lock, too, shared.
    /// - Returns: ``Attempt/held`` if another descriptor held it all the time.
    public static func wait(_ descriptor: Int32, patience: Duration, isShared: Bool = false) -> Attempt {
        let deadline = ContinuousClock.now + patience
        var pause: UInt32 = 100
        while true {
            let attempt = attempt(descriptor, isShared: isShared)
            guard attempt == .held, ContinuousClock.now < deadline else { return attempt }
            usleep(pause)
            pause = min(pause * 2, 10_000)
        }
    }
}
