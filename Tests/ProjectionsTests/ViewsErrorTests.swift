import SQLite
import Testing

@testable import Projections

@Suite("What SQLite refuses of views.db has a remedy that fits")
struct ViewsErrorTests {
    static let failures: [(code: Int32, message: String, ViewsError)] = [
        (5, "database is locked", .busy(path: "/l")),
        (6, "database table is locked", .busy(path: "/l")),
        (15, "locking protocol", .busy(path: "/l")),
        (13, "database or disk is full", .outOfSpace(path: "/l")),
        (4_874, "disk I/O error (No space left on device)", .outOfSpace(path: "/l")),
        (778, "disk I/O error (Disk quota exceeded)", .outOfSpace(path: "/l")),
        (8, "attempt to write a readonly database", .readOnly(path: "/l")),
        (14, "unable to open database file", .readOnly(path: "/l")),
        (26, "file is not a database", .unusable(path: "/l", "file is not a database")),
        (11, "database disk image is malformed", .unusable(path: "/l", "database disk image is malformed")),
        (20, "column 0 holds no UTF-8", .unusable(path: "/l", "column 0 holds no UTF-8")),
        (1, "no such table: story", .unusable(path: "/l", "no such table: story")),
        (
            1_034, "disk I/O error (Input/output error)",
            .failed(path: "/l", "cannot step: disk I/O error (Input/output error) [1034]")
        ),
    ]

    @Test(arguments: failures)
    func tells(_ code: Int32, _ message: String, _ expected: ViewsError) {
        let error = SQLiteError(extendedCode: code, message: message, path: "/l", operation: .step)
        #expect(ViewsError(error) == expected)
    }

    @Test func onlyWhatIsDamagedIsToBeDeleted() {
        #expect(ViewsError.outOfSpace(path: "/l").remedy == "make room; the log has lost nothing")
        #expect(ViewsError.unusable(path: "/l", "x").remedy == "delete it: it is rebuilt from the log")
    }
}
