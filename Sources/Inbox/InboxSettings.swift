import EventLog

/// How the inbox is watched.
public struct InboxSettings: Hashable, Sendable {
    /// Files larger than this are refused unread, in bytes.
    public var maximumFileBytes: Int64 = 64 << 20
    /// A file whose writing was not seen is taken once it was unchanged for this long.
    public var settle: Duration = .seconds(2)
    /// A file that a writer has open is taken after this long, even if it was not closed.
    public var openLimit: Duration = .seconds(3600)
    /// How often everything is looked through, whatever hints came.
    public var scanInterval: Duration = .seconds(10)
    /// How long documents wait for a story, event or request that is not there yet.
    public var waitLimit: Duration = .seconds(600)
    /// How far ahead of the ledger's clock a document's time may lie, to the second.
    public var maximumAhead: Duration = .seconds(86_400)
    /// What sources may do beyond what each may do with its own.
    public var sources = SourceRules()
    /// How often to look whether another process has published an awaited story.
    public var pollInterval: Duration = .seconds(1)
    /// The most files that share a commit.
    public var batchFiles = 1000
    /// The most bytes that are held at once, but for one larger file alone.
    public var batchBytes: Int64 = 32 << 20
    /// A file that cannot be read is refused after this long.
    public var unreadableLimit: Duration = .seconds(300)
    /// The most files of one source that are put in order in one go; more are left for the next.
    public var maximumNames = 20_000

    /// The standard settings.
    public init() {}
}
