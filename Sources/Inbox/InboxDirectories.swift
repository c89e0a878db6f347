/// Where the inbox is, and where files go from it. All three must be on one file system, in one mount.
public struct InboxDirectories: Hashable, Sendable {
    /// Where producers put files.
    public var inbox: String
    /// What was taken in, by date and source.
    public var archive: String
    /// What was refused, each file beside its reason.
    public var quarantine: String

    /// Names the three directories.
    public init(inbox: String, archive: String, quarantine: String) {
        self.inbox = inbox
        self.archive = archive
        self.quarantine = quarantine
    }

    /// The directories of a ledger, under their usual names.
    public init(ledger: String) {
        self.init(inbox: ledger + "/inbox", archive: ledger + "/archive", quarantine: ledger + "/quarantine")
    }
}
