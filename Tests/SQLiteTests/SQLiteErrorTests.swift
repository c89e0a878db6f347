import SQLite
import Testing

/// The words themselves: people search for them.
@Suite struct SQLiteErrorTests {
    typealias Failure = @Sendable (Connection) throws -> Void

    static let texts: [(String, Failure)] = [
        (
            ":memory:: cannot prepare: no such table: missing [SQLITE_ERROR 1] in: SELECT * FROM missing",
            { _ = try $0.prepare("SELECT * FROM missing") }
        ),
        (
            ":memory:: cannot prepare: near \"wrong\": syntax error [SQLITE_ERROR 1] in: wrong; SELECT 2",
            { try $0.execute("SELECT 1;wrong; SELECT 2") }
        ),
        (
            ":memory:: cannot prepare: the SQL holds no statement [SQLITE_MISUSE 21] in: ",
            { _ = try $0.prepare("") }
        ),
        (
            ":memory:: cannot prepare: the SQL holds more than one statement [SQLITE_MISUSE 21] in: SELECT 1; SELECT 2",
            { _ = try $0.prepare("SELECT 1;\n    SELECT 2") }
        ),
        (
            ":memory:: cannot bind: column index out of range [SQLITE_RANGE 25] in: SELECT ?1",
            { try $0.prepare("SELECT ?1").bind(2, 1) }
        ),
        (
            ":memory:: cannot step: UNIQUE constraint failed: t.a [SQLITE_CONSTRAINT 2067] in: INSERT INTO t VALUES (1)",
            { try $0.execute("INSERT INTO t VALUES (1)") }
        ),
        (
            ":memory:: cannot step: rows are for ever [SQLITE_CONSTRAINT 1811] in: DELETE FROM t",
            { try $0.execute("DELETE FROM t") }
        ),
        (
            ":memory:: cannot read: column 0 (word) holds 1 bytes of text that are not UTF-8 [SQLITE_MISMATCH 20] "
                + "in: SELECT CAST(x'FF' AS TEXT) AS word",
            { connection in
                let select = try connection.prepare("SELECT CAST(x'FF' AS TEXT) AS word")
                _ = try select.step()
                _ = try select.text(0)
            }
        ),
        (
            ":memory:: cannot commit: the transaction had ended before it was to be committed [SQLITE_ABORT 4] "
                + "in: COMMIT",
            { connection in try connection.transaction { try connection.execute("ROLLBACK") } }
        ),
        (
            ":memory:: cannot step: cannot start a transaction within a transaction [SQLITE_ERROR 1] "
                + "in: BEGIN IMMEDIATE",
            { connection in try connection.transaction { try connection.transaction(.immediate) {} } }
        ),
        (
            ":memory:: cannot close: unable to close due to unfinalized statements or unfinished backups "
                + "[SQLITE_BUSY 5]",
            { connection in try withExtendedLifetime(connection.prepare("SELECT 1")) { try connection.close() } }
        ),
        (
            ":memory:: cannot step: the statement is finalized [SQLITE_MISUSE 21] in: SELECT 1",
            { connection in
                let select = try connection.cached("SELECT 1")
                try connection.close()
                try select.run()
            }
        ),
        (
            ":memory:: cannot checkpoint: the connection is closed [SQLITE_MISUSE 21]",
            { connection in
                try connection.close()
                try connection.walCheckpoint(.full)
            }
        ),
        (
            ":memory: to :memory:: cannot back up: attempt to write a readonly database [SQLITE_READONLY 8]",
            { connection in
                // A database in memory keeps its page size.
                let copy = try Connection.inMemory("PRAGMA page_size = 512; CREATE TABLE t (a)")
                var backup = try Backup(from: connection, to: copy)
                _ = try backup.step()
            }
        ),
        (
            "/no/such/file.db: cannot open: unable to open database file (No such file or directory) "
                + "[SQLITE_CANTOPEN 14]",
            { _ in _ = try Connection(path: "/no/such/file.db", access: .readOnly) }
        ),
        (
            ": cannot open: the path is empty [SQLITE_CANTOPEN 14]",
            { _ in _ = try Connection(path: "", access: .create) }
        ),
    ]

    @Test(arguments: texts.indices)
    func says(index: Int) throws {
        let (text, failure) = Self.texts[index]
        let schema = """
            CREATE TABLE t (a UNIQUE); INSERT INTO t VALUES (1);
            CREATE TRIGGER keep BEFORE DELETE ON t BEGIN SELECT RAISE(ABORT, 'rows are for ever'); END;
            """
        let error = #expect(throws: SQLiteError.self) { try failure(Connection.inMemory(schema)) }
        #expect(error?.description == text)
    }

    @Test func cutsLongSQLShortInItsTextOnly() throws {
        let sql = "SELECT '\(String(repeating: "é", count: 200))' FROM missing"
        let error = try #require(throws: SQLiteError.self) { try Connection.inMemory().prepare(sql) }
        #expect(error.sql == sql)
        #expect(error.description.hasSuffix("é…"))
    }

    @Test(
        arguments: [
            (5, "try again when the other connection has finished, or wait longer for it"),
            (517, "begin the transaction as immediate, or roll back and begin again"),
            (13, "free space on the disk, or raise the database's max_page_count"),
            (1, nil),
        ] as [(Int32, String?)])
    func saysWhatMayBeDone(extendedCode: Int32, remedy: String?) {
        let error = SQLiteError(extendedCode: extendedCode, message: "", path: "", operation: .step)
        #expect(error.remedy == remedy)
    }

    @Test func theCodeIsTheLowByteOfTheExtendedOne() {
        #expect(ResultCode(extended: ExtendedCode.busySnapshot) == .busy)
        #expect(ResultCode(extended: ExtendedCode.constraintTrigger) == .constraint)
        #expect(ResultCode.notADatabase.description == "SQLITE_NOTADB")
        #expect(ResultCode(rawValue: 99).description == "SQLITE_99")
    }
}
