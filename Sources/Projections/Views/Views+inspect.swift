import CanonicalJSON
import EventLog
import SQLite
import StoryEvents

extension Views {
    /// Checks what a comparison of rows does not cover: the progress, the full-text index, and shared values. It writes
    /// nothing.
    ///
    /// - Parameter projection: A registered projection.
    /// - Returns: The faults, one line each.
    public func inspect(_ projection: any LedgerProjection.Type) throws(ViewsError) -> [String] {
        try database.connection.transaction(.deferred, mapping: { ViewsError($0) }) { () throws(ViewsError) in
            let serving = try withViews { () throws(SQLiteError) in
                try database.progress(.serving)[projection.name]
            }
            guard let serving else { return ["no rows are persisted, and no progress"] }
            guard isOwn(serving, projection) else {
                return ["its rows are of another version or shape than this program's"]
            }
            let rows = database.rowStore(projection, serving.generation)
            var faults = try progressFaults(serving)
            if try withViews({ () throws(SQLiteError) in try database.hasHalfFault(projection.name) }) {
                faults.append("its progress says why it stopped, and not where")
            }
            faults += try withViews { () throws(SQLiteError) in
                try SharedCheck(rows, database.connection).faults() + TextCheck(rows, database.connection).faults()
                    + TallyCheck(rows, database.connection).faults()
            }
            guard rows.isSearched else { return faults }
            return faults + (try SearchCheck(rows, database.connection).faults())
        }
    }

    /// The faults of the progress. The log is read after the rows, since it may have grown meanwhile.
    private func progressFaults(_ serving: ProjectionProgress) throws(ViewsError) -> [String] {
        var faults: [String] = []
        let size = try withLog { () throws(EventLogError) in try store.size() }
        if serving.position.value > size {
            faults.append("it has come to \(serving.position); the log has \(size) events")
        } else if serving.position.value > 0 {
            let last = Position(serving.position.value - 1)
            let event = try withLog { () throws(EventLogError) in try store.event(at: last) }
            if event?.leafDigest != serving.last {
                faults.append("the event at \(last) is not the last that it folded")
            }
        }
        if let fault = serving.fault, fault.position != serving.position {
            faults.append("it stopped at \(fault.position), and has come to \(serving.position)")
        }
        return faults
    }

    /// The faults that SQLite's integrity check reports; empty when there are none.
    public func integrityFaults() throws(ViewsError) -> [String] {
        try withViews { () throws(SQLiteError) in
            let check = try database.connection.prepare("PRAGMA integrity_check(20)")
            defer { check.reset() }
            var found: [String] = []
            while try check.step() { found.append(try check.text(0)) }
            return found == ["ok"] ? [] : found
        }
    }
}

/// Checks the shared values.
private struct SharedCheck {
    private let rows: RowStore
    private let connection: Connection

    init(_ rows: RowStore, _ connection: Connection) { (self.rows, self.connection) = (rows, connection) }

    func faults() throws(SQLiteError) -> [String] {
        guard !rows.table.shared.isEmpty else { return [] }
        var faults: [String] = []
        let select = try connection.prepare("SELECT id, hash, value FROM \(rows.shared)")
        defer { select.reset() }
        while try select.step() {
            guard let value = try select.shared(2), SharedValues.hash(of: value) == select.integer(1) else {
                faults.append("the shared value \(select.integer(0)) is not that of its hash")
                continue
            }
        }
        for column in rows.table.shared.sorted() {
            let name = RowTable.sql(column)
            let lost = try connection.prepare(
                "SELECT count(*) FROM \(rows.rows) WHERE \(name) NOTNULL"
                    + " AND \(name) NOT IN (SELECT id FROM \(rows.shared))")
            defer { lost.reset() }
            guard try lost.step(), lost.integer(0) > 0 else { continue }
            faults.append("\(lost.integer(0)) rows have no \(column), and refer to one")
        }
        return faults
    }
}

/// Checks the tallies against sums over all rows: no row shows values that are only summed.
private struct TallyCheck {
    private let rows: RowStore
    private let connection: Connection

    init(_ rows: RowStore, _ connection: Connection) { (self.rows, self.connection) = (rows, connection) }

    func faults() throws(SQLiteError) -> [String] {
        var faults: [String] = []
        for (number, tally) in rows.table.tallies.enumerated() {
            for column in tally.sums {
                let (own, all) = (try sum(column, rows.rows), try sum(column, rows.tally(number)))
                if own != all { faults.append("\(column) of all rows is \(own), and by the tally \(all)") }
            }
        }
        return faults
    }

    private func sum(_ column: String, _ table: String) throws(SQLiteError) -> Int64 {
        let select = try connection.prepare("SELECT coalesce(sum(\(RowTable.sql(column))), 0) FROM \(table)")
        defer { select.reset() }
        return try select.step() ? select.integer(0) : 0
    }
}

/// Finds texts without a row, and rows without texts.
private struct TextCheck {
    private let rows: RowStore
    private let connection: Connection

    init(_ rows: RowStore, _ connection: Connection) { (self.rows, self.connection) = (rows, connection) }

    func faults() throws(SQLiteError) -> [String] {
        guard rows.isSearched else { return [] }
        var faults: [String] = []
        for (one, other, what) in [
            (rows.texts, rows.rows, "texts of no row"), (rows.rows, rows.texts, "rows without texts"),
        ] {
            let select = try connection.prepare(
                "SELECT count(*) FROM \(one) WHERE id NOT IN (SELECT id FROM \(other))")
            defer { select.reset() }
            if try select.step(), select.integer(0) > 0 { faults.append("there are \(select.integer(0)) \(what)") }
        }
        return faults
    }
}
