import SQLite
import Testing

@Suite struct PragmaTests {
    let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
    }

    @Test(arguments: [1, -1, .min, .max] as [Int32])
    func keepsTheNumbersOfTheHeader(number: Int32) throws {
        let connection = try directory.connection()
        #expect(try connection.userVersion == 0)
        #expect(try connection.applicationID == 0)
        try connection.setUserVersion(number)
        try connection.setApplicationID(number)
        let other = try directory.connection()
        #expect(try other.userVersion == number)
        #expect(try other.applicationID == number)
    }

    @Test func aVersionIsPartOfTheTransaction() throws {
        let connection = try directory.connection()
        try? connection.transaction {
            try connection.setUserVersion(7)
            throw CancellationError()
        }
        #expect(try connection.userVersion == 0)
    }

    @Test func readsIntegersAndTexts() throws {
        let connection = try directory.connection()
        try connection.execute("PRAGMA page_size = 16384; CREATE TABLE t (a)")
        #expect(try connection.integerPragma("page_size") == 16384)
        #expect(try connection.integerPragma("main.page_count") == 2)
        #expect(try connection.textPragma("encoding") == "UTF-8")
        #expect(try connection.textPragma("no_such_pragma") == nil)
        #expect(try connection.integerPragma("foreign_key_check") == nil)
    }

    @Test(arguments: ["user_version = 1", "user_version; DELETE FROM t", "table_info(t)"])
    func refusesMoreThanAName(name: String) throws {
        let error = try #require(throws: SQLiteError.self) { try directory.connection().integerPragma(name) }
        #expect(error.code == .misuse)
    }

    @Test func theDataVersionShowsTheCommitsOfOthers() throws {
        let first = try directory.connection()
        let second = try directory.connection()
        try first.execute("CREATE TABLE t (a)")
        let before = try first.dataVersion()
        try first.execute("INSERT INTO t VALUES (1)")
        #expect(try first.dataVersion() == before)
        try second.execute("INSERT INTO t VALUES (2)")
        #expect(try first.dataVersion() != before)
    }
}
