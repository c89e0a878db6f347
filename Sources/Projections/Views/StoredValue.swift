import CanonicalJSON
import SQLite

/// A row's value in stored form: without the members that are columns, which are added again when it is read. Nothing
/// is stored when no other member is left.
struct StoredValue {
    /// In the order of the value's members.
    private let columns: [Text]
    private let kinds: [Text: Kind]

    /// How a member that is a column is stored.
    private enum Kind {
        case story, shared, plain
    }

    init(_ table: RowTable) {
        columns = table.columns.map { Text($0) }.sorted()
        var kinds: [Text: Kind] = [:]
        for column in table.columns {
            kinds[Text(column)] =
                column == RowTable.story ? .story : table.shared.contains(column) ? .shared : .plain
        }
        self.kinds = kinds
    }

    /// The members that are not columns, or that a column cannot reproduce exactly.
    func stored(_ row: JSONObject, _ story: Text) -> JSONObject {
        var rest = JSONObject()
        for member in row.members where !isColumn(member, story) { rest.append(member.key, member.value) }
        return rest
    }

    private func isColumn(_ member: JSONObject.Member, _ story: Text) -> Bool {
        switch (kinds[member.key], member.value) {
        case (.story, .string(let text)): text == story
        case (.shared, let value): SharedValues.canShare(value)
        case (.plain, .string), (.plain, .integer), (.plain, .bool): true
        default: false
        }
    }

    /// The columns that a statement selects after the value, to restore the members.
    func sql(_ rows: RowStore) -> String { columns.map { ", " + rows.value(of: $0.string) }.joined() }

    /// The whole value, with its members sorted.
    ///
    /// - Parameters:
    ///   - row: The statement; the value is in column `value`, and the columns of ``sql`` start at `first`.
    /// - Returns: nil when the stored bytes are not a JSON object.
    func read(_ row: Row, _ value: Int, columns first: Int) throws(SQLiteError) -> JSONObject? {
        let stored = row.withText(value) { bytes -> JSONObject? in
            if bytes.isEmpty { return JSONObject() }
            // A value that cannot be decoded is damaged, since this program wrote it.
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
            guard rest.first?.key != column else { continue }
            whole[column] =
                kinds[column] == .shared ? try row.shared(first + index) : try member(row, first + index)
        }
        for member in rest { whole[member.key] = member.value }
        return whole
    }

    private func member(_ row: Row, _ column: Int) throws(SQLiteError) -> JSON? {
        switch row.type(column) {
        case .text: .string(Text(try row.text(column)))
        case .integer: row.number(column)
        case .blob: row.packed(column)
        case .null, .real: nil
        }
    }
}

extension Row {
    /// An integer; as text when JSON has no such integer, which no program of ours stores.
    func number(_ column: Int) -> JSON {
        let number = integer(column)
        return number.magnitude <= JSON.maximumInteger.magnitude ? .integer(number) : .string(Text("\(number)"))
    }

    /// A boolean, stored as a blob of one byte to distinguish it from an integer, or a time.
    func packed(_ column: Int) -> JSON? {
        withBlob(column) { bytes in
            bytes.count == 1 ? .bool(bytes[0] != 0) : StoredTime.unpack(Array(bytes)).map(JSON.string)
        }
    }
}
