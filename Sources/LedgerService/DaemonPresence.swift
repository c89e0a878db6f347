import Glibc
import Inbox

/// Whether a daemon runs on a ledger, and the state of its intake, as far as this user can see.
public struct DaemonPresence: Hashable, Sendable {
    /// Whether one runs; nil if that is unknown.
    public let isRunning: Bool?
    /// The state of its intake; nil if none runs or the state cannot be read.
    public let state: IntakeState?
    /// What is unknown, and why; nil if nothing is.
    public let obstacle: String?

    /// What is said of a daemon without a state on disk.
    public static let stateless =
        "its intake has written no state yet: it has only started, or its disk takes nothing"

    /// Reads a ledger's lock and the state that a daemon has written.
    public init(of directory: LedgerDirectory) {
        let lock = LedgerLock.isHeld(directory)
        if case .success(false) = lock {
            (isRunning, state, obstacle) = (false, nil, nil)
            return
        }
        do throws(InboxError) {
            state = try IntakeState.read(InboxDirectories(ledger: directory.path).state)
        } catch {
            if case .success(let isHeld) = lock { isRunning = isHeld } else { isRunning = nil }
            (state, obstacle) = (nil, error.message)
            return
        }
        switch lock {
        case .success: (isRunning, obstacle) = (true, state == nil ? Self.stateless : nil)
        case .failure(let error): (isRunning, obstacle) = state == nil ? (nil, error.message) : (true, nil)
        }
    }
}
