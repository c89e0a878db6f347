import EventLog
import SQLite
import StoryEvents

/// Why what is kept of projections could not be read or written. The log is none the worse for it.
public enum ViewsError: Error, Hashable, Sendable {
    /// The log itself cannot be read.
    case log(EventLogError)
    /// There is no such projection.
    case unknownProjection(String, known: [String])
    /// Another process held the file for too long.
    case busy(path: String)
    /// The disk is full.
    case outOfSpace(path: String)
    /// The file cannot be written, or not be made.
    case readOnly(path: String)
    /// The file is not what this program wrote; it is made anew by whoever may write it.
    case unusable(path: String, String)
    /// A search that looks for nothing.
    case badSearch(String)
    /// Another process rebuilds the same projection.
    case rebuiltElsewhere(String)
    /// Anything else the system refused.
    case failed(path: String, String)

    /// What was refused, what was found.
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

    /// Whether the file itself is not as this program leaves it.
    public var isDamage: Bool {
        switch self {
        case .unusable, .failed: true
        default: false
        }
    }

    /// What to do about it.
    public var remedy: String {
        switch self {
        case .log(let error): error.remedy
        case .unknownProjection(_, let known): "name one of \(known.joined(separator: ", "))"
        case .busy: "try again"
        case .outOfSpace: "make room; the log has lost nothing"
        case .readOnly: "check the permissions; the daemon keeps it up to date for those who may only read"
        case .unusable: "delete it: it is made anew from the log"
        case .badSearch: "write words, \"a phrase\", or the beginning of a word with * after it; -word leaves out"
        case .rebuiltElsewhere: "wait for it; 'storyledger projections status' shows how far it is"
        case .failed: "check the disk and the permissions, or delete the file: it is made anew from the log"
        }
    }
}

extension ViewsError {
    /// The same failure without a word of SQLite's types.
    init(_ error: SQLiteError) {
        switch error.code {
        case .busy, .locked, .protocol: self = .busy(path: error.path)
        case .full: self = .outOfSpace(path: error.path)
        case .readOnly, .cantOpen, .permission: self = .readOnly(path: error.path)
        case .notADatabase, .corrupt: self = .unusable(path: error.path, error.message)
        // Bytes that are not UTF-8 where there was text, or a table that is not as it was made.
        case .mismatch, .error: self = .unusable(path: error.path, error.message)
        default:
            self = .failed(
                path: error.path, "cannot \(error.operation.rawValue): \(error.message) [\(error.extendedCode)]")
        }
    }
}

/// Does something, and turns what SQLite refuses into what is said of views.
func withViews<Value>(_ body: () throws(SQLiteError) -> Value) throws(ViewsError) -> Value {
    do throws(SQLiteError) { return try body() } catch { throw ViewsError(error) }
}

/// Does something, and turns what the log refuses into what is said of views.
func withLog<Value>(_ body: () throws(EventLogError) -> Value) throws(ViewsError) -> Value {
    do throws(EventLogError) { return try body() } catch { throw .log(error) }
}
