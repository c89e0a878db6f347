/// Tells when a log has grown.
public protocol CommitSource: Sendable {
    /// Opens a way to wait for commits, for one thread.
    func commits() -> any CommitSignal
}

/// Waits for commits of this and of other processes.
///
/// Look at the log first and wait then: a commit in between ends the wait at once. The first wait, and now and then
/// another one, ends without a commit.
public protocol CommitSignal: Sendable {
    /// Waits for a commit since the last wait, for ``wake()``, or for a time to pass.
    ///
    /// - Returns: false if only the time has passed. A program that is killed at the end of a commit may not signal it.
    @discardableResult
    func wait(atMost duration: Duration) -> Bool

    /// Ends the wait, or the next one. May be called on any thread.
    func wake()
}
