/// What publication reads and writes in a ledger's directory.
public struct PublicationDirectories: Hashable, Sendable {
    /// The ledger's directory.
    public let ledger: String
    /// The log as anybody may read it: a C2SP tlog-tiles prefix for any static web server.
    public let published: String
    /// The newest checkpoint that was signed, kept outside the database so that no backup of it takes it back.
    public let head: String
    /// The private keys, one a line, newest first.
    public let key: String
    /// Whose cosignatures are asked for, as C2SP tlog-policy writes it.
    public let witnesses: String
    /// Held by whoever publishes.
    public let lock: String

    /// - Parameter ledger: The ledger's directory.
    public init(ledger: String) {
        self.ledger = ledger
        published = ledger + "/public"
        head = ledger + "/published-head"
        key = ledger + "/key"
        witnesses = ledger + "/witnesses"
        lock = ledger + "/publishing"
    }

    /// The newest checkpoint that readers see.
    public var checkpoint: String { published + "/checkpoint" }

    /// The log's statements about its keys and names, one JSON object a line: `{position, statement}`.
    public var statements: String { published + "/statements" }

    /// Where histories that were given up stay to be read, each a tlog-tiles prefix of its own.
    public var abandoned: String { published + "/abandoned" }
}
