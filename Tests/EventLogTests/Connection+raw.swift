import LedgerTestKit
import SQLite

extension TemporaryLedger {
    /// A connection that knows nothing of ledgers, as a person with sqlite3 would have it.
    func raw() throws -> Connection {
        try Connection(path: path, access: .readWrite, busyTimeout: .zero)
    }

    /// Does what the triggers would not let pass.
    func tamper(_ sql: String) throws {
        let connection = try raw()
        for name in try connection.texts("SELECT name FROM sqlite_schema WHERE type = 'trigger'") {
            try connection.execute("DROP TRIGGER \(name)")
        }
        try connection.execute(sql)
    }
}

extension Connection {
    /// The first column of every row, as text.
    func texts(_ sql: String) throws -> [String] {
        let select = try prepare(sql)
        var texts: [String] = []
        while try select.step() { texts.append(try select.text(0)) }
        return texts
    }
}
