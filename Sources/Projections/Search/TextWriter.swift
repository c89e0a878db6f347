import CanonicalJSON
import SQLite

/// Writes the texts of rows and their full-text index, which holds the output of ``SearchText``.
///
/// All texts are written first and the index afterwards: a write to another table makes FTS5 flush its pending terms to
/// disk. The index stores no texts, so a removal must supply the old text. Old texts fold as they did before, since
/// ``SearchFolding/version`` is part of the tables' shape.
struct TextWriter {
    private let count: Int
    private let find, put, remove, index, unindex: Row
    private var scalars = SearchScalars()

    /// The old and new texts of a row.
    private struct Change {
        let id: Int64
        let old: [String]?
        let new: [String]?
    }

    init(_ store: RowStore, _ connection: Connection) throws(SQLiteError) {
        count = store.table.searched.count
        let columns = store.table.searched.map { "\"\($0)\"" }.joined(separator: ", ")
        let marks = Array(repeating: "?", count: 1 + count).joined(separator: ", ")
        find = try connection.cached("SELECT \(columns) FROM \(store.texts) WHERE id = ?")
        put = try connection.cached("INSERT OR REPLACE INTO \(store.texts) (id, \(columns)) VALUES (\(marks))")
        remove = try connection.cached("DELETE FROM \(store.texts) WHERE id = ?")
        index = try connection.cached("INSERT INTO \(store.search) (rowid, \(columns)) VALUES (\(marks))")
        unindex = try connection.cached(
            "INSERT INTO \(store.search) (\(store.search), rowid, \(columns)) VALUES ('delete', \(marks))")
    }

    /// Writes the searchable texts of rows.
    ///
    /// - Parameter found: Texts by row id; nil for a removed row. The last entry of a row counts.
    mutating func write(_ found: [(id: Int64, texts: [Text]?)]) throws(SQLiteError) {
        var changes: [Change] = []
        for (id, texts) in found {
            let old = try old(id)
            let new = texts.map { texts in (0..<count).map { $0 < texts.count ? texts[$0].string : "" } }
            if let old, let new, old.elementsEqual(new, by: { $0.utf8.elementsEqual($1.utf8) }) { continue }
            if let new { try run(put, id, new) } else if old != nil { try run(remove, id, []) }
            changes.append(Change(id: id, old: old, new: new))
        }
        for change in changes {
            if let old = change.old { try run(unindex, change.id, folded(old)) }
            if let new = change.new { try run(index, change.id, folded(new)) }
        }
    }

    private func old(_ id: Int64) throws(SQLiteError) -> [String]? {
        defer { find.reset() }
        try find.bind(1, id)
        guard try find.step() else { return nil }
        var texts: [String] = []
        for column in 0..<count { texts.append(try find.text(column)) }
        return texts
    }

    private mutating func folded(_ texts: [String]) -> [String] {
        texts.map { String(decoding: SearchText($0, &scalars).bytes, as: UTF8.self) }
    }

    private func run(_ statement: Row, _ id: Int64, _ texts: [String]) throws(SQLiteError) {
        try statement.bind(1, id)
        for (index, text) in texts.enumerated() { try statement.bind(2 + index, text) }
        try statement.run()
    }
}
