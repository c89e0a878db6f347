import SQLite
import Testing

@Suite struct BackupTests {
    let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
    }

    private func source() throws -> Connection {
        let source = try directory.connection("source.db")
        try source.execute(
            """
            PRAGMA page_size = 1024; PRAGMA journal_mode = WAL; CREATE TABLE t (a);
            WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100)
            INSERT INTO t SELECT randomblob(500) FROM n;
            """)
        return source
    }

    @Test func copiesEverythingAtOnce() throws {
        let copy = try directory.connection("copy.db")
        var backup = try Backup(from: source(), to: copy)
        #expect(try !backup.step())
        #expect(backup.remaining == 0 && backup.pageCount > 50)
        _ = consume backup
        #expect(try copy.integer("SELECT count(*) FROM t") == 100)
        #expect(try copy.textPragma("integrity_check") == "ok")
    }

    @Test func copiesInStepsWhileItsConnectionWrites() throws {
        let source = try source()
        let copy = try directory.connection("copy.db")
        var backup = try Backup(from: source, to: copy)
        var steps = 1
        while try backup.step(pages: 10) {
            #expect(backup.pageCount - backup.remaining >= 10)
            if steps <= 3 { try source.execute("UPDATE t SET a = zeroblob(500) WHERE rowid <= \(steps * 10)") }
            steps += 1
        }
        #expect(steps >= 5)
        _ = consume backup
        #expect(try copy.integer("SELECT count(*) FROM t WHERE a = zeroblob(500)") == 30)
    }

    @Test func beginsAgainWhenAnotherConnectionWrites() throws {
        let copy = try directory.connection("copy.db")
        var backup = try Backup(from: source(), to: copy)
        #expect(try backup.step(pages: 30))
        let before = backup.remaining
        try directory.connection("source.db").execute("DELETE FROM t WHERE rowid = 1")
        #expect(try backup.step(pages: 1))
        #expect(backup.remaining > before)
        while try backup.step(pages: 10) {}
        _ = consume backup
        #expect(try copy.integer("SELECT count(*) FROM t") == 99)
    }

    @Test func anUnfinishedBackupLeavesTheDestinationAsItWas() throws {
        let copy = try directory.connection("copy.db")
        try copy.execute("CREATE TABLE kept (a)")
        var backup = try Backup(from: source(), to: copy)
        #expect(try backup.step(pages: 5))
        _ = consume backup
        #expect(try copy.integer("SELECT count(*) FROM kept") == 0)
    }

    @Test func mayBeTriedAgainWhenTheDestinationIsBusy() throws {
        let copy = try directory.connection("copy.db")
        let other = try directory.connection("copy.db")
        var backup = try Backup(from: source(), to: copy)
        try other.execute("BEGIN IMMEDIATE")
        let error = try #require(throws: SQLiteError.self) { try backup.step() }
        #expect(error.code == .busy)
        try other.execute("ROLLBACK")
        #expect(try !backup.step())
    }

    @Test func holdsBothConnectionsOpen() throws {
        let source = try source()
        let copy = try directory.connection("copy.db")
        let backup = try Backup(from: source, to: copy)
        #expect(throws: SQLiteError.self) { try source.close() }
        #expect(throws: SQLiteError.self) { try copy.close() }
        _ = consume backup
        try source.close()
        try copy.close()
    }

    @Test func refusesToCopyADatabaseOntoItself() throws {
        let source = try source()
        let error = #expect(throws: SQLiteError.self) { _ = try Backup(from: source, to: source) }
        #expect(error?.message == "source and destination must be distinct")
    }

    @Test func refusesADestinationInATransaction() throws {
        let copy = try directory.connection("copy.db")
        try copy.execute("CREATE TABLE t (a); BEGIN; SELECT * FROM t")
        #expect(throws: SQLiteError.self) { _ = try Backup(from: source(), to: copy) }
    }
}
