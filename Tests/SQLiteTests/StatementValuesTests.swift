import SQLite
import Testing

/// What is bound is what is read, to the byte.
@Suite struct StatementValuesTests {
    let connection: Connection

    init() throws {
        connection = try Connection.inMemory("CREATE TABLE t (a ANY) STRICT")
    }

    private func stored(_ bind: (Statement) throws -> Void) throws -> Statement {
        let insert = try connection.cached("INSERT INTO t VALUES (?1)")
        try bind(insert)
        try insert.run()
        let select = try connection.prepare("SELECT a FROM t WHERE rowid = last_insert_rowid()")
        #expect(try select.step())
        return select
    }

    @Test(arguments: [0, 1, -1, .min, .max])
    func integers(value: Int64) throws {
        let row = try stored { try $0.bind(1, value) }
        #expect(row.type(0) == .integer)
        #expect(row.integer(0) == value)
        #expect(row.optionalInteger(0) == value)
        #expect(try stored { try $0.bind(1, Int(value)) }.integer(0) == value)
    }

    @Test(arguments: [0.0, -0.5, 1e300, .infinity, .leastNonzeroMagnitude])
    func doubles(value: Double) throws {
        let row = try stored { try $0.bind(1, value) }
        #expect(row.type(0) == .real)
        #expect(row.double(0) == value)
        #expect(row.optionalDouble(0) == value)
    }

    @Test func aNaNIsNull() throws {
        #expect(try stored { try $0.bind(1, Double.nan) }.isNull(0))
    }

    @Test(arguments: ["", "x", "with\0two\0zeros\0", "caf\u{E9}", "cafe\u{301}", "line\r\n", "👩‍👩‍👧", "\u{FEFF}BOM"])
    func texts(value: String) throws {
        let row = try stored { try $0.bind(1, value) }
        #expect(row.type(0) == .text)
        // Strings compare by canonical equivalence; bytes do not.
        #expect(try Array(row.text(0).utf8) == Array(value.utf8))
        #expect(try row.optionalText(0).map { Array($0.utf8) } == Array(value.utf8))
        #expect(row.withText(0) { Array($0) } == Array(value.utf8))
    }

    @Test func composedAndDecomposedTextAreTwoTexts() throws {
        let select = try connection.prepare("SELECT ?1 = ?2")
        try select.bind(1, "\u{E9}")
        try select.bind(2, "e\u{301}")
        #expect(try select.step())
        #expect(select.integer(0) == 0)
    }

    @Test(arguments: [[], [0], [0, 0xFF, 0], Array(repeating: 0x80, count: 100_000)])
    func blobs(value: [UInt8]) throws {
        let row = try stored { try $0.bind(1, value) }
        #expect(row.type(0) == .blob)
        #expect(row.blob(0) == value)
        #expect(row.optionalBlob(0) == value)
        #expect(row.withBlob(0) { $0.count } == value.count)
    }

    @Test func emptyBuffersAreEmptyAndNotNull() throws {
        let none = UnsafeRawBufferPointer(start: nil, count: 0)
        #expect(try stored { try $0.bindBlob(1, none) }.type(0) == .blob)
        #expect(try stored { try $0.bindBlob(1, borrowing: none) }.type(0) == .blob)
        #expect(try stored { try $0.bindText(1, bytes: none) }.type(0) == .text)
        #expect(try stored { try $0.bindText(1, borrowing: none) }.type(0) == .text)
    }

    @Test func nulls() throws {
        let row = try stored { try $0.bind(1, nil) }
        #expect(row.isNull(0) && row.type(0) == .null)
        #expect(row.optionalInteger(0) == nil && row.optionalDouble(0) == nil && row.optionalBlob(0) == nil)
        #expect(try row.optionalText(0) == nil)
        #expect((row.integer(0), row.double(0), try row.text(0)) == (0, 0, ""))
        #expect(row.blob(0) == [])
        #expect(try stored { try $0.bindNull(1) }.isNull(0))
    }

