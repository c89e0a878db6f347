import Files
import Glibc
import StoryEvents

/// Regular files of a directory, in the order of a manifest.
enum FileTree {
    /// What is known of a file without reading it.
    struct Facts {
        var bytes: Int64
        var modified: RecordedTime
        /// When its inode was last changed, in microseconds since 1970.
        var changed: Int64

        init(_ status: stat) {
            bytes = Int64(status.st_size)
            modified = RecordedTime(microseconds: Self.microseconds(status.st_mtim))
            changed = Self.microseconds(status.st_ctim)
        }

        private static func microseconds(_ time: timespec) -> Int64 {
            let (seconds, overflow) = Int64(time.tv_sec).multipliedReportingOverflow(by: 1_000_000)
            let micros = overflow ? (time.tv_sec < 0 ? .min : .max) : seconds &+ Int64(time.tv_nsec) / 1000
            return min(max(micros, RecordedTime.range.lowerBound), RecordedTime.range.upperBound - 1)
        }
    }

    /// Visits each regular file below a directory; others are left out, and symbolic links are not followed.
    ///
    /// - Parameters:
    ///   - root: The directory that paths begin in.
    ///   - path: Where to begin, below the root; nothing is visited if it is missing.
    ///   - unread: Called with a directory that cannot be looked through, before anything in it is visited.
    ///   - visit: Called with the path below the root.
    static func visit(
        _ root: String, _ path: [UInt8],
        unread: ([UInt8], BackupError) throws(BackupError) -> Void = { _, error throws(BackupError) in throw error },
        _ visit: ([UInt8], Facts) throws(BackupError) -> Void
    ) throws(BackupError) {
        let names: [[UInt8]]
        do throws(BackupError) { names = try self.names(in: [UInt8](root.utf8) + slash + path) } catch {
            return try unread(path, error)
        }
        for name in names {
            let below = path + slash + name
            let full = [UInt8](root.utf8) + slash + below
            var status = stat()
            guard withPath(full, { lstat($0, &status) }) == 0 else {
                // It was removed since the directory was read.
                if errno == ENOENT { continue }
                let error = BackupError.system(action: "look at", path: text(full), code: errno)
                // It may be listed, and not entered.
                if [EACCES, EPERM].contains(errno), name == names.first { return try unread(path, error) }
                throw error
            }
            switch status.st_mode & S_IFMT {
            case S_IFDIR: try Self.visit(root, below, unread: unread, visit)
            case S_IFREG: try visit(below, Facts(status))
            default: continue
            }
        }
    }

    private static let slash = [UInt8(ascii: "/")]

    /// The names in a directory, sorted by their bytes; none if there is no such directory.
    static func names(in path: [UInt8]) throws(BackupError) -> [[UInt8]] {
        do throws(SystemFault) {
            return try DirectoryEntry.list(path).map(\.name).sorted { PathText.isBefore($0, $1) }
        } catch {
            if error.code == ENOENT { return [] }
            throw .system(action: "list", path: text(path), code: error.code)
        }
    }

    /// Calls a function of the C library with a path.
    static func withPath<Result>(_ path: [UInt8], _ body: (UnsafePointer<CChar>) -> Result) -> Result {
        (path + [0]).withUnsafeBytes { body($0.baseAddress!.assumingMemoryBound(to: CChar.self)) }
    }

    /// A path as it is shown.
    static func text(_ path: [UInt8]) -> String { String(decoding: path, as: UTF8.self) }
}
