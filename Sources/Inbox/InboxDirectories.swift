import EventLog

/// The inbox, and the directories that files move to. All must be on one file system, in one mount.
public struct InboxDirectories: Hashable, Sendable {
    /// Where producers put files.
    public var inbox: String
    /// Recorded files, by date and source.
    public var archive: String
    /// Refused files, each beside its reason.
    public var quarantine: String
    /// Copies of files whose receipts are not durable yet.
    public var staging: String
    /// The file in which a running daemon stores the state of its intake.
    public var state: String
    /// The note of the files that a daemon works on, for the next daemon.
    public var work: String
    /// The file that is locked while retention removes files, or a backup copies them.
    public var retentionLock: String

    /// Creates a set of directories.
    public init(
        inbox: String, archive: String, quarantine: String, staging: String, state: String, work: String,
        retentionLock: String
    ) {
        self.inbox = inbox
        self.archive = archive
        self.quarantine = quarantine
        self.staging = staging
        self.state = state
        self.work = work
        self.retentionLock = retentionLock
    }

    /// The directories of a ledger, under their usual names.
    public init(ledger: String) {
        self.init(
            inbox: "\(ledger)/\(LedgerLayout.inbox)", archive: "\(ledger)/\(LedgerLayout.archive)",
            quarantine: "\(ledger)/\(LedgerLayout.quarantine)",
            staging: ledger + "/incoming", state: ledger + "/intake.json", work: ledger + "/intake.work",
            retentionLock: ledger + "/retention-lock")
    }

    /// Whether files and directories of a name are ignored, because their writer has not finished them.
    public static func isUnfinished(_ name: String) -> Bool { FileName(name).isUnfinished }
}
