import SQLite
import Testing

@Suite struct StatementTests {
    @Test func runDiscardsRowsAndResets() throws {
        let connection = try Connection.inMemory()
        let insert = try connection.prepare("INSERT INTO t VALUES (?1) RETURNING a")
        for value in 1...3 {
            try insert.bind(1, value)
            try insert.run()
            #expect(!insert.isRunning)
        }
        #expect(try connection.integer("SELECT sum(a) FROM t") == 6)
    }

    @Test func beginsAnewAfterAReset() throws {
        let connection = try Connection.inMemory("CREATE TABLE t (a); INSERT INTO t VALUES (1), (2)")
        let select = try connection.prepare("SELECT a FROM t ORDER BY a")
        #expect(try select.step() && select.integer(0) == 1)
        #expect(select.isRunning)
        select.reset()
        #expect(!select.isRunning)
        #expect(try select.step() && select.integer(0) == 1)
        #expect(try select.step() && select.integer(0) == 2)
        #expect(try !select.step())
        #expect(!select.isRunning)
    }

    @Test func aFailedStatementMayRunAgain() throws {
        let connection = try Connection.inMemory("CREATE TABLE t (a UNIQUE); INSERT INTO t VALUES (1)")
        let insert = try connection.prepare("INSERT INTO t VALUES (?1)")
        try insert.bind(1, 1)
        let error = #expect(throws: SQLiteError.self) { try insert.run() }
        #expect(error?.extendedCode == ExtendedCode.constraintUnique)
        try insert.bind(1, 2)
        try insert.run()
        #expect(connection.changes == 1)
    }

    @Test func survivesAChangeOfTheSchema() throws {
        let connection = try Connection.inMemory("CREATE TABLE t (a); INSERT INTO t VALUES (1)")
        let select = try connection.prepare("SELECT * FROM t")
        #expect(select.columnCount == 1)
        try connection.execute("ALTER TABLE t ADD COLUMN b DEFAULT 2")
        #expect(try select.step())
        #expect(select.integer(1) == 2)
    }

    @Test func aFinalizedStatementRefusesEverything() throws {
        let statement = try Connection.inMemory().prepare("SELECT ?1")
        statement.finalize()
        statement.finalize()
        statement.reset()
        statement.clearBindings()
        #expect((statement.parameterCount, statement.columnCount) == (0, 0))
        #expect(!statement.isRunning && !statement.isReadOnly)
        #expect(throws: SQLiteError.self) { try statement.bind(1, 1) }
        let error = #expect(throws: SQLiteError.self) { try statement.step() }
        #expect(error?.code == .misuse)
    }

    @Test func knowsWhetherItWrites() throws {
        let connection = try Connection.inMemory()
        #expect(try connection.prepare("SELECT a FROM t").isReadOnly)
        #expect(try !connection.prepare("DELETE FROM t").isReadOnly)
    }

    @Test func readingWhatIsNotThereTraps() async {
        await #expect(processExitsWith: .success) {
            let statement = try Connection(path: ":memory:", access: .create).prepare("SELECT 1")
            _ = try statement.step() && statement.integer(0) == 1
        }
        await #expect(processExitsWith: .failure) {
            _ = try Connection(path: ":memory:", access: .create).prepare("SELECT 1").integer(0)
        }
        await #expect(processExitsWith: .failure) {
            let statement = try Connection(path: ":memory:", access: .create).prepare("SELECT 1")
            _ = try statement.step() && statement.integer(1) == 0
        }
    }
}
