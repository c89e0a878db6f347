import CanonicalJSON
import SQLite
import StoryEvents

extension Connection {
    func insert(_ move: PendingMove, sealedBy seals: RowSeals) throws(SQLiteError) {
        let insert = try cached(
            "INSERT INTO pending_move (receipt, origin, target, inode, seal) VALUES (?, ?, ?, ?, ?)")
        let inode = Int64(bitPattern: move.inode)
        try insert.bind(1, move.receipt)
        try insert.bind(2, move.from)
        try insert.bind(3, move.to)
        try insert.bind(4, inode)
        try insert.bind(5, seals.move(receipt: move.receipt, origin: move.from, target: move.to, inode: inode))
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

    /// Entries of a receipt that are not in its own row; nil where there is no such part.
    func receiptPart(_ part: Int64, of number: Int64) throws(SQLiteError) -> String? {
        let select = try cached("SELECT entries FROM receipt_part WHERE receipt = ? AND part = ?")
        try select.bind(1, number)
        try select.bind(2, part)
        defer { select.reset() }
        return try select.step() ? try select.text(0) : nil
    }

    /// The newest receipt, without its entries: there may be a million.
    func newestReceipt() throws(SQLiteError) -> StoredReceipt? {
        let select = try cached(
            "SELECT number, file, sha256, outcome, recorded, 0, 0, '[]', '[]', withheld FROM receipt ORDER BY number DESC LIMIT 1"
        )
        defer { select.reset() }
        return try select.step() ? try StoredReceipt(select) : nil
    }

    /// The directories below the inbox that files came from, in byte order. What 'append' read is not of the inbox: its paths
    /// begin with `./`, `../` or `/`.
    func sources() throws(SQLiteError) -> [String] {
        let select = try cached(
            "SELECT DISTINCT substr(file, 1, instr(file, '/') - 1) FROM receipt WHERE instr(file, '/') > 1"
                + " AND file NOT GLOB './*' AND file NOT GLOB '../*' ORDER BY 1")
        defer { select.reset() }
        var names: [String] = []
        while try select.step() { names.append(try select.text(0)) }
        return names
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

extension [Receipt.Entry] {
    /// The RFC 8785 form of their JSON, written without making it first: a file may have a million entries.
    var canonicalBytes: [UInt8] {
        var bytes: [UInt8] = [UInt8(ascii: "[")]
        bytes.reserveCapacity(count * 160 + 2)
        for entry in self {
            bytes.append(bytes.count == 1 ? "{\"id\":" : ",{\"id\":")
            (entry.id.map(JSON.string) ?? .null).appendCanonical(to: &bytes)
            bytes.append(",\"outcome\":\"")
            bytes.append(contentsOf: entry.outcome.rawValue.utf8)
            bytes.append("\",\"position\":")
            if let position = entry.position { bytes.append(position.value) } else { bytes.append("null") }
            bytes.append(",\"revision\":")
            if let revision = entry.revision { bytes.append(revision.value) } else { bytes.append("null") }
            bytes.append(",\"story\":")
            JSON.string(entry.story.text).appendCanonical(to: &bytes)
            bytes.append(",\"type\":\"")
            bytes.append(contentsOf: entry.type.rawValue.utf8)
            bytes.append("\"}")
        }
        bytes.append(UInt8(ascii: "]"))
        return bytes
    }
}
