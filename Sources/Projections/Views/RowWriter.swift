import CanonicalJSON
import SQLite
import StoryEvents

/// Writes the rows of one generation, with their searchable texts. It is created for one batch, with all the statements
/// it needs.
///
/// All rows are written first and the texts afterwards: a write to another table makes FTS5 flush its pending terms to
/// disk.
struct RowWriter {
    private let connection: Connection
    private let table: RowTable
    private let columns: [(name: Text, isShared: Bool)]
    private let stored: StoredValue
    private let find, insert, update, remove: Row
    /// nil when no column is shared.
    private var shared: SharedValues?
    /// nil when nothing is searchable.
    private var texts: TextWriter?
    private var tallies: TallyWriter
    private var found: [(id: Int64, texts: [Text]?)] = []
    private var value: [UInt8] = []

    init(_ store: RowStore, _ connection: Connection) throws(SQLiteError) {
        self.connection = connection
        table = store.table
        columns = store.table.ownColumns.map { (Text($0), store.table.shared.contains($0)) }
        stored = StoredValue(table)
        tallies = TallyWriter(store, connection)
        let names = ["value"] + table.ownColumns.map(RowTable.sql)
        let marks = Array(repeating: "?", count: 2 + names.count).joined(separator: ", ")
        let old = ([store.id] + tallies.columns.map { store.value(of: $0) }).joined(separator: ", ")
        find = try connection.cached("SELECT \(old) FROM \(store.rows) AS r WHERE story = ? AND key = ?")
        insert = try connection.cached(
            "INSERT INTO \(store.rows) (\(names.joined(separator: ", ")), story, key) VALUES (\(marks))")
        update = try connection.cached(
            "UPDATE \(store.rows) SET \(names.map { "\($0) = ?" }.joined(separator: ", ")) WHERE story = ? AND key = ?")
        remove = try connection.cached("DELETE FROM \(store.rows) WHERE story = ? AND key = ?")
        shared = table.shared.isEmpty ? nil : try SharedValues(store, connection)
        texts = store.isSearched ? try TextWriter(store, connection) : nil
    }

    /// Writes one changed row.
    mutating func write(_ story: Text, _ key: Text, _ change: StoryRows.Change) throws(SQLiteError) {
        let id = try findOld(story, key)
        guard let row = change.row?.value else {
            guard let id else { return }
            try remove.bind(1, story.string)
            try remove.bind(2, key.string)
            try remove.run()
            found.append((id, nil))
            return
        }
        let statement = id == nil ? insert : update
        value.removeAll(keepingCapacity: true)
        let rest = stored.stored(row, story)
        if !rest.isEmpty { JSON.object(rest).appendCanonical(to: &value) }
        try statement.bindText(1, bytes: value)
        for (index, column) in columns.enumerated() {
            let member = row[column.name] ?? change.counts[column.name.string].map(JSON.integer)
            if column.isShared {
                try statement.bind(2 + index, member.flatMap { value throws(SQLiteError) in try shared?.id(of: value) })
            } else {
                try statement.bind(2 + index, member, of: column.name.string)
            }
        }
        tallies.add(row, story, change.counts)
        let next = 2 + columns.count
        try statement.bind(next, story.string)
        try statement.bind(next + 1, key.string)
        try statement.run()
        if texts != nil, let new = change.texts {
            found.append((id ?? connection.lastInsertRowID, new))
        }
    }

    /// Writes the searchable texts.
    mutating func finish() throws(SQLiteError) {
        try tallies.finish()
        try texts?.write(found)
        found = []
    }

    /// Finds the stored row and subtracts it from the tallies.
    ///
    /// - Returns: Its integer key, or 0 where there is none; nil when there is no row.
    private mutating func findOld(_ story: Text, _ key: Text) throws(SQLiteError) -> Int64? {
        defer { find.reset() }
        try find.bind(1, story.string)
        try find.bind(2, key.string)
        guard try find.step() else { return nil }
        tallies.add(try tallies.read(find, from: 1), -1)
        return find.integer(0)
    }
}

extension Row {
    /// Binds a member of a row's value in the form in which it is filtered and ordered.
    ///
    /// - Parameter column: The member's name. The story's id is the one text that is never packed.
    func bind(_ index: Int, _ value: JSON?, of column: String) throws(SQLiteError) {
        switch value {
        case .integer(let number): try bind(index, number)
        case .bool(let flag): try bind(index, [flag ? 1 : 0])
        case .string(let text):
            if column != RowTable.story, let packed = StoredTime.pack(text) {
                try bind(index, packed)
            } else {
                try bind(index, text.string)
            }
        case .double(let number): try bind(index, number)
        case nil, .null, .array, .object: try bindNull(index)
        }
    }
}
