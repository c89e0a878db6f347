import CanonicalJSON
import SQLite

/// A row's value as it is stored: without the members that are columns, which are put back when it is read; nothing at all
/// where no other is left.
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

    /// The members that are no column, or that a column cannot give back as they are.
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

    /// The columns that a statement selects after the value, to put the value together.
    func sql(_ rows: RowStore) -> String { columns.map { ", " + rows.value(of: $0.string) }.joined() }

    /// The whole value, its members sorted as they are stored.
    ///
    /// - Parameters:
    ///   - row: At the value in a column, and the columns of ``sql`` from another on.
    /// - Returns: nil where what is stored is no JSON object.
    func read(_ row: Row, _ value: Int, columns first: Int) throws(SQLiteError) -> JSONObject? {
        let stored = row.withText(value) { bytes -> JSONObject? in
            if bytes.isEmpty { return JSONObject() }
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
    /// An integer; as text where JSON has no such integer, which no program of ours stores.
    func number(_ column: Int) -> JSON {
        let number = integer(column)
        return number.magnitude <= JSON.maximumInteger.magnitude ? .integer(number) : .string(Text("\(number)"))
    }

    /// A truth value, which a column holds as one byte: no integer, so that it comes back as what it was; or a time.
    func packed(_ column: Int) -> JSON? {
        withBlob(column) { bytes in
            bytes.count == 1 ? .bool(bytes[0] != 0) : StoredTime.unpack(Array(bytes)).map(JSON.string)
        }
    }
}
