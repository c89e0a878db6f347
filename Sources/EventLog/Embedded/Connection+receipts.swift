import CanonicalJSON
import SQLite
import StoryEvents

extension Connection {
    func newestReceiptNumber() throws(SQLiteError) -> Int64 {
        let select = try cached("SELECT max(number) FROM receipt")
        defer { select.reset() }
        return try select.step() ? select.integer(0) : 0
    }

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
        try select.bind(1, Int64(clamping: limit))
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

/// A receipt's row, not read yet.
struct StoredReceipt {
    static let columns = "number, file, sha256, outcome, recorded, entries, refusals"
    private let number: Int64
    private let file, outcome, entries, refusals: String
    private let sha256: [UInt8]
    private let recorded: RecordedTime

    init(_ row: Row) throws(SQLiteError) {
        number = row.integer(0)
        file = try row.text(1)
        sha256 = row.blob(2)
        outcome = try row.text(3)
        recorded = RecordedTime(microseconds: row.integer(4))
        entries = try row.text(5)
        refusals = try row.text(6)
    }

    /// - Throws: ``EventLogError/damaged(path:_:)``.
    func read(path: String) throws(EventLogError) -> Receipt {
        guard let outcome = Receipt.Outcome(rawValue: outcome), let entries = Self.objects(in: entries),
            let refusals = Self.objects(in: refusals)
        else { throw .damaged(path: path, "receipt \(number) cannot be read") }
        return Receipt(
            number: number, file: Text(file), sha256: sha256, outcome: outcome, recorded: recorded,
            entries: entries.compactMap(Receipt.Entry.init), refusals: refusals.map(JSON.object))
    }

    private static func objects(in text: String) -> [JSONObject]? {
        guard case .array(let elements)? = try? JSON.parse(Array(text.utf8)) else { return nil }
        return elements.compactMap { if case .object(let object) = $0 { object } else { nil } }
    }
}

extension Receipt.Entry {
    fileprivate init?(_ object: JSONObject) {
        guard case .string(let story)? = object["story"], let story = StoryID(story),
            case .string(let type)? = object["type"], let type = EventType(rawValue: type.string),
            case .string(let outcome)? = object["outcome"], let outcome = Receipt.Outcome(rawValue: outcome.string)
        else { return nil }
        var entry = Receipt.Entry(
            position: nil, revision: nil, story: story, type: type, id: nil, outcome: outcome)
        if case .integer(let position)? = object["position"] { entry.position = Position(position) }
        if case .integer(let revision)? = object["revision"] { entry.revision = Revision(revision) }
        if case .string(let id)? = object["id"] { entry.id = id }
        self = entry
    }
}
