/// Where the inbox is, and where files go from it. All four directories must be on one file system, in one mount.
public struct InboxDirectories: Hashable, Sendable {
    /// Where producers put files.
    public var inbox: String
    /// What was taken in, by date and source.
    public var archive: String
    /// What was refused, each file beside its reason.
    public var quarantine: String
    /// Copies of files whose receipts are not durable yet.
    public var staging: String
    /// The file in which a running daemon says how the intake is doing.
    public var state: String
    /// The file that says which files a daemon has in work, for the next one.
    public var work: String

    /// A memberwise initializer.
    public init(inbox: String, archive: String, quarantine: String, staging: String, state: String, work: String) {
        self.inbox = inbox
        self.archive = archive
        self.quarantine = quarantine
        self.staging = staging
        self.state = state
        self.work = work
    }

    /// The directories of a ledger, under their usual names.
    public init(ledger: String) {
        self.init(
            inbox: ledger + "/inbox", archive: ledger + "/archive", quarantine: ledger + "/quarantine",
            staging: ledger + "/incoming", state: ledger + "/intake.json", work: ledger + "/intake.work")
    }

    /// Whether files and directories of a name are left alone, because their writer has not finished them.
    public static func isUnfinished(_ name: String) -> Bool { FileName(name).isUnfinished }
}
