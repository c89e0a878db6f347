import CanonicalJSON
import EventLog

/// Files of one directory of the inbox and all below it, or of the inbox itself, and how far they have come.
final class Source {
    /// The directory's name; nil for the inbox itself.
    let name: FileName?
    let inode: UInt64
    var wholeness: Wholeness
    /// Whole files of the last scan, in the order they are taken in, those taken left out.
    var queue: ArraySlice<Candidate> = []
    /// Whether it was scanned at all.
    var isScanned = false
    /// Whether the last scan has left files for the next one.
    var isCut = false
    /// When a file of it may have become whole by itself, in uptime; nil when none may.
    var wakeAt: Duration?
    /// Files that are being written or settle, for people.
    var unfinished: [InboxStatus.Unfinished] = []
    /// What is not taken, and why, for people.
    var leftOut: [InboxStatus.LeftOut] = []
    /// When it last had its turn; the lowest number has the next.
    var lastTurn: UInt64
    /// What its files may say; nil until it is asked for.
    var producer: Producer?
    /// Whether some of its files wait for a story or event; for the log.
    var hasDeferred = false

    init(_ name: FileName?, inode: UInt64, _ settings: InboxSettings, lastTurn: UInt64) {
        self.name = name
        self.inode = inode
        self.lastTurn = lastTurn
        wholeness = Wholeness(settle: settings.settle, openLimit: settings.openLimit)
    }

    var folder: Folder { Folder(names: name.map { [$0] } ?? []) }

    /// The name as it is shown.
    var text: Text { name?.safe ?? "." }
}
