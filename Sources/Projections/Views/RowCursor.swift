import CanonicalJSON
import SQLite
import StoryEvents

/// Reads all rows of one generation in the order of story and key.
final class RowCursor {
    private let select: Row
    private let texts: Int
    private let stored: StoredValue

    /// A row with its key and its searchable texts.
    struct StoredRow: Hashable {
        let story: Text
        let key: Text
        /// In RFC 8785 form.
        let value: [UInt8]
        let texts: [Text]

        /// The value; a damaged one is shown as text.
        var json: JSON {
            do throws(JSONSyntaxError) { return try JSON.parse(value) } catch {
                return .string(Text(String(decoding: value, as: UTF8.self)))
            }
        }

        /// The RFC 8785 form of `[story, key, value, texts]`.
        var canonicalBytes: [UInt8] {
            var bytes: [UInt8] = [UInt8(ascii: "[")]
            JSON.string(story).appendCanonical(to: &bytes)
            bytes.append(UInt8(ascii: ","))
            JSON.string(key).appendCanonical(to: &bytes)
            bytes.append(UInt8(ascii: ","))
            bytes += value
            bytes.append(UInt8(ascii: ","))
            JSON.array(texts.map(JSON.string)).appendCanonical(to: &bytes)
            bytes.append(UInt8(ascii: "]"))
            return bytes
        }
    }

    /// - Parameter story: Limits the rows to one story; nil for all.
    init(_ rows: RowStore, _ connection: Connection, story: StoryID? = nil) throws(SQLiteError) {
        let texts = rows.table.searched.map { ", s.\"\($0)\"" }.joined()
        let join = rows.isSearched ? " LEFT JOIN \(rows.texts) AS s ON s.id = r.id" : ""
        self.texts = rows.table.searched.count
        stored = StoredValue(rows.table)
        let condition = story == nil ? "" : " WHERE r.story = ?"
        select = try connection.prepare(
            "SELECT r.story, r.key, r.value\(texts)\(stored.sql(rows)) FROM \(rows.rows) AS r\(join)\(condition)"
                + " ORDER BY r.story, r.key")
        if let story { try select.bind(1, story.text.string) }
    }

    /// - Returns: The next row; nil after the last one.
    func next() throws(SQLiteError) -> StoredRow? {
        guard try select.step() else { return nil }
        var texts: [Text] = []
        for index in 0..<self.texts { texts.append(Text(try select.text(3 + index))) }
        let value = try stored.read(select, 2, columns: 3 + self.texts)
        return StoredRow(
            story: Text(try select.text(0)), key: Text(try select.text(1)),
            // A damaged value is shown as text.
            value: value.map { JSON.object($0).canonicalBytes } ?? select.blob(2), texts: texts)
    }
}
