import SQLite
import Testing

@testable import EventLog

@Suite("What SQLite refuses is told in the log's own words")
struct SQLiteFailureTests {
    static let failures: [(code: Int32, message: String, operation: SQLiteError.Operation, EventLogError)] = [
        (5, "database is locked", .step, .busy(path: "/l")),
        (6, "database table is locked", .step, .busy(path: "/l")),
        (15, "locking protocol", .step, .busy(path: "/l")),
        (13, "database or disk is full", .step, .outOfSpace(path: "/l")),
        (4_874, "disk I/O error (No space left on device)", .step, .outOfSpace(path: "/l")),
        (778, "disk I/O error (Disk quota exceeded)", .step, .outOfSpace(path: "/l")),
        (8, "attempt to write a readonly database", .step, .readOnly(path: "/l")),
        (26, "file is not a database", .prepare, .notALedger(path: "/l")),
        (11, "database disk image is malformed", .step, .damaged(path: "/l", "database disk image is malformed")),
        (20, "column 0 holds no UTF-8", .read, .damaged(path: "/l", "column 0 holds no UTF-8")),
        (20, "datatype mismatch", .step, .failed(path: "/l", "cannot step: datatype mismatch [20]")),
        (
            1_034, "disk I/O error (Input/output error)", .commit,
            .failed(path: "/l", "cannot commit: disk I/O error (Input/output error) [1034]")
        ),
    ]

    @Test(arguments: failures)
    func tells(_ code: Int32, _ message: String, _ operation: SQLiteError.Operation, _ expected: EventLogError) {
        let error = SQLiteError(
            extendedCode: code, message: message, sql: "SELECT 1", path: "/l", operation: operation)
        #expect(EventLogError(error) == expected)
        #expect(EventLogError(anything: error, path: "/elsewhere") == expected)
    }

    @Test func keepsTheLogsOwnErrors() {
        #expect(EventLogError(anything: EventLogError.busy(path: "/l"), path: "/m") == .busy(path: "/l"))
        #expect(EventLogError(anything: CancellationError(), path: "/m") == .failed(path: "/m", "CancellationError()"))
    }
}
