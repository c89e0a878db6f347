import EventLog
import Files
import Glibc
import SQLite
import StoryEvents

/// Why persisted projections could not be read or written. The log is not affected.
public enum ViewsError: Error, Hashable, Sendable {
    /// The log itself cannot be read.
    case log(EventLogError)
    /// No projection has this name.
    case unknownProjection(String, known: [String])
    /// Another process held the file for too long.
    case busy(path: String)
    /// The disk is full.
    case outOfSpace(path: String)
    /// The file cannot be written or created.
    case readOnly(path: String)
    /// The file is not one of this program's; the next process that may write it rebuilds it.
    case unusable(path: String, String)
    /// A search without any words.
    case badSearch(String)
    /// Another process is rebuilding the same projection.
    case rebuiltElsewhere(String)
    /// Any other failure of the system.
    case failed(path: String, String)

    /// The reason, as a sentence.
    public var message: String {
        switch self {
        case .log(let error): error.message
        case .unknownProjection(let name, _): "there is no projection '\(name)'"
        case .busy(let path): "\(path) is held by another process"
        case .outOfSpace(let path): "no space is left for \(path)"
        case .readOnly(let path): "\(path) cannot be written"
        case .unusable(let path, let what): "\(path) cannot be used: \(what)"
        case .badSearch(let text): "'\(text)' looks for nothing"
        case .rebuiltElsewhere(let name): "another process rebuilds '\(name)'"
        case .failed(let path, let what): "\(path): \(what)"
        }
    }

    /// Whether the file itself is damaged or foreign.
    public var isDamage: Bool {
        switch self {
        case .unusable, .failed: true
        default: false
        }
    }

    /// What to do about it.
    public var remedy: String {
        if let directory {
            return DirectoryNames.name(of: directory).hasPrefix(LedgerLayout.views)
                ? "remove the directory: rm -r \(directory); the file is made again"
                : "name a directory with TMPDIR in which this user may write"
        }
        return switch self {
        case .log(let error): error.remedy
        case .unknownProjection(_, let known): "name one of \(known.joined(separator: ", "))"
        case .busy: "try again"
        case .outOfSpace: "make room; the log has lost nothing"
        case .readOnly(let path): Self.remedy(forClosed: path)
        case .unusable: "delete it: it is rebuilt from the log"
        case .badSearch: "write words, \"a phrase\", or the beginning of a word with * after it; -word leaves out"
        case .rebuiltElsewhere: "wait for it; 'storyledger projections status' shows its progress"
        case .failed(let path, _) where FileOwner.closed(path) != nil: Self.remedy(forClosed: path)
        case .failed(let path, _):
            Self.refusal(of: path)?.remedy(of: path)
                ?? "check the disk and the permissions, or delete the file: it is rebuilt from the log"
        }
    }
}

extension ViewsError {
    /// The path, where it is that of a directory.
    private var directory: String? {
        switch self {
        case .readOnly(let path), .failed(let path, _), .unusable(let path, _):
            var file = stat()
            return lstat(path, &file) == 0 && file.st_mode & S_IFMT == S_IFDIR ? path : nil
        default: return nil
        }
    }

    /// Why the kernel has shut the file system of a path; nil if it has not.
    private static func refusal(of path: String) -> WriteRefusal? {
        WriteRefusal(ofFileSystemWith: DirectoryNames.directory(of: path))
    }

    /// The command where this user has to mend a right; others have the daemon do the work.
    private static func remedy(forClosed path: String) -> String {
        if let refusal = refusal(of: path) { return refusal.remedy(of: path) }
        let closed = FileOwner.closed(path) ?? path
        guard FileOwner.isOwn(closed) else {
            return "check the permissions; the daemon keeps it up to date for those who may only read"
        }
        return FileOwner.mend(closed)
    }

    /// Converts an error of SQLite.
    init(_ error: SQLiteError) {
        switch error.code {
        case .busy, .locked, .protocol: self = .busy(path: error.path)
        case _ where error.isForLackOfSpace: self = .outOfSpace(path: error.path)
        case .readOnly, .cantOpen, .permission: self = .readOnly(path: error.path)
        case .notADatabase, .corrupt: self = .unusable(path: error.path, error.message)
        // Bytes that are not UTF-8 in a text column, or a table with another schema.
        case .mismatch, .error: self = .unusable(path: error.path, error.message)
        default:
            self = .failed(
                path: error.path, "cannot \(error.operation.rawValue): \(error.message) [\(error.extendedCode)]")
        }
    }
}

/// Runs `body` and converts SQLite's errors.
func withViews<Value>(_ body: () throws(SQLiteError) -> Value) throws(ViewsError) -> Value {
    do throws(SQLiteError) { return try body() } catch { throw ViewsError(error) }
}

/// Runs `body` and converts the log's errors.
func withLog<Value>(_ body: () throws(EventLogError) -> Value) throws(ViewsError) -> Value {
    do throws(EventLogError) { return try body() } catch { throw .log(error) }
}
