import EventLog

/// An empty log that a contract is checked on, whatever engine keeps it.
public protocol LedgerUnderTest: Sendable {
    /// Opens the log; each call as another process would.
    func open() throws -> any EventStore

    /// Opens the log as ``open()`` does, with its tree and for audits.
    func openAudited() throws -> any AuditStore

    /// The time of every store that ``open()`` returns.
    var clock: ManualClock { get }
}
