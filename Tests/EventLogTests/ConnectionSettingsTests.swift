import Foundation
import Glibc
import LedgerTestKit
import SQLite
import Testing

@testable import EventLog

@Suite("What must hold for each connection to ledger.db")
struct ConnectionSettingsTests {
    private let ledger: TemporaryLedger

    init() throws {
        ledger = try TemporaryLedger()
    }

    /// FULL: a commit is on the disk when it is acknowledged.
    @Test(arguments: [Connection.Access.readWrite, .readOnly]) func isSet(access: Connection.Access) throws {
        let connection = try Connection.ledger(ledger.path, access: access)
        #expect(try connection.integerPragma("synchronous") == 2)
        #expect(try connection.integerPragma("foreign_keys") == 1)
        #expect(try connection.integerPragma("secure_delete") == 1)
    }

    /// A user who may not make the files of the WAL reads without them, where there are none.
    @Test func standsAloneForWhoMayMakeNoFiles() throws {
        for name in ["-shm", "-wal"] { unlink(ledger.path + name) }
        #expect(!Connection.mustStandAlone(ledger.path))
        let directory = LedgerFile.directory(of: ledger.path)
        if geteuid() == 0 {
            try #require(chown(ledger.path, 4_711, 4_711) == 0)
        } else {
            try #require(chmod(directory, 0o550) == 0)
        }
        defer { chmod(directory, 0o750) }
        #expect(Connection.mustStandAlone(ledger.path))
        #expect(!Connection.mustStandAlone(ledger.path + "-other"))
        chmod(directory, 0o750)
        try Data().write(to: URL(filePath: ledger.path + "-shm"))
        #expect(!Connection.mustStandAlone(ledger.path))
    }
}
