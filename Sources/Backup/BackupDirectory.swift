import CLinux
import EventLog
import Files
import Glibc
import StoryEvents

/// The directory that holds a backup, locked against other writers while this value lives.
final class BackupDirectory {
    let path: String
    private let descriptor: Int32

    /// Opens a directory to back up to, and makes it if it is missing.
    ///
    /// - Throws: ``BackupError/notABackup(path:file:)`` if it holds other files; ``BackupError/busy(path:)``.
    init(_ path: String) throws(BackupError) {
        self.path = path
        try Self.make(path)
        descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .system(action: "open", path: path, code: errno) }
        switch FileLock.attempt(descriptor) {
        case .taken: break
        case .held: throw .busy(path: path)
        case .failed(let code): throw .system(action: "lock", path: path, code: code)
        }
        if let other = try names().sorted().first(where: { !Self.isOfBackup($0) }) {
            throw .notABackup(path: path, file: other)
        }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Whether one of the directories above a path is a backup.
    static func isInsideAnother(_ path: String) -> Bool {
        var above = path
        while let slash = above.lastIndex(of: "/"), slash != above.startIndex {
            above = String(above[..<slash])
            if access("\(above)/\(Manifest.name)", F_OK) == 0 { return true }
        }
        return false
    }

    /// The newest complete manifest; nil if there is none.
    func manifest() throws(BackupError) -> ManifestReader? {
        do throws(BackupError) { return try ManifestReader(path) } catch {
            if case .missing = error { return nil }
            throw error
        }
    }

    /// Removes directories of snapshots but one: those of interrupted runs and of the backup before.
    func removeSnapshots(but kept: String?) throws(BackupError) {
        for name in try names() where name.hasPrefix(Manifest.snapshotPrefix) && name != kept {
            try remove("\(path)/\(name)")
        }
    }

    /// A new directory for what belongs to one moment.
    func makeSnapshot(_ time: RecordedTime) throws(BackupError) -> String {
        let digits = Manifest.digits(of: time)
        for number in 1... {
            let name = "\(Manifest.snapshotPrefix)\(digits)Z" + (number == 1 ? "" : "-\(number)")
            if mkdir("\(path)/\(name)", 0o750) == 0 { return name }
            guard errno == EEXIST else { throw .system(action: "make", path: "\(path)/\(name)", code: errno) }
        }
        preconditionFailure("the loop has no end")
    }

    /// Makes everything in the directory durable.
    func sync() throws(BackupError) {
        guard clinux_sync_file_system(descriptor) == 0 else { throw .system(action: "sync", path: path, code: errno) }
    }

    /// Makes a new manifest the backup's own.
    func publish() throws(BackupError) {
        guard rename(draft, "\(path)/\(Manifest.name)") == 0 else {
            throw .system(action: "rename", path: draft, code: errno)
        }
        guard fsync(descriptor) == 0 else { throw .system(action: "sync", path: path, code: errno) }
    }

    /// The manifest of a backup that is being made.
    var draft: String { "\(path)/\(Manifest.name).new" }

    private static func isOfBackup(_ name: String) -> Bool {
        let mirrored = BackupSource.mirrored.map { $0.prefix { $0 != "/" } }
        return name.hasPrefix(Manifest.name) || name.hasPrefix(Manifest.snapshotPrefix)
            || mirrored.contains(name[...]) || name == "lost+found"
    }

    private func names() throws(BackupError) -> [String] { try Self.names(in: path) }

    /// The names in a directory; none if there is no such directory. Names that are not UTF-8 are of no backup's own.
    static func names(in path: String) throws(BackupError) -> [String] {
        try FileTree.names(in: Array(path.utf8)).map(FileTree.text)
    }

    /// Removes a directory with all that is in it.
    private func remove(_ directory: String) throws(BackupError) {
        try Self.removeFiles(directory)
        guard rmdir(directory) == 0 || errno == ENOENT else {
            throw .system(action: "remove", path: directory, code: errno)
        }
    }

    /// Removes all that is in a directory; does nothing if there is none.
    static func removeFiles(_ directory: String) throws(BackupError) { try removeFiles(Array(directory.utf8)) }

    private static func removeFiles(_ directory: [UInt8]) throws(BackupError) {
        for name in try FileTree.names(in: directory) {
            let path = directory + [UInt8(ascii: "/")] + name
            var status = stat()
            guard FileTree.withPath(path, { lstat($0, &status) }) == 0 else { continue }
            let isDirectory = status.st_mode & S_IFMT == S_IFDIR
            if isDirectory { try removeFiles(path) }
            let done = FileTree.withPath(path) { isDirectory ? rmdir($0) : unlink($0) }
            guard done == 0 || (!isDirectory && errno == ENOENT) else {
                throw .system(action: "remove", path: FileTree.text(path), code: errno)
            }
        }
    }

    private static func make(_ path: String) throws(BackupError) {
        if mkdir(path, 0o750) == 0 { return }
        switch errno {
        case EEXIST: return
        case ENOENT:
            guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else {
                throw .system(action: "make", path: path, code: ENOENT)
            }
            try make(String(path[..<slash]))
            guard mkdir(path, 0o750) == 0 || errno == EEXIST else {
                throw .system(action: "make", path: path, code: errno)
            }
        case let code: throw .system(action: "make", path: path, code: code)
        }
    }
}
