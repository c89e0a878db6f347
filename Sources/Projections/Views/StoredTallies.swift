import CanonicalJSON
import SQLite

/// The stored tallies of a projection's rows.
struct StoredTallies {
    /// The sums and then the number of rows, by the tally and its group's values.
    private(set) var counts: [Text: JSON] = [:]

    init(_ store: RowStore, _ connection: Connection) throws(SQLiteError) {
        for (number, tally) in store.table.tallies.enumerated() {
            let columns = (tally.groups + tally.sums).map(RowTable.sql) + ["count"]
            let select = try connection.cached(
                "SELECT \(columns.joined(separator: ", ")) FROM \(store.tally(number))")
            defer { select.reset() }
            while try select.step() {
                let values = try columns.indices.map { column throws(SQLiteError) in try select.json(column) }
                let group = JSON.array(Array(values[..<tally.groups.count]))
                let name = "count \(number + 1) of \(String(decoding: group.canonicalBytes, as: UTF8.self))"
                counts[Text(name)] = .array(Array(values[tally.groups.count...]))
            }
        }
    }
}

extension RowComparison {
    /// Compares the row counts too, which no row shows.
    mutating func compare(_ stored: StoredTallies, _ rebuilt: StoredTallies) {
        for name in Set(stored.counts.keys).union(rebuilt.counts.keys).sorted()
        where stored.counts[name] != rebuilt.counts[name] {
            add(name, stored.counts[name], rebuilt.counts[name])
        }
    }
}
