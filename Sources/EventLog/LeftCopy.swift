import Files

/// A copy of a ledger in a place where the service had it before: such as the one that stays behind when a ledger moves to another disk.
///
/// To go on with it would be a second history of the same log, signed with the same key.
public struct LeftCopy: Hashable, Sendable {
    /// Where the copy is.
    public let path: String
    /// The log.
    public let origin: String
    /// Where the service has opened it later.
    public let later: String
    /// The command that takes the later place out of the service's note of ledgers.
    public let forgetting: String
    /// How many files wait in the inbox of the copy.
    public let waiting: Int

    /// All that is known of it.
    public init(path: String, origin: String, later: String, forgetting: String, waiting: Int) {
        (self.path, self.origin, self.later) = (path, origin, later)
        (self.forgetting, self.waiting) = (forgetting, waiting)
    }

    /// What was found.
    var message: String {
        "the ledger at \(path) is a copy: this machine's service has opened \(origin) at \(later) since"
    }

    /// What to do about it.
    var remedy: String {
        "have ledger.directory in the settings name \(later) again, and move \(ShellWord.quoted(path)) away; if the service is to "
            + "go on with the one at \(path), and never again with the other: \(forgetting); systemctl restart storyledgerd"
    }
}
