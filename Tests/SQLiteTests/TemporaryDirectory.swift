import Foundation
import SQLite

/// A directory of its own for a test, removed when the test lets go of it.
final class TemporaryDirectory {
    private let url = FileManager.default.temporaryDirectory.appending(path: "SQLiteTests-\(UUID().uuidString)")

    init() throws {
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }

    func path(_ name: String) -> String {
        url.appending(path: name).path
    }

    func write(_ bytes: some Sequence<UInt8>, to name: String) throws {
        try Data(bytes).write(to: url.appending(path: name))
    }

    func bytes(of name: String) throws -> [UInt8] {
        try [UInt8](Data(contentsOf: url.appending(path: name)))
    }

    /// Opens a connection that does not wait for locks.
    func connection(_ name: String = "test.db", _ access: Connection.Access = .create) throws -> Connection {
        try Connection(path: path(name), access: access, busyTimeout: .zero)
    }
}

extension Connection {
    /// A private database with one table.
    static func inMemory(_ schema: String = "CREATE TABLE t (a) ") throws -> Connection {
        let connection = try Connection(path: ":memory:", access: .create)
        try connection.execute(schema)
        return connection
    }

    /// The first column of the first row.
    func integer(_ sql: String) throws -> Int64? {
        let statement = try prepare(sql)
        return try statement.step() ? statement.integer(0) : nil
    }
}

/// A query that never ends.
let endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"
