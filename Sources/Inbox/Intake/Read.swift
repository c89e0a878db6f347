import EventLog

/// Files that were read, and share a commit.
struct Read {
    /// A file that was read.
    struct File {
        let found: Found
        /// Whether the service has its own copy of it; otherwise the file itself is moved.
        let hasCopy: Bool

        var place: Place { found.place }
        var inode: UInt64 { found.facts.inode }
    }

    private(set) var files: [File] = []
    /// What is decided, in the order of ``files``; empty once it was recorded.
    var submissions: [Submission] = []
    /// The number of bytes read.
    private(set) var bytes: Int64 = 0

    mutating func add(_ submission: Submission, _ found: Found, copied bytes: Int64?) {
        files.append(File(found: found, hasCopy: bytes != nil))
        submissions.append(submission)
        self.bytes += bytes ?? 0
    }
}
