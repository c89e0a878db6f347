import EventLog
import Files
import Glibc
import Projections
import SQLite
import StoryEvents

/// Why an export cannot be made.
public enum ExportError: Error, Sendable {
    /// The log cannot be read.
    case log(EventLogError)
    /// A story cannot be read.
    case story(StoryError)
    /// The destination has something that an export did not write, or that was changed since.
    case exists(path: String, what: String)
    /// Another export writes to the same destination.
    case busy(path: String)
    /// A file cannot be written.
    case system(path: String, action: String, code: Int32)
    /// The database of an export cannot be written.
    case database(path: String, SQLiteError)
    /// A program is not installed.
    case noProgram(String)
    /// A program ended with another status than 0.
    case program(String, status: Int32)

    /// The reason, as a sentence.
    public var message: String {
        switch self {
        case .log(let error): error.message
        case .story(let error): error.message
        case .exists(let path, let what): "\(path) is not replaced: \(what)"
        case .busy(let path): "another export writes to \(path)"
        case .system(let path, let action, let code): "cannot \(action) \(path): \(SystemReason.text(code))"
        case .database(let path, let error): "cannot write \(path): \(error.message)"
        case .noProgram(let name): "\(name) is not installed"
        case .program(let name, let status): "\(name) ended with \(status)"
        }
    }

    /// What to do about it.
    public var remedy: String {
        switch self {
        case .log(let error): error.remedy
        case .story(let error): error.remedy
        case .exists: "name another place with --to, or add --force: what is there is then set aside beside it"
        case .busy: "wait until it has ended"
        case .system: "name a place with --to that can be written and has room"
        case .database: "make room, or name another place with --to"
        case .noProgram(let name): "install it: sudo apt install \(name)"
        case .program: "see its message above"
        }
    }
}

/// Runs a read of the log.
func withLog<Value>(_ body: () throws(EventLogError) -> Value) throws(ExportError) -> Value {
    do throws(EventLogError) { return try body() } catch { throw .log(error) }
}

/// Runs a read of a story.
func withStory<Value>(_ body: () throws(StoryError) -> Value) throws(ExportError) -> Value {
    do throws(StoryError) { return try body() } catch { throw .story(error) }
}
