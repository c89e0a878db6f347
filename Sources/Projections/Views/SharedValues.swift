import CanonicalJSON
import Crypto
import SQLite

/// Stores values that many rows share, each once. Created for one batch.
///
/// Values are found by a keyed hash: it takes less space than an index of the values, and no producer can make it
/// collide.
struct SharedValues {
    private let connection: Connection
    private let find, insert: Row
    private var known: [JSON: Int64] = [:]

    init(_ store: RowStore, _ connection: Connection) throws(SQLiteError) {
        self.connection = connection
        find = try connection.cached("SELECT id FROM \(store.shared) WHERE \(Self.isEqual)")
        insert = try connection.cached("INSERT INTO \(store.shared) (hash, value) VALUES (?, ?)")
    }

    /// Whether a value can be shared: texts and arrays can.
    static func canShare(_ value: JSON) -> Bool {
        switch value {
        case .string, .array: true
        default: false
        }
    }

    /// The id that a row stores for a value.
    ///
    /// - Returns: nil for a value that cannot be shared.
    mutating func id(of value: JSON) throws(SQLiteError) -> Int64? {
        guard Self.canShare(value) else { return nil }
        if let id = known[value] { return id }
        let id = try stored(value)
        known[value] = id
        return id
    }

    private func stored(_ value: JSON) throws(SQLiteError) -> Int64 {
        defer { find.reset() }
        try find.bindShared(1, value)
        if try find.step() { return find.integer(0) }
        try insert.bindShared(1, value)
        try insert.run()
        return connection.lastInsertRowID
    }

    /// The hash by which a value is found.
    static func hash(of value: JSON) -> Int64 { hash(of: value.canonicalBytes) }

    /// - Parameter bytes: The value in RFC 8785 form.
    fileprivate static func hash(of bytes: [UInt8]) -> Int64 {
        SHA256.hash(data: bytes).prefix(8).reduce(Int64(0)) { $0 << 8 | Int64($1) }
    }

    /// SQL that finds the row of a value bound by ``bindShared(_:_:)``.
    static let isEqual = "hash = ? AND value = ?"
}

extension Row {
    /// Binds a shared value after its hash: a text as it is, an array as its RFC 8785 bytes.
    func bindShared(_ index: Int, _ value: JSON) throws(SQLiteError) {
        let bytes = value.canonicalBytes
        try bind(index, SharedValues.hash(of: bytes))
        if case .string(let text) = value { try bind(index + 1, text.string) } else { try bind(index + 1, bytes) }
    }

    /// The value in a column of ``RowTable/shared``.
    func shared(_ column: Int) throws(SQLiteError) -> JSON? {
        switch type(column) {
        case .text: .string(Text(try text(column)))
        // A value that cannot be decoded is damaged, since this program wrote it; it shows as absent.
        case .blob: withBlob(column) { bytes in try? JSON.parse(Array(bytes)) }
        case .integer, .real, .null: nil
        }
    }
}