    @Test func optionals() throws {
        #expect(try stored { try $0.bind(1, 7 as Int64?) }.integer(0) == 7)
        #expect(try stored { try $0.bind(1, 7 as Int?) }.integer(0) == 7)
        #expect(try stored { try $0.bind(1, 0.5 as Double?) }.double(0) == 0.5)
        #expect(try stored { try $0.bind(1, "x" as String?) }.text(0) == "x")
        #expect(try stored { try $0.bind(1, [1, 2] as [UInt8]?) }.blob(0) == [1, 2])
        #expect(try stored { try $0.bind(1, nil as String?) }.isNull(0))
    }

    @Test func copiesUnlessToldToBorrow() throws {
        let insert = try connection.prepare("INSERT INTO t VALUES (?1) RETURNING a")
        var bytes = Array("copied".utf8)
        try bytes.withUnsafeBytes { try insert.bindText(1, bytes: $0) }
        bytes = Array("wiped!".utf8)
        #expect(try insert.step())
        #expect(try insert.text(0) == "copied")
        insert.reset()
        try bytes.withUnsafeMutableBytes { bytes in
            try insert.bindBlob(1, borrowing: UnsafeRawBufferPointer(bytes))
            bytes[0] = UInt8(ascii: "W")
            #expect(try insert.step())
            #expect(insert.blob(0) == Array("Wiped!".utf8))
            insert.reset()
            try insert.bindText(1, borrowing: UnsafeRawBufferPointer(bytes))
            #expect(try insert.step())
            #expect(try insert.text(0) == "Wiped!")
            insert.reset()
        }
        insert.clearBindings()
        #expect(try insert.step() && insert.isNull(0))
    }

    @Test(arguments: [[0xFF], [0x63, 0xC3], [0xED, 0xA0, 0x80], [0xC0, 0x80]] as [[UInt8]])
    func textThatIsNotUTF8IsReportedAndNotRepaired(bytes: [UInt8]) throws {
        let row = try stored { insert in try bytes.withUnsafeBytes { try insert.bindText(1, bytes: $0) } }
        #expect(row.type(0) == .text)
        #expect(throws: SQLiteError.self) { try row.text(0) }
        let error = #expect(throws: SQLiteError.self) { try row.optionalText(0) }
        #expect(error?.code == .mismatch)
        #expect(row.withText(0) { Array($0) } == bytes)
        #expect(row.blob(0) == bytes)
    }

    @Test(arguments: [0, -1, 2, .max, .min, 1 << 32 + 1])
    func refusesAParameterThatIsNotThere(index: Int) throws {
        let insert = try connection.prepare("INSERT INTO t VALUES (?1)")
        let error = #expect(throws: SQLiteError.self) { try insert.bind(index, 1) }
        #expect(error?.code == .range)
    }

    @Test func refusesToBindWhileRunning() throws {
        let select = try connection.prepare("SELECT ?1 UNION ALL SELECT 2")
        try select.bind(1, 1)
        #expect(try select.step())
        let error = #expect(throws: SQLiteError.self) { try select.bind(1, 3) }
        #expect(error?.code == .misuse)
    }

    @Test func refusesAValueOverTheLimit() throws {
        // The length alone is over: SQLite refuses before it looks at a byte.
        let bytes: [UInt8] = [0]
        try bytes.withUnsafeBytes { bytes in
            let huge = UnsafeRawBufferPointer(start: bytes.baseAddress, count: 1 << 32)
            let insert = try connection.prepare("INSERT INTO t VALUES (?1)")
            let blob = #expect(throws: SQLiteError.self) { try insert.bindBlob(1, borrowing: huge) }
            #expect(blob?.code == .tooBig)
            let text = #expect(throws: SQLiteError.self) { try insert.bindText(1, borrowing: huge) }
            #expect(text?.code == .tooBig)
        }
    }

    @Test func namesParametersAndColumns() throws {
        let select = try connection.prepare("SELECT :a AS first, @b, ?7 + 1 AS \"last of all\"")
        #expect(select.parameterIndex(":a") == 1)
        #expect(select.parameterIndex("@b") == 2)
        #expect(select.parameterIndex("a") == nil)
        #expect(select.parameterCount == 7)
        #expect((0..<select.columnCount).map(select.columnName) == ["first", "@b", "last of all"])
    }
}
