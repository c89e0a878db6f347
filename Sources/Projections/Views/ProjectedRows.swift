import CanonicalJSON
import Crypto
import SQLite
import StoryEvents

/// The rows of one ledger projection, read in one transaction.
public struct ProjectedRows {
    /// The progress of these rows.
    public let progress: ProjectionProgress
    private let rows: RowStore
    private let stored: StoredValue
    private let connection: Connection

    init(_ progress: ProjectionProgress, _ rows: RowStore, _ connection: Connection) {
        self.progress = progress
        self.rows = rows
        stored = StoredValue(rows.table)
        self.connection = connection
    }

    /// The same rows after further folding.
    func advanced(to progress: ProjectionProgress) -> ProjectedRows { ProjectedRows(progress, rows, connection) }

    /// The counts in the tallies.
    func tallies() throws(SQLiteError) -> StoredTallies { try StoredTallies(rows, connection) }

    /// The rows that a query selects.
    public func rows(_ query: RowQuery = RowQuery()) throws(ViewsError) -> [ProjectedRow] {
        var found: [ProjectedRow] = []
        try each(query) { row in
            found.append(row)
            return true
        }
        return found
    }

    /// Passes the selected rows to `body` one by one, until it returns false.
    public func each(_ query: RowQuery = RowQuery(), _ body: (ProjectedRow) -> Bool) throws(ViewsError) {
        try withViews { () throws(SQLiteError) in
            let select = try prepare(query)
            defer { select.reset() }
            var snippets = try query.search.map { search throws(SQLiteError) in try Snippets(search, rows, connection) }
            while try select.step() {
                guard let value = try stored.read(select, 2, columns: 3) else {
                    throw damaged("a row's value is no JSON object")
                }
                let snippet = try snippets?.snippet(of: select.integer(3 + rows.table.columns.count))
                guard
                    body(
                        ProjectedRow(
                            story: Text(try select.text(0)), key: Text(try select.text(1)), value: value,
                            snippet: snippet))
                else { return }
            }
        }
    }

    /// Counts rows, and sums columns, for each combination of values of some columns.
    ///
    /// - Parameters:
    ///   - groups: The columns whose combinations are counted; they also give the order.
    ///   - sums: The columns to sum; an absent value counts as 0.
    ///   - query: Selects the rows, and the order and number of groups; a search is not supported.
    /// - Returns: Objects with these members and `count`.
    public func tally(
        by groups: [String], summing sums: [String] = [], _ query: RowQuery = RowQuery()
    ) throws(ViewsError) -> [JSONObject] {
        try withViews { () throws(SQLiteError) in
            let tally = tally(groups, sums, query)
            let columns = groups.map { tally == nil ? rows.value(of: $0) : "r.\(RowTable.sql($0))" }
            let order = query.order.isEmpty ? columns.joined(separator: ", ") : order(query.order, isRow: tally == nil)
            let table = tally.map(rows.tally) ?? rows.rows
            let all =
                columns + [tally == nil ? "count(*)" : "sum(r.count)"]
                + sums.map { "coalesce(sum(r.\(RowTable.sql($0))), 0)" }
            let select = try connection.prepare(
                "SELECT \(all.joined(separator: ", ")) FROM \(table) AS r"
                    + conditions(query, isRow: tally == nil)
                    + " GROUP BY \(columns.joined(separator: ", ")) ORDER BY \(order) LIMIT ?")
            try bind(select, query, isRow: tally == nil)
            var found: [JSONObject] = []
            while try select.step() {
                var object = JSONObject()
                for (index, name) in (groups + ["count"] + sums).enumerated() {
                    object[Text(name)] = try select.json(index)
                }
                found.append(object)
            }
            return found
        }
    }

    /// The tally that answers the query; nil when rows must be counted.
    private func tally(_ groups: [String], _ sums: [String], _ query: RowQuery) -> Int? {
        let columns = Set(groups + query.conditions.map(\.column) + query.order.map(\.column))
        return rows.table.tallies.firstIndex { columns.isSubset(of: $0.groups) && Set(sums).isSubset(of: $0.sums) }
    }

    /// The SHA-256 over all rows in the order of story and key, and their number; the same on every machine.
    ///
    /// The digest covers, for each row, the RFC 8785 form of `[story, key, value, texts]` and a line feed.
    public func digest() throws(ViewsError) -> (hexadecimal: String, count: Int) {
        var hash = SHA256()
        var count = 0
        try withViews { () throws(SQLiteError) in
            let cursor = try cursor()
            while let row = try cursor.next() {
                hash.update(data: row.canonicalBytes + [0x0A])
                count += 1
            }
        }
        return (Array(hash.finalize()).hexadecimal, count)
    }

    func cursor() throws(SQLiteError) -> RowCursor { try RowCursor(rows, connection) }

    /// All rows of one story.
    func kept(of story: StoryID) throws(ViewsError) -> [RowCursor.StoredRow] {
        try withViews { () throws(SQLiteError) in
            let cursor = try RowCursor(rows, connection, story: story)
            var found: [RowCursor.StoredRow] = []
            while let row = try cursor.next() { found.append(row) }
            return found
        }
    }

