import Glibc

/// How many directories stay open at once, however many a source has: all sources share them.
enum OpenDirectories {
    /// What the rest of the process may have open.
    private static let reserved: rlim_t = 44

    /// How many sources are scanned at once.
    static let scans = max(1, most / 4)

    /// The most of one kind, of which there are two: those of the inbox, and those that files go to.
    static let most: Int = {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 4 }
        guard limit.rlim_cur > reserved else { return 1 }
        return Int(min(64, max(1, (limit.rlim_cur - reserved) / 4)))
    }()
}
