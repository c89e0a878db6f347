import SQLite
import StoryEvents

/// Notes of the files that retention removes.
extension Connection {
    func removal(of receipt: Int64) throws(SQLiteError) -> FileRemoval? {
        let select = try cached("SELECT receipt, noted, done FROM removal WHERE receipt = ?")
        try select.bind(1, receipt)
        defer { select.reset() }
        return try select.step() ? try FileRemoval(select) : nil
    }

    func unfinishedRemovals() throws(SQLiteError) -> [FileRemoval] {
        let select = try cached("SELECT receipt, noted, done FROM removal WHERE done = 0 ORDER BY receipt")
        defer { select.reset() }
        var removals: [FileRemoval] = []
        while try select.step() { removals.append(try FileRemoval(select)) }
        return removals
    }

    func keptReceipts(_ numbers: ClosedRange<Int64>) throws(SQLiteError) -> [StoredReceipt] {
        let select = try cached(
            """
            SELECT number, file, sha256, outcome, recorded, 0, 0, '[]', '[]', withheld FROM receipt
            WHERE number BETWEEN ? AND ? AND NOT EXISTS (SELECT 1 FROM removal WHERE receipt = number)
            ORDER BY number
            """)
        try select.bind(1, numbers.lowerBound)
        try select.bind(2, numbers.upperBound)
        defer { select.reset() }
        var receipts: [StoredReceipt] = []
        while try select.step() { receipts.append(try StoredReceipt(select)) }
        return receipts
    }

    /// Whether the file of a receipt is where it belongs, and its removal is not noted yet.
    func mayRemoveFile(of receipt: Int64) throws(SQLiteError) -> Bool {
        let select = try cached(
            """
            SELECT EXISTS (SELECT 1 FROM receipt WHERE number = ?1)
                AND NOT EXISTS (SELECT 1 FROM pending_move WHERE receipt = ?1)
                AND NOT EXISTS (SELECT 1 FROM removal WHERE receipt = ?1)
            """)
        try select.bind(1, receipt)
        defer { select.reset() }
        return try select.step() && select.integer(0) != 0
    }

    /// Whether words that a takedown has erased from the log may still be in files.
    func hasPendingErasures() throws(SQLiteError) -> Bool {
        let select = try cached("SELECT EXISTS (SELECT 1 FROM pending_erasure)")
        defer { select.reset() }
        return try select.step() && select.integer(0) != 0
    }

    func insert(_ removal: FileRemoval, sealedBy seals: RowSeals) throws(SQLiteError) {
        let insert = try cached("INSERT INTO removal (receipt, noted, done, seal) VALUES (?, ?, ?, ?)")
        try insert.bind(1, removal.receipt)
        try insert.bind(2, removal.noted.microseconds)
        try insert.bind(3, removal.isDone ? 1 as Int64 : 0)
        try insert.bind(4, seals.removal(removal))
        try insert.run()
    }

    func finish(_ removal: FileRemoval, sealedBy seals: RowSeals) throws(SQLiteError) {
        var done = removal
        done.isDone = true
        let update = try cached("UPDATE removal SET done = 1, seal = ? WHERE receipt = ? AND done = 0")
        try update.bind(1, seals.removal(done))
        try update.bind(2, removal.receipt)
        try update.run()
    }

    func cancelRemoval(of receipt: Int64) throws(SQLiteError) {
        let delete = try cached("DELETE FROM removal WHERE receipt = ? AND done = 0")
        try delete.bind(1, receipt)
        try delete.run()
    }
}

extension FileRemoval {
    fileprivate init(_ row: Row) throws(SQLiteError) {
        self.init(receipt: row.integer(0), noted: try row.recordedTime(1), isDone: row.integer(2) != 0)
    }
}
