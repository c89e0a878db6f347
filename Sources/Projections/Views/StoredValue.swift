import CanonicalJSON
import SQLite

/// A row's value as it is stored: without the members that are columns, which are put back when it is read.
struct StoredValue {
    /// In the order of the value's members.
    private let columns: [Text]

    init(_ table: RowTable) { columns = table.columns.map { Text($0) }.sorted() }

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
    var sql: String { columns.map { ", r.\(RowTable.sql($0.string))" }.joined() }

    /// The whole value, its members sorted as they are stored.
    ///
    /// - Parameters:
    ///   - row: At the value in a column, and the columns of ``sql`` from another on.
    /// - Returns: nil where what is stored is no JSON object.
    func read(_ row: Row, _ value: Int, columns first: Int) throws(SQLiteError) -> JSONObject? {
        let stored = row.withText(value) { bytes -> JSONObject? in
            if bytes.elementsEqual("{}".utf8) { return JSONObject() }
            // Rows are written by this program; one that cannot be read is damage, whatever is wrong with it.
            guard case .object(let object)? = try? JSON.parse(bytes) else { return nil }
            return object
        }
        guard let stored else { return nil }
        var whole = JSONObject()
        whole.reserveCapacity(stored.count + columns.count)
        var rest = stored.members[...]
        for (index, column) in columns.enumerated() {
            while let member = rest.first, member.key < column {
                whole[member.key] = member.value
                rest.removeFirst()
            }
            if rest.first?.key != column { whole[column] = try member(row, first + index) }
        }
        for member in rest { whole[member.key] = member.value }
        return whole
    }

    private func member(_ row: Row, _ column: Int) throws(SQLiteError) -> JSON? {
        switch row.type(column) {
        case .text: .string(Text(try row.text(column)))
        case .integer: .integer(row.integer(column))
        case .blob: row.packed(column)
        case .null, .real: nil
        }
    }
}

extension Row {
    /// A truth value, which a column holds as one byte: no integer, so that it comes back as what it was; or a time.
    func packed(_ column: Int) -> JSON? {
        withBlob(column) { bytes in
            bytes.count == 1 ? .bool(bytes[0] != 0) : StoredTime.unpack(Array(bytes)).map(JSON.string)
        }
    }
}
