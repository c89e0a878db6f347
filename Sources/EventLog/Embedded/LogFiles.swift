import Files
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
    ///
    /// - Throws: ``EventLogError/failed(path:_:)`` where the system cannot tell.
    init(of database: String) throws(EventLogError) {
        var identities: [Identity?] = []
        for ending in Self.endings {
            var facts = stat()
            if stat(database + ending, &facts) == 0 {
                identities.append(Identity(device: facts.st_dev, inode: facts.st_ino))
            } else if errno == ENOENT {
                identities.append(nil)
            } else {
                throw EventLogError(system: errno, at: database + ending)
            }
        }
        self.identities = identities
    }

    /// Makes sure that the files are still those that were opened.
    ///
    /// - Throws: ``EventLogError/replaced(path:)``, or ``EventLogError/failed(path:_:)`` where the system cannot tell.
    func check(_ database: String) throws(EventLogError) {
        let now = try LogFiles(of: database)
        for (place, ending) in Self.endings.enumerated() where now.identities[place] != identities[place] {
            throw .replaced(path: database + ending)
        }
    }
}
