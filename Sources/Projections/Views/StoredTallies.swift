import CanonicalJSON
import SQLite

/// What the tallies of a projection's rows hold.
struct StoredTallies {
    /// By the tally and the values that its rows are counted by: the sums, and last how many rows there are.
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
    /// Compares the counts of rows, too, which no row shows.
    mutating func compare(_ stored: StoredTallies, _ rebuilt: StoredTallies) {
        for name in Set(stored.counts.keys).union(rebuilt.counts.keys).sorted()
        where stored.counts[name] != rebuilt.counts[name] {
            add(name, stored.counts[name], rebuilt.counts[name])
        }
    }
}
