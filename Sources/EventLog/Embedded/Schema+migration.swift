import SQLite

extension Schema {
    /// Tables that programs before the first release did not make, in the order in which they came.
    static let added = ["removal"]

    /// Each statement begins a line.
    private static let lines = steps.joined(separator: "\n").replacing(";CREATE", with: ";\nCREATE").split(
        separator: "\n")

    /// The tables that a ledger has, in the order in which they are made.
    static let tables: [String] = {
        lines.filter { $0.hasPrefix("CREATE TABLE ") }.compactMap { $0.split(separator: " ").dropFirst(2).first }
            .map(String.init)
    }()

    /// The statements that make a table, its indexes and its triggers.
    static func statements(for table: String) -> String {
        var (found, isTaken): ([Substring], Bool) = ([], false)
        for line in lines {
            if line.hasPrefix("CREATE ") {
                let words = line.split(whereSeparator: { " (".contains($0) })
                let owner = words[1] == "TABLE" ? words.dropFirst(2).first : words.drop { $0 != "ON" }.dropFirst().first
                isTaken = owner.map(String.init) == table
            }
            if isTaken, !line.hasPrefix("--") { found.append(line) }
        }
        return found.joined(separator: "\n")
    }
}

/// What has to be done so that this program can write a ledger.
public struct SchemaMigration: Hashable, Sendable {
    /// The version of the schema that was found, and the one that this program writes.
    public let found, known: Int
    /// The tables that will be made.
    public let tables: [String]

    /// Whether there is nothing to do.
    public var isEmpty: Bool { found == known && tables.isEmpty }
}

extension SQLiteEventStore {
    /// What has to be done; nothing is written.
    ///
    /// - Throws: ``EventLogError``, also for a ledger of a newer program and for one that lacks what each program has made.
    public static func migration(of path: String) throws(EventLogError) -> SchemaMigration {
        guard try FileProbe.exists(path) else { throw .missing(path: path) }
        let connection: Connection
        do throws(SQLiteError) { connection = try Connection.ledger(path, access: .readOnly) } catch {
            throw EventLogError(error)
        }
        return try connection.migration()
    }

    /// Brings a ledger to the schema of this program, in one transaction.
    ///
    /// - Returns: What was done.
    public static func migrate(_ path: String) throws(EventLogError) -> SchemaMigration {
        guard try FileProbe.exists(path) else { throw .missing(path: path) }
        let connection: Connection
        do throws(SQLiteError) { connection = try Connection.ledger(path, access: .readWrite) } catch {
            throw EventLogError(error)
        }
        return try connection.transaction(.immediate, mapping: { EventLogError($0) }) {
            () throws(EventLogError) -> SchemaMigration in
            let migration = try connection.migration()
            do throws(SQLiteError) {
                for step in Schema.steps.dropFirst(migration.found) { try connection.execute(step) }
                for table in migration.tables { try connection.execute(Schema.statements(for: table)) }
                if migration.found < migration.known { try connection.setUserVersion(Schema.version) }
            } catch {
                throw EventLogError(error)
            }
            return migration
        }
    }
}

extension Connection {
    /// The tables of this program that are not there.
    func lackingTables() throws(SQLiteError) -> [String] {
        let select = try prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")
        var there: Set<String> = []
        while try select.step() { there.insert(try select.text(0)) }
        return Schema.tables.filter { !there.contains($0) }
    }

    fileprivate func migration() throws(EventLogError) -> SchemaMigration {
        let (found, lacking): (Int32, [String])
        do throws(SQLiteError) {
            found = try applicationID == Schema.applicationID ? userVersion : 0
            lacking = try lackingTables()
        } catch {
            throw EventLogError(error)
        }
        guard found >= 1 else { throw .notALedger(path: path) }
        guard found <= Schema.version else {
            throw .newerProgram(path: path, found: Int(found), known: Int(Schema.version))
        }
        if let lost = lacking.first(where: { !Schema.added.contains($0) }) {
            throw .damaged(path: path, "its table '\(lost)' is not there")
        }
        return SchemaMigration(found: Int(found), known: Int(Schema.version), tables: lacking)
    }
}
