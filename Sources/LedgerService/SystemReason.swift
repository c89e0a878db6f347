import Glibc

/// What the system says of a call that failed.
enum SystemReason {
    /// Of the last call on this thread.
    static var last: String { text(errno) }

    static func text(_ code: Int32) -> String { String(cString: strerror(code)) }
}
