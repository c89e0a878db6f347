import CanonicalJSON
import SQLite

/// Updates the tallies of a table with its rows: collects the changes of a batch and writes them at its end.
struct TallyWriter {
    /// The columns that tallies group by or sum.
    let columns: [String]
    private let store: RowStore
    private let connection: Connection
    /// The changes of each tally, by the values of its groups.
    private var changes: [[[JSON]: Change]]

    private struct Change {
        var count: Int64 = 0
        var sums: [Int64]
    }

    init(_ store: RowStore, _ connection: Connection) {
        (self.store, self.connection) = (store, connection)
        let all = store.table.tallies.flatMap { $0.groups + $0.sums }
        columns = Array(Set(all)).sorted()
        changes = store.table.tallies.map { _ in [:] }
    }

    /// The columns of a stored row.
    func read(_ row: Row, from first: Int) throws(SQLiteError) -> [String: JSON] {
        var values: [String: JSON] = [:]
        for (index, column) in columns.enumerated() {
            if store.table.shared.contains(column) {
                values[column] = try row.shared(first + index)
                continue
            }
            switch row.type(first + index) {
            case .integer: values[column] = row.number(first + index)
            case .text:
                values[column] = row.withText(first + index) { .string(Text(String(decoding: $0, as: UTF8.self))) }
            case .real: values[column] = JSON.number(row.double(first + index))
            case .blob: values[column] = row.packed(first + index)
            case .null: break
            }
        }
        return values
    }

    /// Adds a new row to the tallies.
    mutating func add(_ row: JSONObject, _ story: Text, _ counts: [String: Int64]) {
        guard !changes.isEmpty else { return }
        var values: [String: JSON] = [:]
        for column in columns {
            values[column] = row[Text(column)] ?? counts[column].map(JSON.integer)
            if column == RowTable.story { values[column] = .string(story) }
        }
        add(values, 1)
    }

    /// Adds a row to the tallies, or subtracts it.
    mutating func add(_ values: [String: JSON], _ count: Int64) {
        for (number, tally) in store.table.tallies.enumerated() {
            let group = tally.groups.map { Self.groupValue(values[$0]) }
            var change = changes[number][group] ?? Change(sums: tally.sums.map { _ in 0 })
            change.count &+= count
            for (index, name) in tally.sums.enumerated() {
                if case .integer(let number)? = values[name] { change.sums[index] &+= number &* count }
            }
            changes[number][group] = change
        }
    }

    /// A value as its column stores it; anything but text and numbers counts as absent.
    private static func groupValue(_ value: JSON?) -> JSON {
        switch value {
        case .string(let text): .string(text)
        case .integer(let number): .integer(number)
        case .bool(let flag): .bool(flag)
        case .double(let number): .double(number)
        default: .null
        }
    }

    /// Writes the collected changes.
    mutating func finish() throws(SQLiteError) {
        for (number, tally) in store.table.tallies.enumerated() {
            let (upsert, clear) = try statements(number, tally)
            for (group, change) in changes[number] where change.count != 0 || change.sums.contains(where: { $0 != 0 }) {
                try upsert.bindGroup(group, tally.groups)
                for (index, sum) in change.sums.enumerated() { try upsert.bind(1 + group.count + index, sum) }
                try upsert.bind(1 + group.count + change.sums.count, change.count)
                try upsert.run()
                guard change.count < 0 else { continue }
                try clear.bindGroup(group, tally.groups)
                try clear.run()
            }
            changes[number] = [:]
        }
    }

    private func statements(_ number: Int, _ tally: RowTable.Tally) throws(SQLiteError) -> (upsert: Row, clear: Row) {
        let groups = tally.groups.map(RowTable.sql)
        let numbers = tally.sums.map(RowTable.sql) + ["count"]
        let table = store.tally(number)
        let marks = Array(repeating: "?", count: groups.count + numbers.count).joined(separator: ", ")
        let sums = numbers.map { "\($0) = \($0) + excluded.\($0)" }.joined(separator: ", ")
        let same = groups.map { "\($0) = ?" }.joined(separator: " AND ")
        return (
            try connection.cached(
                "INSERT INTO \(table) (\((groups + numbers).joined(separator: ", "))) VALUES (\(marks))"
                    + " ON CONFLICT DO UPDATE SET \(sums)"),
            try connection.cached("DELETE FROM \(table) WHERE \(same) AND count <= 0")
        )
    }
}

extension Row {
    /// Binds the values of a group; an absent value is an empty blob, since a key has no NULL.
    fileprivate func bindGroup(_ group: [JSON], _ columns: [String]) throws(SQLiteError) {
        for (index, value) in group.enumerated() {
            if value == .null { try bind(1 + index, [UInt8]()) } else { try bind(1 + index, value, of: columns[index]) }
        }
    }
}
