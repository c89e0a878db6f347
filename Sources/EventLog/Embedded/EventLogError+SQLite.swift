import Files
import Glibc
import SQLite

extension EventLogError {
    /// Any error that a block of both kinds has thrown.
    init(anything error: any Error, path: String) {
        switch error {
        case let error as EventLogError: self = error
        case let error as SQLiteError: self.init(error)
        default: self = .failed(path: path, "\(error)")
        }
    }

    /// The same failure without a word of SQLite's types.
    init(_ error: SQLiteError) {
        switch error.code {
        case .busy, .locked, .protocol: self = .busy(path: error.path)
        case .full: self = .outOfSpace(path: error.path)
        case .ioError where Self.isForLackOfSpace(error.message): self = .outOfSpace(path: error.path)
        case .readOnly: self = .readOnly(path: error.path)
        case .notADatabase: self = .notALedger(path: error.path)
        case .corrupt: self = .damaged(path: error.path, error.message)
        // Bytes that are not UTF-8 where there was text.
        case .mismatch where error.operation == .read: self = .damaged(path: error.path, error.message)
        default:
            self = .failed(
                path: error.path, "cannot \(error.operation.rawValue): \(error.message) [\(error.extendedCode)]")
        }
    }

    /// SQLite calls it an I/O error when there is no room for the index beside the log, or when a quota ends.
    private static func isForLackOfSpace(_ message: String) -> Bool {
        [ENOSPC, EDQUOT].contains { message.hasSuffix("(\(SystemReason.text($0)))") }
    }
}