    /// For each story, the next story that has rows, if any.
    func stories(after stories: [String]) throws(ViewsError) -> [String] {
        try withViews { () throws(SQLiteError) in
            let select = try connection.prepare(
                "SELECT story FROM \(rows.rows) WHERE story > ? ORDER BY story LIMIT 1")
            var found: [String] = []
            for story in stories {
                try select.bind(1, story)
                if try select.step() { found.append(try select.text(0)) }
                select.reset()
            }
            return found
        }
    }

    var table: RowTable { rows.table }

    private func prepare(_ query: RowQuery) throws(SQLiteError) -> Row {
        let columns = "SELECT r.story, r.key, r.value" + stored.sql(rows)
        let order = (query.order.isEmpty ? [] : [order(query.order, isRow: true)]) + ["r.story", "r.key"]
        let conditions = conditions(query, isRow: true)
        let sql: String
        if query.search != nil {
            let weights = rows.table.searched.indices.map { String(1 << (2 * (rows.table.searched.count - 1 - $0))) }
            let found =
                "SELECT s.rowid AS id, bm25(\(rows.search), \(weights.joined(separator: ", "))) AS rank"
                + " FROM \(rows.search) AS s JOIN \(rows.rows) AS r ON r.id = s.rowid\(conditions)"
                + " ORDER BY s.rowid DESC LIMIT \(Self.mostRanked)"
            sql =
                columns + ", r.id FROM (\(found)) AS f JOIN \(rows.rows) AS r ON r.id = f.id ORDER BY f.rank, "
                + order.joined(separator: ", ")
        } else {
            sql = columns + " FROM \(rows.rows) AS r\(conditions) ORDER BY " + order.joined(separator: ", ")
        }
        let select = try connection.prepare(sql + " LIMIT ?")
        try bind(select, query, isRow: true)
        return select
    }

    /// Rows that a search ranks, those that came last: ranking all of 250,000 takes half a second, these 25 ms.
    private static let mostRanked = 10_000

    /// - Parameter isRow: Whether the query selects rows, whose values may be shared, or groups of a tally.
    private func bind(_ select: Row, _ query: RowQuery, isRow: Bool) throws(SQLiteError) {
        var index = 1
        if let search = query.search {
            try select.bind(index, search.match)
            index += 1
        }
        for condition in query.conditions {
            if isRow, isOfShared(condition) {
                try select.bindShared(index, condition.value)
                index += 1
            } else if isRow, rows.table.shared.contains(condition.column), case .string(let text) = condition.value {
                try select.bind(index, text.string)
            } else {
                try select.bind(index, condition.value, of: condition.column)
            }
            index += 1
        }
        try select.bind(index, Int64(query.limit ?? -1))
    }

    private func conditions(_ query: RowQuery, isRow: Bool) -> String {
        var all = query.conditions.map { condition in
            let column = "r.\(RowTable.sql(condition.column))"
            if isRow, isOfShared(condition) {
                // The plus sign takes the type off the id: with it, no index of a column without a type is used.
                return "\(column) = +(SELECT id FROM \(rows.shared) WHERE \(SharedValues.isEqual))"
            }
            return "\(isRow ? rows.value(of: condition.column) : column) \(condition.relation.rawValue) ?"
        }
        if query.search != nil { all.insert("\(rows.search) MATCH ?", at: 0) }
        return all.isEmpty ? "" : " WHERE " + all.joined(separator: " AND ")
    }

    /// Whether a condition compares the id of a shared value.
    private func isOfShared(_ condition: RowQuery.Condition) -> Bool {
        condition.relation == .equal && rows.table.shared.contains(condition.column)
            && SharedValues.canShare(condition.value)
    }

    private func order(_ order: [RowQuery.Order], isRow: Bool) -> String {
        order.map { order in
            (isRow ? rows.value(of: order.column) : "r.\(RowTable.sql(order.column))")
                + (order.isDescending ? " DESC" : "")
        }.joined(separator: ", ")
    }

    private func damaged(_ what: String) -> SQLiteError {
        SQLiteError(extendedCode: 11, message: what, path: connection.path, operation: .read)
    }
}

/// Reads the texts of the rows found and cuts excerpts from them.
private struct Snippets {
    private let select: Row
    private let columns: Int
    private var cutter: SnippetCutter

    init(_ query: SearchQuery, _ rows: RowStore, _ connection: Connection) throws(SQLiteError) {
        columns = rows.table.searched.count
        let names = rows.table.searched.map { "\"\($0)\"" }.joined(separator: ", ")
        select = try connection.prepare("SELECT \(names) FROM \(rows.texts) WHERE id = ?")
        cutter = SnippetCutter(query)
    }

    mutating func snippet(of id: Int64) throws(SQLiteError) -> Snippet {
        defer { select.reset() }
        try select.bind(1, id)
        var texts: [String] = []
        if try select.step() {
            for column in 0..<columns { texts.append(try select.text(column)) }
        }
        return cutter.cut(texts)
    }
}

extension Row {
    /// A column as JSON.
    func json(_ column: Int) throws(SQLiteError) -> JSON {
        switch type(column) {
        case .integer: number(column)
        case .text: .string(Text(try text(column)))
        case .real: JSON.number(double(column)) ?? .null
        case .blob: packed(column) ?? .null
        case .null: .null
        }
    }
}
