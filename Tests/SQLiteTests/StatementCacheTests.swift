import SQLite
import Testing

@Suite struct StatementCacheTests {
    let connection: Connection

    init() throws {
        connection = try Connection.inMemory("CREATE TABLE t (a); INSERT INTO t VALUES (1), (2)")
    }

    @Test func thereIsOneStatementOfEachText() throws {
        let first = try connection.cached("SELECT a FROM t")
        #expect(try connection.cached("SELECT a FROM t") === first)
        #expect(try connection.cached("SELECT a FROM t ") !== first)
        #expect(try connection.prepare("SELECT a FROM t") !== first)
    }

    @Test func handsOutAStatementResetAndCleared() throws {
        let first = try connection.cached("SELECT ?1 FROM t")
        try first.bind(1, 7)
        #expect(try first.step() && first.integer(0) == 7)
        let again = try connection.cached("SELECT ?1 FROM t")
        #expect(!again.isRunning)
        #expect(try again.step() && again.isNull(0))
    }

    /// Swift holds the two for the same string.
    @Test func textsThatDifferInBytesAreTwoStatements() throws {
        for literal in ["\u{E9}", "e\u{301}"] {
            let statement = try connection.cached("SELECT '\(literal)'")
            #expect(try statement.step())
            #expect(statement.blob(0) == Array(literal.utf8))
        }
    }

    @Test func compilesAgainWhatWasFinalized() throws {
        let first = try connection.cached("SELECT a FROM t")
        first.finalize()
        let second = try connection.cached("SELECT a FROM t")
        #expect(second !== first)
        connection.finalizeCachedStatements()
        #expect(throws: SQLiteError.self) { try second.step() }
        #expect(try connection.cached("SELECT a FROM t").step())
    }

    @Test func doesNotKeepWhatDoesNotCompile() throws {
        #expect(throws: SQLiteError.self) { try connection.cached("SELECT b FROM t") }
        try connection.execute("ALTER TABLE t ADD COLUMN b")
        #expect(try connection.cached("SELECT b FROM t").step())
    }
}
