import EventLog

/// The paths that publication reads and writes in a ledger's directory.
public struct PublicationDirectories: Hashable, Sendable {
    /// The ledger's directory.
    public let ledger: String
    /// The public log: a C2SP tlog-tiles prefix for any static web server.
    public let published: String
    /// The newest signed checkpoint, outside the database, so that restoring a backup of the database does not set it
    /// back.
    public let head: String
    /// The private keys, one a line, newest first.
    public let key: String
    /// The witnesses to ask, as a C2SP tlog-policy.
    public let witnesses: String
    /// The lock of the process that publishes.
    public let lock: String

    /// - Parameter ledger: The ledger's directory.
    public init(ledger: String) {
        self.ledger = ledger
        published = "\(ledger)/\(LedgerLayout.published)"
        head = "\(ledger)/\(LedgerLayout.head)"
        key = "\(ledger)/\(LedgerLayout.key)"
        witnesses = ledger + "/witnesses"
        lock = ledger + "/publishing"
    }

    /// The newest checkpoint that readers see.
    public var checkpoint: String { published + "/checkpoint" }

    /// The log's statements about its keys and names, one JSON object a line: `{position, statement}`.
    public var statements: String { published + "/statements" }

    /// Histories that were given up, each a tlog-tiles prefix of its own.
    public var abandoned: String { published + "/abandoned" }
}
