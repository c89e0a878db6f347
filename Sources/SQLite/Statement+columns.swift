internal import CSQLite

/// Columns of the current row, numbered from 0. Reading without a row, or from a column that does not exist, is a
/// programming error and traps.
///
/// A value of another type is converted as SQLite does; NULL reads as 0, as no bytes, or as the empty string. Use
/// ``type(_:)``, ``isNull(_:)``, or the `optional` variants to tell them apart.
///
/// Source: https://www.sqlite.org/c3ref/column_blob.html
extension Statement {
    /// The value as an integer.
    public func integer(_ column: Int) -> Int64 {
        sqlite3_column_int64(pointer, present(column))
    }

    /// The value as an integer, or nil for NULL.
    public func optionalInteger(_ column: Int) -> Int64? {
        isNull(column) ? nil : integer(column)
    }

    /// The value as a double.
    public func double(_ column: Int) -> Double {
        sqlite3_column_double(pointer, present(column))
    }

    /// The value as a double, or nil for NULL.
    public func optionalDouble(_ column: Int) -> Double? {
        isNull(column) ? nil : double(column)
    }

    /// The value as a string, byte for byte, with any U+0000.
    ///
    /// - Throws: ``ResultCode/mismatch`` for bytes that are not UTF-8, which are never repaired: ``withText(_:_:)``
    ///   returns them as they are. ``ResultCode/noMemory``.
    public func text(_ column: Int) throws(SQLiteError) -> String {
        let index = present(column)
        guard let start = sqlite3_column_text(pointer, index) else {
            guard isNull(column) else { throw failure(SQLITE_NOMEM, .read) }
            return ""
        }
        let bytes = UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(pointer, index)))
        // Twice as fast as String(validating:as:). If decoding changed the bytes, they were not UTF-8.
        var text = String(decoding: bytes, as: UTF8.self)
        guard text.withUTF8({ $0.elementsEqual(bytes) }) else { throw invalidText(column, count: bytes.count) }
        return text
    }

    /// The value as a string, or nil for NULL.
    ///
    /// - Throws: As ``text(_:)``.
    public func optionalText(_ column: Int) throws(SQLiteError) -> String? {
        isNull(column) ? nil : try text(column)
    }

    /// The value as bytes: of a BLOB, or of a TEXT in the encoding of the database.
    public func blob(_ column: Int) -> [UInt8] {
        withBlob(column) { Array($0) }
    }

    /// The value as bytes, or nil for NULL.
    public func optionalBlob(_ column: Int) -> [UInt8]? {
        isNull(column) ? nil : blob(column)
    }

    /// Calls `body` with the bytes of the value, without a copy.
    ///
    /// They are valid until `body` returns, which may neither step nor reset the statement.
    public func withBlob<R, E: Error>(
        _ column: Int, _ body: (UnsafeRawBufferPointer) throws(E) -> R
    ) throws(E) -> R {
        let index = present(column)
        let start = sqlite3_column_blob(pointer, index)
        let count = Int(sqlite3_column_bytes(pointer, index))
        return try body(UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count))
    }

    /// Calls `body` with the UTF-8 bytes of the value, without a copy and without checking them.
    ///
    /// They are valid until `body` returns, which may neither step nor reset the statement.
    public func withText<R, E: Error>(
        _ column: Int, _ body: (UnsafeRawBufferPointer) throws(E) -> R
    ) throws(E) -> R {
        let index = present(column)
        let start = UnsafeRawPointer(sqlite3_column_text(pointer, index))
        let count = Int(sqlite3_column_bytes(pointer, index))
        return try body(UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count))
    }

    /// Whether the value is NULL.
    public func isNull(_ column: Int) -> Bool {
        sqlite3_column_type(pointer, present(column)) == SQLITE_NULL
    }

    /// The storage class of the value, before any conversion.
    public func type(_ column: Int) -> ColumnType {
        ColumnType(code: sqlite3_column_type(pointer, present(column)))
    }

    /// How many columns a row has; 0 for a statement that returns none.
    public var columnCount: Int { Int(sqlite3_column_count(pointer)) }

    /// The name of a column, as its AS clause gives it; a row is not needed.
    public func columnName(_ column: Int) -> String {
        precondition(0 <= column && column < columnCount, "no column \(column) in: \(sql)")
        return String(cString: sqlite3_column_name(pointer, Int32(column)))
    }

    /// The error for a value that no program of this version stores, which means a damaged database.
    public func damage(_ message: String) -> SQLiteError {
        SQLiteError(extendedCode: SQLITE_CORRUPT, message: message, sql: sql, path: handle.path, operation: .read)
    }

    private func present(_ column: Int) -> Int32 {
        precondition(0 <= column && column < rowWidth, "no column \(column) at a row of: \(sql)")
        return Int32(truncatingIfNeeded: column)
    }

    private func invalidText(_ column: Int, count: Int) -> SQLiteError {
        let message = "column \(column) (\(columnName(column))) holds \(count) bytes of text that are not UTF-8"
        return SQLiteError(
            extendedCode: SQLITE_MISMATCH, message: message, sql: sql, path: handle.path, operation: .read)
    }
}
