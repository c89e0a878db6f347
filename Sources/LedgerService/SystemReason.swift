import Glibc

/// The system's words for a failed call.
enum SystemReason {
    /// The reason of the last failed call on this thread.
    static var last: String { text(errno) }

    static func text(_ code: Int32) -> String { String(cString: strerror(code)) }
}
