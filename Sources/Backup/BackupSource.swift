import EventLog
import Publication

/// The ledger that a backup is made of.
public struct BackupSource: Sendable {
    /// Its directory.
    public let ledger: String
    /// Where its secret is kept.
    public let secret: SecretFile
    /// The configuration of its daemon; nil if there is none.
    public let configuration: String?
    /// Whether the signing key and the secret are copied, too.
    public let withKeys: Bool

    /// Creates the description of what is to be copied.
    public init(ledger: String, secret: SecretFile, configuration: String?, withKeys: Bool) {
        self.ledger = ledger
        self.secret = secret
        self.configuration = configuration
        self.withKeys = withKeys
    }

    var database: String { "\(ledger)/\(LedgerLayout.log)" }
    var publication: PublicationDirectories { PublicationDirectories(ledger: ledger) }

    /// Directories of the ledger that a backup mirrors, in the order of a manifest.
    static let mirrored = [LedgerLayout.archive, "\(LedgerLayout.published)/abandoned", LedgerLayout.quarantine]
}
