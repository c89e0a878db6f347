import Glibc
import Synchronization
import Threads

/// Waits until another connection, of any process, has set the times of the WAL, as each writer does after a commit.
///
/// Writes to the WAL come before the commit that they belong to is visible: they are no signal.
final class WALSignal: CommitSignal {
    private let path: String
    private let notifier = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
    private let bell = WakePipe()
    /// The watch of the WAL; -1 while there is none.
    private let watch = Mutex<Int32>(-1)

    /// The time between two looks while the WAL cannot be watched: it is missing, or the system allows no more watches.
    private static let pause: Duration = .milliseconds(200)

    /// - Parameter database: The path of the database.
    init(of database: String) {
        path = Self.wal(database)
    }

    deinit {
        if notifier >= 0 { close(notifier) }
    }

    /// Tells all that wait, in every process, that a commit is visible.
    static func send(for database: String) {
        // Where it fails, they look again at their next deadline.
        _ = utimensat(AT_FDCWD, wal(database), nil, 0)
    }

    func wait(atMost duration: Duration) -> Bool {
        let (isWatched, isNew) = watchAgain()
        // Commits before the watch are not signalled.
        if isNew { return true }
        defer { drain() }
        return bell.wait(for: notifier, atMost: isWatched ? duration : min(duration, Self.pause))
    }

    func wake() { bell.ring() }

    /// Watches the file that is at the path now, which may have been replaced.
    private func watchAgain() -> (isWatched: Bool, isNew: Bool) {
        watch.withLock { watch in
            let found = inotify_add_watch(notifier, path, UInt32(IN_ATTRIB) | UInt32(IN_DELETE_SELF))
            defer { watch = found }
            return (found >= 0, found >= 0 && found != watch)
        }
    }

    private func drain() {
        var events = [UInt8](repeating: 0, count: 4096)
        while read(notifier, &events, events.count) > 0 {}
    }

    private static func wal(_ database: String) -> String { database + "-wal" }
}
