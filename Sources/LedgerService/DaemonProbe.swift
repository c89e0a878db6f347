import Inbox
import Logging
import ServiceLifecycle

/// What a part needs to know that tells others about a running daemon.
public struct DaemonProbe: Sendable {
    /// Makes the services that do so.
    public typealias Watchers = @Sendable (DaemonProbe) -> [any Service]

    /// The settings in force.
    public let configuration: Configuration
    /// All environment variables.
    public let environment: [String: String]
    /// The ledger.
    public let directory: LedgerDirectory
    /// The daemon's log.
    public let logger: Logger
    /// The daemon's state now.
    public let health: @Sendable () -> DaemonHealth
    /// What its intake has measured.
    public let measures: @Sendable () -> IntakeMeasures
    /// Takes what keeps a part from its work that is served to others.
    public let lacks: @Sendable (PartFault) -> Void
}
