import Glibc
import Inbox

/// Whether a daemon has a ledger, and how its intake is doing, as far as this user can see.
public struct DaemonPresence: Hashable, Sendable {
    /// Whether one runs; nil where that cannot be told.
    public let isRunning: Bool?
    /// What it says of its intake; nil where none runs, and where that cannot be read.
    public let state: IntakeState?
    /// What cannot be told, and why; nil where all can.
    public let obstacle: String?

    /// Looks at a ledger's lock, and at what a daemon has written.
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
        case .success: (isRunning, obstacle) = (true, state == nil ? "its intake has not begun yet" : nil)
        case .failure(let error): (isRunning, obstacle) = state == nil ? (nil, error.message) : (true, nil)
        }
    }
}
