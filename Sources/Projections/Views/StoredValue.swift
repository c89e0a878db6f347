import CanonicalJSON
import SQLite

/// A row's value as it is stored: without the members that are columns, which are put back when it is read.
enum StoredValue {
    /// The members that are no column, or that a column cannot give back as they are.
    static func stored(_ row: JSONObject, _ story: Text, _ table: RowTable) -> JSONObject {
        var rest = row
        for column in table.columns {
            let name = Text(column)
            switch row[name] {
            case .string(let text) where column != RowTable.story || text == story: rest[name] = nil
            case .integer where column != RowTable.story: rest[name] = nil
            case .bool where column != RowTable.story: rest[name] = nil
            default: break
            }
        }
        return rest
    }

    /// The columns that a statement selects after the value, to put the value together.
    static func sql(_ table: RowTable) -> String {
        table.columns.map { ", r.\(RowTable.sql($0))" }.joined()
    }

    /// The whole value.
    ///
    /// - Parameters:
    ///   - row: At the value in a column, and the table's columns from another on.
    /// - Returns: nil where what is stored is no JSON object.
    static func read(
        _ row: Row, _ value: Int, columns first: Int, _ table: RowTable
    ) throws(SQLiteError) -> JSONObject? {
        let stored = row.withText(value) { bytes -> JSONObject? in
            if bytes.elementsEqual("{}".utf8) { return JSONObject() }
            // Rows are written by this program; one that cannot be read is damage, whatever is wrong with it.
            guard case .object(let object)? = try? JSON.parse(bytes) else { return nil }
            return object
        }
        guard var object = stored else { return nil }
        for (index, column) in table.columns.enumerated() {
            let name = Text(column)
            guard object[name] == nil else { continue }
            switch row.type(first + index) {
            case .text: object[name] = .string(Text(try row.text(first + index)))
            case .integer: object[name] = .integer(row.integer(first + index))
            case .blob: object[name] = row.flag(first + index)
            case .null, .real: break
            }
        }
        return object
    }
}

extension Row {
    /// A truth value, which a column holds as one byte: no integer, so that it comes back as what it was.
    func flag(_ column: Int) -> JSON? {
        withBlob(column) { $0.count == 1 ? .bool($0[0] != 0) : nil }
    }
}
