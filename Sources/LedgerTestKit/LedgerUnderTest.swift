import EventLog

/// An empty log that a contract is checked on, whatever engine keeps it.
public protocol LedgerUnderTest: Sendable {
    /// Opens the log; each call as another process would.
    func open() throws -> any EventStore

    /// The time of every store that ``open()`` returns.
    var clock: ManualClock { get }
}
