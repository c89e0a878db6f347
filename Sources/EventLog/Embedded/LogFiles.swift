import Glibc
import SQLite

/// The files of an open log, by device and inode: a commit to files that were deleted or replaced since would be lost.
struct LogFiles: Equatable {
    /// The database, its WAL, and the index of that.
    private static let endings = ["", "-wal", "-shm"]
    private let identities: [Identity?]

    private struct Identity: Equatable {
        let device: dev_t
        let inode: ino_t
    }

    /// Looks at the files that have the names now.
    init(of database: String) {
        identities = Self.endings.map { ending in
            var facts = stat()
            guard stat(database + ending, &facts) == 0 else { return nil }
            return Identity(device: facts.st_dev, inode: facts.st_ino)
        }
    }

    /// Makes sure that the files are still those that were opened.
    ///
    /// - Throws: ``EventLogError/replaced(path:)``.
    func check(_ database: String) throws(EventLogError) {
        let now = LogFiles(of: database)
        for (place, ending) in Self.endings.enumerated() where now.identities[place] != identities[place] {
            throw .replaced(path: database + ending)
        }
    }
}
