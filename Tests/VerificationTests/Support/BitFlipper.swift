import LedgerTestKit
import SQLite

/// Flips single bits of what is stored, as a person with sqlite3 could, and puts them back.
struct BitFlipper {
    private let signed: SignedLedger
    private let connection: Connection

    init(_ signed: SignedLedger) throws {
        self.signed = signed
        connection = try Connection(path: signed.ledger.path, access: .readOnly, busyTimeout: .zero)
    }

    /// Every column of every table, as SQLite lists them.
    func columns() throws -> [EveryColumnTests.Column] {
        try texts(
            """
            SELECT tables.name || '.' || columns.name FROM sqlite_schema AS tables, pragma_table_info(tables.name) AS columns
            WHERE tables.type = 'table' AND tables.name NOT LIKE 'sqlite_%' ORDER BY 1
            """
        ).map { name in
            let parts = name.split(separator: ".")
            return EveryColumnTests.Column(table: String(parts[0]), name: String(parts[1]))
        }
    }

    /// A row, by its key.
    struct Row {
        let table: String
        /// Names of the columns of the primary key, each with its value as SQL.
        let key: [(name: String, value: String)]

        /// Whether a finding tells of this row.
        func isNamed(by finding: String) -> Bool {
            let number = key.last?.value ?? ""
            switch table {
            case "event", "pending_erasure": return finding.contains("@\(number)") || finding.contains("of @\(number) ")
            case "receipt", "pending_move", "removal":
                return finding.contains("receipt \(number)") || finding.hasPrefix("receipts \(number) to ")
            case "receipt_part": return finding.contains("receipt \(key[0].value)") || finding.contains("receipt_part")
            case "checkpoint":
                return finding.hasPrefix("checkpoint \(number): ") || finding.hasPrefix("checkpoints \(number) to ")
            case "unchanged": return finding.contains("unchanged document")
            case "taken": return finding.contains("taken")
            case "clock": return finding.contains("clock")
            case "tile": return finding.hasPrefix("stored tile/\(key[0].value)/")
            case "ledger": return finding.hasPrefix("ledger.db: ") || finding.contains("/ledger.db ")
            default: return false
            }
        }
    }

    /// Rows of a table: all where they are few, else the first, the last, those of the ledger's own, and some others.
    func rows(of table: String, _ random: inout SeededRandom) throws -> [Row] {
        let names = try texts("SELECT name FROM pragma_table_info('\(table)') WHERE pk > 0 ORDER BY pk")
        let quoted = names.map { "quote(\($0))" }.joined(separator: " || ' ' || ")
        let all = try texts("SELECT \(quoted) FROM \(table) ORDER BY 1").map { values in
            Row(table: table, key: Array(zip(names, values.split(separator: " ").map(String.init))))
        }
        guard all.count > 20 else { return all }
        let positions = try texts(
            "SELECT position FROM event WHERE data IS NULL OR type NOT IN ('published', 'updated') OR position = 0"
                + " OR position = (SELECT min(position) FROM event WHERE pieces IS NOT NULL)"
                + " OR position = (SELECT min(position) FROM event WHERE shared IS NOT NULL)")
        let chosen = all.filter { positions.contains($0.key[0].value) }
        return chosen + (0..<3).map { _ in all.randomElement(using: &random)! }
    }

    /// A bit that was flipped.
    struct Flip: CustomStringConvertible {
        let description: String
        /// The row as it is now: the bit may be one of its key.
        let row: Row
        let undo: () throws -> Void
    }

    /// Flips one bit of a value: of an integer any of 64, the highest as often as another.
    ///
    /// - Returns: nil where there is no bit, and where no other value may stand there.
    func flip(_ column: EveryColumnTests.Column, in row: Row, _ random: inout SeededRandom) throws -> Flip? {
        let select = try connection.prepare(
            "SELECT \(column.name) FROM \(column.table) WHERE \(Self.condition(row.key))")
        guard try select.step() else { throw SignedLedger.Unusable() }
        let (type, bytes, number) = (select.type(0), select.blob(0), select.integer(0))
        select.reset()
        guard type == .integer || !bytes.isEmpty else { return nil }
        for _ in 0..<64 {
            let (old, new): (String, String)
            if type == .integer {
                let bit = Bool.random(using: &random) ? Int64.random(in: 0..<64, using: &random) : 63
                (old, new) = (Self.literal(number), Self.literal(number ^ (1 << bit)))
            } else {
                var flipped = bytes
                let place = Int.random(in: bytes.indices, using: &random)
                flipped[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
                let format = type == .text ? "CAST(x'%' AS TEXT)" : "x'%'"
                func sql(_ bytes: [UInt8]) -> String {
                    format.split(separator: "%", omittingEmptySubsequences: false).joined(separator: bytes.hexadecimal)
                }
                (old, new) = (sql(bytes), sql(flipped))
            }
            var moved = row.key
            if let place = moved.firstIndex(where: { $0.name == column.name }) { moved[place].value = new }
            // Another row may have that key.
            guard try set(column, where: Self.condition(row.key), to: new) else { continue }
            let (from, back) = (Self.condition(row.key), Self.condition(moved))
            let row = Row(table: row.table, key: moved)
            return Flip(description: "\(from): \(old.suffix(80)) to \(new.suffix(80))", row: row) {
                _ = try set(column, where: back, to: old)
            }
        }
        return nil
    }

    /// - Returns: Whether that value may stand there.
    private func set(_ column: EveryColumnTests.Column, where condition: String, to value: String) throws -> Bool {
        let connection = try Connection(path: signed.ledger.path, access: .readWrite, busyTimeout: .zero)
        try connection.execute("PRAGMA foreign_keys = OFF")
        do {
            try connection.transaction(.immediate) {
                var triggers: [(name: String, sql: String)] = []
                let select = try connection.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
                while try select.step() { triggers.append((try select.text(0), try select.text(1))) }
                select.reset()
                for trigger in triggers { try connection.execute("DROP TRIGGER \(trigger.name)") }
                try connection.execute("UPDATE \(column.table) SET \(column.name) = \(value) WHERE \(condition)")
                for trigger in triggers { try connection.execute(trigger.sql) }
            }
        } catch let error as SQLiteError {
            guard error.code == .constraint else { throw error }
            return false
        }
        return true
    }

    private static func condition(_ key: [(name: String, value: String)]) -> String {
        key.map { "\($0.name) = \($0.value)" }.joined(separator: " AND ")
    }

    private static func literal(_ number: Int64) -> String {
        number == .min ? "(-9223372036854775807 - 1)" : "\(number)"
    }

    private func texts(_ sql: String) throws -> [String] {
        let select = try connection.prepare(sql)
        var texts: [String] = []
        while try select.step() { texts.append(try select.text(0)) }
        return texts
    }
}
