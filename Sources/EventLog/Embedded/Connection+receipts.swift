import CanonicalJSON
import SQLite
import StoryEvents

extension Connection {
    func insert(_ receipt: Receipt) throws(SQLiteError) {
        let insert = try cached(
            "INSERT INTO receipt (number, file, sha256, outcome, recorded, entries, refusals) VALUES (?, ?, ?, ?, ?, ?, ?)"
        )
        try insert.bind(1, receipt.number)
        try insert.bind(2, receipt.file.string)
        try insert.bind(3, receipt.sha256)
        try insert.bind(4, receipt.outcome.rawValue)
        try insert.bind(5, receipt.recorded.microseconds)
        try insert.bind(6, String(decoding: JSON.array(receipt.entries.map(\.json)).canonicalBytes, as: UTF8.self))
        try insert.bind(7, String(decoding: JSON.array(receipt.refusals).canonicalBytes, as: UTF8.self))
        try insert.run()
    }

    func insert(_ move: PendingMove) throws(SQLiteError) {
        let insert = try cached("INSERT INTO pending_move (receipt, origin, target, inode) VALUES (?, ?, ?, ?)")
        try insert.bind(1, move.receipt)
        try insert.bind(2, move.from)
        try insert.bind(3, move.to)
        try insert.bind(4, Int64(bitPattern: move.inode))
        try insert.run()
    }

    func pendingMoves() throws(SQLiteError) -> [PendingMove] {
        let select = try cached("SELECT receipt, origin, target, inode FROM pending_move ORDER BY receipt")
        defer { select.reset() }
        var moves: [PendingMove] = []
        while try select.step() {
            moves.append(
                PendingMove(
                    receipt: select.integer(0), from: select.blob(1), to: select.blob(2),
                    inode: UInt64(bitPattern: select.integer(3))))
        }
        return moves
    }

    func receipt(number: Int64) throws(SQLiteError) -> StoredReceipt? {
        let select = try cached("SELECT \(StoredReceipt.columns) FROM receipt WHERE number = ?")
        try select.bind(1, number)
        defer { select.reset() }
        return try select.step() ? try StoredReceipt(select) : nil
    }

    func receipts(newest limit: Int) throws(SQLiteError) -> [StoredReceipt] {
        let select = try cached("SELECT \(StoredReceipt.columns) FROM receipt ORDER BY number DESC LIMIT ?")
        try select.bind(1, Int64(max(0, limit)))
        defer { select.reset() }
        var receipts: [StoredReceipt] = []
        while try select.step() { receipts.append(try StoredReceipt(select)) }
        return receipts
    }

    func receipt(ofEventAt position: Position) throws(SQLiteError) -> StoredReceipt? {
        let select = try cached(
            "SELECT \(StoredReceipt.columns) FROM receipt WHERE number = (SELECT receipt FROM event WHERE position = ?)"
        )
        try select.bind(1, position.value)
        defer { select.reset() }
        return try select.step() ? try StoredReceipt(select) : nil
    }
}
