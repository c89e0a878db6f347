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
        case _ where error.isForLackOfSpace: self = .outOfSpace(path: error.path)
        case .cantOpen, .ioError, .readOnly, .permission:
            self = FileOwner.denied(error.path).map { .denied(path: $0.path, reason: $0.reason) } ?? Self.other(error)
        case .notADatabase: self = .notALedger(path: error.path)
        case .corrupt: self = .damaged(path: error.path, error.message)
        // Bytes that are not UTF-8 where there was text.
        case .mismatch where error.operation == .read: self = .damaged(path: error.path, error.message)
        default: self = Self.other(error)
        }
    }

    private static func other(_ error: SQLiteError) -> EventLogError {
        // SQLite has many errors for a file system that the kernel has shut, and none of them says so.
        if let refusal = WriteRefusal(ofFileSystemWith: LedgerFile.directory(of: error.path)) {
            return .failed(path: error.path, refusal.reason)
        }
        if error.code == .readOnly { return .readOnly(path: error.path) }
        return .failed(
            path: error.path, "cannot \(error.operation.rawValue): \(error.message) [\(error.extendedCode)]")
    }

    /// A call of the system that failed.
    ///
    /// - Parameter words: What more there is to say, before the system's words.
    public init(system code: Int32, at path: String, _ words: String = "") {
        let reason = words + SystemReason.text(code)
        self =
            switch code {
            case ENOSPC, EDQUOT: .outOfSpace(path: path)
            case EROFS: .readOnly(path: path)
            case EACCES, EPERM: .denied(path: path, reason: reason)
            default: .failed(path: path, reason)
            }
    }
}
