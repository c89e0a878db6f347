import CanonicalJSON
import EventLog

/// The files of one inbox directory and all below it, or of the inbox itself, and their progress.
final class Source {
    /// The directory's name; nil for the inbox itself.
    let name: FileName?
    let inode: UInt64
    var wholeness: Wholeness
    /// Whole files of the last scan that are not taken yet, in order.
    var queue: ArraySlice<Found> = []
    /// Whether it was ever scanned.
    var isScanned = false
    /// Whether the last scan has left files for the next one.
    var isCut = false
    /// Whether its first file is long, and is being copied.
    var waitsForCopy = false
    /// When one of its files may become whole by itself, in uptime; nil if none may.
    var wakeAt: Duration?
    /// Files that are being written or settle, for the status.
    var unfinished: [InboxStatus.Unfinished] = []
    /// Names that are not taken, and why, for the status.
    var leftOut: [InboxStatus.LeftOut] = []
    /// How many of its directories are found by the scan only, because they are not watched.
    var unwatched = 0
    /// Whether the log says that some are not watched.
    var isSaidUnwatched = false
    /// When the log last said so, in uptime.
    var saidUnwatchedAt: Duration?
    /// The scans that are due because directories went away.
    var lostWatches = LostWatches()
    /// When it last had its turn; the lowest number is next.
    var lastTurn: UInt64
    /// Its rights; nil until they are needed.
    var producer: Producer?
    /// Whether some of its files are deferred, for the log.
    var hasDeferred = false

    init(_ name: FileName?, inode: UInt64, _ settings: InboxSettings, lastTurn: UInt64) {
        self.name = name
        self.inode = inode
        self.lastTurn = lastTurn
        wholeness = Wholeness(settle: settings.settle, openLimit: settings.openLimit)
    }

    /// When it is to be scanned by itself, in uptime; nil if it is not.
    var dueAt: Duration? { [wakeAt, lostWatches.dueAt].compactMap { $0 }.min() }

    var folder: Folder { Folder(names: name.map { [$0] } ?? []) }

    /// The name, for people.
    var text: Text { name?.safe ?? "." }
}
