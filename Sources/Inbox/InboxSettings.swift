import EventLog

/// Settings of intake.
public struct InboxSettings: Hashable, Sendable {
    /// The largest file that any setting lets be read, in bytes. A file may have far more bytes than its disk.
    public static let largestFile: Int64 = 1 << 30

    /// The largest file that is read, in bytes. Larger ones are refused unread.
    public var maximumFileBytes: Int64 = 64 << 20
    /// The most documents of a file: all of them are in one commit, which the files of other sources wait for.
    public var maximumDocuments = 100_000
    /// How long a file whose writing was not seen must be unchanged before it is taken.
    public var settle: Duration = .seconds(2)
    /// How long a file may stay open. Then it is taken although it was not closed.
    public var openLimit: Duration = .seconds(3600)
    /// How often the whole inbox is scanned, independently of hints.
    public var scanInterval: Duration = .seconds(10)
    /// How long documents wait for a story, event or request that is not there yet.
    public var waitLimit: Duration = .seconds(600)
    /// How far ahead of the ledger's clock a document's time may be, in whole seconds.
    public var maximumAhead: Duration = .seconds(86_400)
    /// What sources may do beyond their own stories.
    public var sources = SourceRules()
    /// How long archived files are kept.
    public var archive = RetentionRule()
    /// How long refused files are kept.
    public var quarantine = RetentionRule()
    /// How often to check whether another process has recorded an awaited story.
    public var pollInterval: Duration = .seconds(1)
    /// The most files in one commit.
    public var batchFiles = 1000
    /// The most bytes held at a time; a single larger file is held alone.
    public var batchBytes: Int64 = 32 << 20
    /// How long a file may be unreadable before it is refused.
    public var unreadableLimit: Duration = .seconds(300)
    /// The most files of one source that are ordered in one scan; the rest is left for the next.
    public var maximumNames = 20_000

    /// The most directories of one source that are watched: beyond them, and beyond an eighth of what the system allows a
    /// user, its directories are only scanned.
    public var mostWatches = 8192

    /// The standard settings.
    public init() {}
}
