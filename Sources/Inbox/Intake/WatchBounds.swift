import Files
import Glibc

/// How many inotify watches the directories of the inbox may use. The system allows each user a number of them, for all
/// of the user's processes.
struct WatchBounds: Hashable {
    /// The most of one source.
    var ofSource = Int.max
    /// The most of all directories below the sources' own.
    var ofAll = Int.max

    /// No bounds.
    init() {}

    /// An eighth of the system's limit for one source, and half of it for all.
    ///
    /// - Parameters:
    ///   - configured: The most of one source by configuration.
    ///   - limit: The system's limit; nil if unknown.
    init(configured: Int, limit: Int? = WatchBounds.systemLimit) {
        ofSource = max(1, min(configured, limit.map { $0 / 8 } ?? configured))
        ofAll = max(1, limit.map { $0 / 2 } ?? .max)
    }

    /// Whether a source with this many watches may have another one.
    func allow(_ count: Int, of all: Int) -> Bool { count < ofSource && all < ofAll }

    /// Source: inotify(7).
    static var systemLimit: Int? {
        let file = open("/proc/sys/fs/inotify/max_user_watches", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 32)
        let count = read(file, &bytes, bytes.count)
        guard count > 0 else { return nil }
        return Int(String(decoding: bytes[..<count].prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self))
    }
}
