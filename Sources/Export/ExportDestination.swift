import CLinux
import Files
import Foundation

/// The file or directory that an export makes: written under another name beside it, and given its name when it is complete.
///
/// The other name is `.NAME.storyledger-partial`. An export that was killed leaves that; the next one to the same place
/// removes it.
public final class ExportDestination {
    /// The path that it gets in the end.
    public let path: String
    private let format: ExportFormat
    private let isForced: Bool
    private let staging: String
    private var lock: Int32 = -1
    /// The path that it has until then.
    var item: String { staging + "/item" }
    /// A path for what is only needed meanwhile.
    func scratch(_ name: String) -> String { "\(staging)/\(name)" }

    /// Makes sure that the path may be written to.
    ///
    /// - Parameters:
    ///   - path: From the root.
    ///   - isForced: Whether to set aside what is there and was not written by an export.
    public init(_ path: String, _ format: ExportFormat, isForced: Bool) throws(ExportError) {
        self.path = path
        self.format = format
        self.isForced = isForced
        let url = URL(fileURLWithPath: path)
        staging = url.deletingLastPathComponent().appending(path: ".\(url.lastPathComponent).storyledger-partial").path
        if let what = foreign, !isForced { throw .exists(path: path, what: what) }
        try stage()
    }

    deinit { discard() }

    /// Makes an empty staging directory that is this process's alone.
    private func stage() throws(ExportError) {
        while true {
            guard mkdir(staging, 0o700) == 0 || errno == EEXIST else {
                throw .system(path: staging, action: "create", code: errno)
            }
            lock = open(staging, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)
            guard lock >= 0 else {
                if errno == ENOENT { continue }
                throw .system(path: staging, action: "open", code: errno)
            }
            let attempt = FileLock.attempt(lock)
            guard attempt == .taken else {
                close(lock)
                lock = -1
                if case .failed(let code) = attempt { throw .system(path: staging, action: "lock", code: code) }
                throw .busy(path: path)
            }
            var (held, named) = (stat(), stat())
            // Another export may have ended between.
            if fstat(lock, &held) == 0, lstat(staging, &named) == 0, held.st_ino == named.st_ino { break }
            close(lock)
            lock = -1
        }
        do {
            for name in try FileManager.default.contentsOfDirectory(atPath: staging) {
                try FileManager.default.removeItem(atPath: "\(staging)/\(name)")
            }
        } catch {
            throw .system(path: staging, action: "empty", code: EIO)
        }
    }

    /// Gives the item its name, durably. What was there before is removed, or set aside where no export wrote it.
    ///
    /// - Returns: Where the old one was set aside; nil where there was none to set aside.
    func finish() throws(ExportError) -> String? {
        guard clinux_sync_file_system(lock) == 0 else { throw .system(path: path, action: "sync", code: errno) }
        var facts = stat()
        let isThere = lstat(path, &facts) == 0
        let what = foreign
        if let what, !isForced { throw .exists(path: path, what: what) }
        guard isThere else {
            guard clinux_rename_noreplace(AT_FDCWD, item, AT_FDCWD, path) == 0 else {
                throw .system(path: path, action: "create", code: errno)
            }
            return try synced(nil)
        }
        guard clinux_rename_exchange(item, path) == 0 else {
            throw .system(path: path, action: "replace", code: errno)
        }
        guard what != nil else { return try synced(nil) }
        for number in 1...10_000 {
            let aside = "\(path).replaced-\(number)"
            if clinux_rename_noreplace(AT_FDCWD, item, AT_FDCWD, aside) == 0 { return try synced(aside) }
            guard errno == EEXIST else { throw .system(path: aside, action: "create", code: errno) }
        }
        throw .system(path: path, action: "set aside", code: EEXIST)
    }

    /// Makes the names durable.
    private func synced(_ aside: String?) throws(ExportError) -> String? {
        guard clinux_sync_file_system(lock) == 0 else { throw .system(path: path, action: "sync", code: errno) }
        return aside
    }

    /// Removes the staging directory and what is in it.
    private func discard() {
        guard lock >= 0 else { return }
        // Left over, it is removed by the next export.
        try? FileManager.default.removeItem(atPath: staging)
        close(lock)
        lock = -1
    }

    /// Why the path may not be replaced; nil where nothing is there, and where an export of this format wrote it.
    private var foreign: String? {
        var facts = stat()
        guard lstat(path, &facts) == 0 else { return nil }
        switch facts.st_mode & S_IFMT {
        case S_IFDIR:
            switch format {
            case .csv, .markdown: return ExportManifest.foreign(in: path)
            case .git: return GitRepository(path).foreign
            case .cloudevents, .sqlite: return "it is a directory"
            }
        case S_IFREG:
            return format == .sqlite && SQLiteTables.isExport(path) ? nil : "it was not written by an export"
        default: return "it is no file and no directory"
        }
    }
}
