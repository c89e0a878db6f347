import Glibc

/// The system's words for a failed call.
public enum SystemReason {
    /// The reason of the last failed call on this thread.
    public static var last: String { text(errno) }

    /// The words for an error number.
    public static func text(_ code: Int32) -> String { String(cString: strerror(code)) }
}

/// Repeats a call of the C library that a signal has interrupted.
public func uninterrupted<Result: SignedInteger>(_ call: () -> Result) -> Result {
    while true {
        let result = call()
        if result != -1 || errno != EINTR { return result }
    }
}
