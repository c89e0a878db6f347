import CanonicalJSON
import Crypto
import SQLite

/// Stores values that many rows have, each once. Made for one batch.
///
/// Found by a hash, which takes less space than an index of the values, and that no producer can make collide.
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

    /// The number that a row has for a value.
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

    /// The hash that a value is found by.
    static func hash(of value: JSON) -> Int64 { hash(of: value.canonicalBytes) }

    /// - Parameter bytes: The value in RFC 8785 form.
    fileprivate static func hash(of bytes: [UInt8]) -> Int64 {
        SHA256.hash(data: bytes).prefix(8).reduce(Int64(0)) { $0 << 8 | Int64($1) }
    }

    /// SQL that finds the row of a value bound by ``bindShared(_:_:)``.
    static let isEqual = "hash = ? AND value = ?"
}

extension Row {
    /// Binds a value that can be shared, after its hash: a text as it is, an array as the bytes of its RFC 8785 form.
    func bindShared(_ index: Int, _ value: JSON) throws(SQLiteError) {
        let bytes = value.canonicalBytes
        try bind(index, SharedValues.hash(of: bytes))
        if case .string(let text) = value { try bind(index + 1, text.string) } else { try bind(index + 1, bytes) }
    }

    /// The value in a column of ``RowTable/shared``.
    func shared(_ column: Int) throws(SQLiteError) -> JSON? {
        switch type(column) {
        case .text: .string(Text(try text(column)))
        // Written by this program; one that cannot be read is damage, which shows as a value that is not there.
        case .blob: withBlob(column) { bytes in try? JSON.parse(Array(bytes)) }
        case .integer, .real, .null: nil
        }
    }
}
