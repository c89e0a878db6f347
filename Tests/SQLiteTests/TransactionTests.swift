import SQLite
import Testing

/// An error type of a caller, with a case for what SQLite refuses.
private enum LedgerError: Error, Equatable {
    case refused(expected: Int, found: Int)
    case storage(SQLiteError)
}

@Suite struct TransactionTests {
    let connection: Connection

    init() throws {
        connection = try Connection.inMemory("CREATE TABLE t (a UNIQUE)")
    }

    private var rows: Int64? { get throws { try connection.integer("SELECT count(*) FROM t") } }

    @Test(arguments: [TransactionKind.deferred, .immediate, .exclusive])
    func commitsWhatItsBodyReturns(kind: TransactionKind) throws {
        let result = try connection.transaction(kind) {
            #expect(connection.isInTransaction)
            try connection.execute("INSERT INTO t VALUES (1)")
            return "done"
        }
        #expect(result == "done")
        #expect(!connection.isInTransaction)
        #expect(try rows == 1)
    }

    @Test func rollsBackOnAThrownError() throws {
        let refusal = LedgerError.refused(expected: 3, found: 5)
        #expect(throws: refusal) {
            try connection.transaction(.immediate) {
                try connection.execute("INSERT INTO t VALUES (1)")
                throw refusal
            }
        }
        #expect(!connection.isInTransaction)
        #expect(try rows == 0)
    }

    /// The type annotations are the test: nothing here is thrown as `any Error`.
    @Test func callersKeepTheirErrorType() throws {
        func append(_ value: Int) throws(LedgerError) -> Int64 {
            try connection.transaction(.immediate, mapping: LedgerError.storage) { () throws(LedgerError) in
                guard value != 13 else { throw .refused(expected: 12, found: 13) }
                do throws(SQLiteError) {
                    try connection.execute("INSERT INTO t VALUES (\(value))")
                } catch { throw .storage(error) }
                return connection.lastInsertRowID
            }
        }
        #expect(try append(1) == 1)
        #expect(throws: LedgerError.refused(expected: 12, found: 13)) { try append(13) }
        do throws(LedgerError) {
            _ = try append(1)
            Issue.record("the row was there already")
        } catch {
            guard case .storage(let error) = error else { throw error }
            #expect(error.code == .constraint)
        }
        try connection.execute("BEGIN")
        let nested = #expect(throws: LedgerError.self) { try append(2) }
        guard case .storage = nested else { throw nested! }
    }

    @Test func doesNotNest() throws {
        let error = #expect(throws: SQLiteError.self) {
            try connection.transaction {
                try connection.execute("INSERT INTO t VALUES (1)")
                try connection.transaction { Issue.record("ran inside another transaction") }
            }
        }
        #expect(error?.message == "cannot start a transaction within a transaction")
        #expect(try rows == 0, "the refusal, not caught, rolled the outer one back")
    }

    @Test func aRefusedNestedTransactionLeavesTheOuterOneAlone() throws {
        try connection.transaction {
            try connection.execute("INSERT INTO t VALUES (1)")
            #expect(throws: SQLiteError.self) { try connection.transaction {} }
        }
        #expect(try rows == 1)
    }

    @Test func aFailedCommitIsRolledBackAndThrown() throws {
        try connection.execute(
            """
            PRAGMA foreign_keys = ON;
            CREATE TABLE child (a REFERENCES t (a) DEFERRABLE INITIALLY DEFERRED);
            """)
        let error = #expect(throws: SQLiteError.self) {
            try connection.transaction { try connection.execute("INSERT INTO child VALUES (1)") }
        }
        #expect(error?.extendedCode == ExtendedCode.constraintForeignKey)
        #expect(error?.sql == "COMMIT")
        #expect(!connection.isInTransaction)
        #expect(try connection.integer("SELECT count(*) FROM child") == 0)
    }

    @Test func aCommitThatFindsReadersInTheWayIsRolledBack() throws {
        let directory = try TemporaryDirectory()
        let writer = try directory.connection()
        try writer.execute("CREATE TABLE t (a); INSERT INTO t VALUES (1)")
        let select = try directory.connection().prepare("SELECT a FROM t")
        #expect(try select.step())
        let error = #expect(throws: SQLiteError.self) {
            try writer.transaction { try writer.execute("INSERT INTO t VALUES (2)") }
        }
        #expect(error?.code == .busy && error?.sql == "COMMIT")
        #expect(!writer.isInTransaction)
        select.reset()
        #expect(try writer.integer("SELECT count(*) FROM t") == 1)
    }

    /// A full database makes SQLite roll back on its own; a second ROLLBACK would be an error.
    @Test func survivesSQLitesOwnRollback() throws {
        try connection.execute("PRAGMA max_page_count = 10")
        let error = #expect(throws: SQLiteError.self) {
            try connection.transaction {
                try connection.execute("INSERT INTO t VALUES (1)")
                defer { #expect(!connection.isInTransaction) }
                try connection.execute("INSERT INTO t VALUES (zeroblob(1000000))")
            }
        }
        #expect(error?.code == .full)
        #expect(try rows == 0)
        try connection.transaction { try connection.execute("INSERT INTO t VALUES (2)") }
        #expect(try rows == 1)
    }

    @Test func doesNotPassOffWhatWasRolledBackAsCommitted() throws {
        try connection.execute("PRAGMA max_page_count = 10")
        let error = #expect(throws: SQLiteError.self) {
            try connection.transaction {
                try connection.execute("INSERT INTO t VALUES (1)")
                try? connection.execute("INSERT INTO t VALUES (zeroblob(1000000))")
            }
        }
        #expect(error?.code == .abort)
        #expect(try rows == 0)
    }

    @Test func rollsBackWhileAnInterruptLasts() throws {
        #expect(throws: CancellationError.self) {
            try connection.transaction {
                try connection.execute("INSERT INTO t VALUES (1)")
                let select = try connection.cached(endless)
                #expect(try select.step())
                connection.interrupt()
                throw CancellationError()
            }
        }
        #expect(!connection.isInTransaction)
        #expect(try rows == 0)
    }

    @Test func aReaderCannotBecomeAWriterAfterAnotherWrote() throws {
        let directory = try TemporaryDirectory()
        let first = try directory.connection()
        let second = try directory.connection()
        try first.execute("PRAGMA journal_mode = WAL; CREATE TABLE t (a)")
        let error = #expect(throws: SQLiteError.self) {
            try first.transaction(.deferred) {
                #expect(try first.integer("SELECT count(*) FROM t") == 0)
                try second.execute("INSERT INTO t VALUES (1)")
                try first.execute("INSERT INTO t VALUES (2)")
            }
        }
        #expect(error?.extendedCode == ExtendedCode.busySnapshot)
        #expect(!first.isInTransaction)
    }
}
