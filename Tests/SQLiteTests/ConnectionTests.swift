import SQLite
import Testing

@Suite struct ConnectionTests {
    @Test func opensInMemory() throws {
        let connection = try Connection(path: ":memory:", access: .create)
        try connection.execute("CREATE TABLE t (a TEXT, b BLOB) STRICT; INSERT INTO t VALUES ('x', x'')")
        let select = try connection.cached("SELECT a, b FROM t")
        #expect(try select.step())
        #expect(try select.text(0) == "x")
    }
}
