import SQLite
import Testing

@Suite struct ConnectionTests {
    let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
    }

    @Test func createsOnlyWhenAskedTo() throws {
        #expect(throws: SQLiteError.self) { try directory.connection("new.db", .readWrite) }
        #expect(throws: SQLiteError.self) { try directory.connection("new.db", .readOnly) }
        try directory.connection("new.db", .create).execute("CREATE TABLE t (a)")
        try directory.connection("new.db", .readWrite).execute("INSERT INTO t VALUES (1)")
        #expect(try directory.connection("new.db", .readOnly).integer("SELECT a FROM t") == 1)
    }

    @Test func aReadOnlyConnectionWritesNothing() throws {
        try directory.connection().execute("CREATE TABLE t (a)")
        let reader = try directory.connection("test.db", .readOnly)
        let error = #expect(throws: SQLiteError.self) { try reader.execute("INSERT INTO t VALUES (1)") }
        #expect(error?.code == .readOnly)
        #expect(try reader.integer("SELECT count(*) FROM t") == 0)
    }

    #if os(Linux)
        /// The system lets nobody write a program that is running.
        @Test func refusesToReadOnlyWhenItWasToWrite() throws {
            let error = #expect(throws: SQLiteError.self) {
                try Connection(path: "/proc/self/exe", access: .readWrite)
            }
            #expect(error?.code == .readOnly)
            _ = try Connection(path: "/proc/self/exe", access: .readOnly)
        }
    #endif

    @Test(arguments: ["", "a\0b"])
    func refusesAPathThatIsNone(path: String) {
        let error = #expect(throws: SQLiteError.self) { try Connection(path: path, access: .create) }
        #expect(error?.code == .cantOpen)
    }

    /// SQLite may be built to take `file:` for a URI, whose `?` and `%` mean something.
    @Test func aPathIsNeverAURI() throws {
        #expect(throws: SQLiteError.self) { try Connection(path: "file::memory:", access: .readOnly) }
        #expect(throws: SQLiteError.self) { try Connection(path: "file:x?mode=memory", access: .readOnly) }
    }

    @Test func aFileThatIsNoDatabaseIsRefusedAtItsFirstUse() throws {
        try directory.write(String(repeating: "This is a letter to the editor. ", count: 40).utf8, to: "letter")
        let connection = try directory.connection("letter", .readWrite)
        let error = #expect(throws: SQLiteError.self) { try connection.userVersion }
        #expect(error?.code == .notADatabase)
    }

    @Test func reportsADamagedFile() throws {
        let connection = try directory.connection()
        try connection.execute("PRAGMA page_size = 512; CREATE TABLE t (a); INSERT INTO t VALUES (randomblob(4000))")
        try connection.close()
        var bytes = try directory.bytes(of: "test.db")
        for index in 512..<1024 { bytes[index] = 0xA5 }
        try directory.write(bytes, to: "test.db")
        let damaged = try directory.connection()
        let error = #expect(throws: SQLiteError.self) { try damaged.integer("SELECT length(a) FROM t") }
        #expect(error?.code == .corrupt)
    }

    @Test(
        arguments: [
            (.seconds(5), 5000), (.zero, 0), (.seconds(-1), 0), (.microseconds(1), 1), (.milliseconds(1500), 1500),
            (.seconds(Int64.max), Int64(Int32.max)),
        ] as [(Duration, Int64)])
    func waitsInWholeMilliseconds(timeout: Duration, milliseconds: Int64) throws {
        let connection = try Connection(path: ":memory:", access: .create, busyTimeout: timeout)
        #expect(try connection.integerPragma("busy_timeout") == milliseconds)
    }

    @Test func keepsDoubleQuotesForIdentifiers() throws {
        let connection = try Connection.inMemory()
        #expect(throws: SQLiteError.self) { try connection.execute(#"INSERT INTO t VALUES ("text")"#) }
        #expect(throws: SQLiteError.self) { try connection.execute(#"CREATE INDEX i ON t (a || "text")"#) }
    }

    @Test func defendsItsSchemaAndLoadsNoExtension() throws {
        let connection = try Connection.inMemory()
        try connection.execute("PRAGMA writable_schema = ON")
        #expect(throws: SQLiteError.self) { try connection.execute("UPDATE sqlite_schema SET sql = ''") }
        #expect(throws: SQLiteError.self) { try connection.execute("SELECT load_extension('x')") }
        #expect(try connection.integerPragma("trusted_schema") == 0)
        // It would take an address in memory. A library without FTS3 knows no such function.
        #expect(throws: SQLiteError.self) { try connection.execute("SELECT fts3_tokenizer('x', x'0100000000000000')") }
    }

    @Test func firesTriggersUnlessToldNotTo() throws {
        let (connection, other) = (try directory.connection(), try directory.connection())
        try connection.execute(
            "CREATE TABLE t (a); CREATE TRIGGER r BEFORE INSERT ON t BEGIN SELECT raise(ABORT, 'no'); END")
        let insert = try connection.prepare("INSERT INTO t VALUES (1)")
        #expect(throws: SQLiteError.self) { try insert.run() }
        try connection.setTriggers(enabled: false)
        try insert.run()
        #expect(throws: SQLiteError.self, "another connection's fire") { try other.execute("INSERT INTO t VALUES (2)") }
        try connection.setTriggers(enabled: true)
        #expect(throws: SQLiteError.self, "compiled when they were off") { try insert.run() }
        #expect(try other.integer("SELECT count(*) FROM t") == 1)
    }

    @Test func executesEachStatementOfAScript() throws {
        let connection = try Connection.inMemory()
        try connection.execute(
            "; ;INSERT INTO t VALUES (1); -- one\n INSERT INTO t VALUES (2) /* two */ ; SELECT * FROM t")
        #expect(try connection.integer("SELECT sum(a) FROM t") == 3)
        try connection.execute("")
        try connection.execute("-- nothing")
    }

    @Test func aScriptEndsAtTheStatementThatFails() throws {
        let connection = try Connection.inMemory("CREATE TABLE t (a UNIQUE)")
        let script = "INSERT INTO t VALUES (1); INSERT INTO t VALUES (1); INSERT INTO t VALUES (2)"
        let error = #expect(throws: SQLiteError.self) { try connection.execute(script) }
        #expect(error?.sql == "INSERT INTO t VALUES (1);")
        #expect(try connection.integer("SELECT count(*) FROM t") == 1)
    }

    @Test(arguments: [
        "", "  ", "-- only a comment", ";", "SELECT 1; SELECT 2", "SELECT 1; wrong", "SELECT 1\0; SELECT 2",
    ])
    func preparesExactlyOneStatement(sql: String) throws {
        let connection = try Connection.inMemory()
        let error = #expect(throws: SQLiteError.self) { try connection.prepare(sql) }
        #expect(error?.code == .misuse)
    }

    @Test(arguments: ["SELECT 1;", "SELECT 1 ; -- the end", "/* first */ SELECT 1 /* last */;;\n"])
    func whiteSpaceAndCommentsMayFollowAStatement(sql: String) throws {
        #expect(try Connection.inMemory().integer(sql) == 1)
    }

    @Test func countsChanges() throws {
        let connection = try Connection.inMemory()
        #expect((connection.changes, connection.totalChanges, connection.lastInsertRowID) == (0, 0, 0))
        try connection.execute("INSERT INTO t VALUES (1), (2), (3); DELETE FROM t WHERE a > 1")
        #expect((connection.changes, connection.totalChanges, connection.lastInsertRowID) == (2, 5, 3))
    }

    @Test func closesUnderCachedStatementsButNotUnderPreparedOnes() throws {
        let connection = try Connection.inMemory()
        let cached = try connection.cached("SELECT 1")
        #expect(try cached.step())
        let prepared = try connection.prepare("SELECT 2")
        let error = #expect(throws: SQLiteError.self) { try connection.close() }
        #expect(error?.code == .busy)
        #expect(try prepared.step(), "a connection that could not be closed is open")
        prepared.finalize()
        try connection.close()
        try connection.close()
        #expect(throws: SQLiteError.self) { try cached.step() }
        #expect(throws: SQLiteError.self) { try connection.prepare("SELECT 1") }
        #expect((connection.changes, connection.lastInsertRowID, connection.isInTransaction) == (0, 0, false))
    }

    @Test func aStatementKeepsItsDatabaseOpen() throws {
        var connection: Connection? = try Connection.inMemory("CREATE TABLE t (a); INSERT INTO t VALUES (7)")
        let statement = try #require(try connection?.prepare("SELECT a FROM t"))
        connection = nil
        #expect(try statement.step())
        #expect(statement.integer(0) == 7)
    }

    @Test func anAbandonedTransactionIsRolledBack() throws {
        let connection = try directory.connection()
        try connection.execute("CREATE TABLE t (a); BEGIN; INSERT INTO t VALUES (1)")
        try connection.close()
        #expect(try directory.connection().integer("SELECT count(*) FROM t") == 0)
    }

    @Test func oneWriterAtATime() throws {
        let first = try directory.connection()
        let second = try directory.connection()
        try first.execute("PRAGMA journal_mode = WAL; CREATE TABLE t (a)")
        try first.transaction(.immediate) {
            let error = #expect(throws: SQLiteError.self) { try second.transaction(.immediate) {} }
            #expect(error?.code == .busy)
            #expect(!second.isInTransaction)
            let rows = try second.integer("SELECT count(*) FROM t")
            #expect(rows == 0, "a reader does not wait for a writer")
        }
        try second.transaction(.immediate) { try second.execute("INSERT INTO t VALUES (1)") }
    }
}
