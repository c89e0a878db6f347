import Glibc

/// Limits on open directories, shared by all sources.
enum OpenDirectories {
    /// Descriptors reserved for the rest of the process.
    private static let reserved: rlim_t = 44

    /// The most sources that are scanned at a time.
    static let scans = max(1, most / 4)

    /// The most directories of each of two kinds: those of the inbox, and those that files move to.
    static let most: Int = {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 4 }
        guard limit.rlim_cur > reserved else { return 1 }
        return Int(min(64, max(1, (limit.rlim_cur - reserved) / 4)))
    }()
}
