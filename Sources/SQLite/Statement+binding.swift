internal import CSQLite

/// Parameters are numbered from 1. Every call throws ``ResultCode/range`` for a parameter that the statement does not
/// have, ``ResultCode/tooBig`` for a value over SQLite's limit (1,000,000,000 bytes unless compiled otherwise), and
/// ``ResultCode/misuse`` for a statement that is running: reset it first.
extension Statement {
    /// Binds an INTEGER.
    public func bind(_ index: Int, _ value: Int64) throws(SQLiteError) {
        try check(sqlite3_bind_int64(pointer, parameter(index), value))
    }

    /// Binds an INTEGER.
    public func bind(_ index: Int, _ value: Int) throws(SQLiteError) {
        try check(sqlite3_bind_int64(pointer, parameter(index), Int64(value)))
    }

    /// Binds a REAL. SQLite stores a NaN as NULL.
    public func bind(_ index: Int, _ value: Double) throws(SQLiteError) {
        try check(sqlite3_bind_double(pointer, parameter(index), value))
    }

    /// Binds a copy of a string as TEXT, byte for byte: not normalised, and with any U+0000.
    public func bind(_ index: Int, _ value: String) throws(SQLiteError) {
        var text = value
        try check(text.withUTF8 { bindText(index, UnsafeRawBufferPointer($0), csqlite_transient()) })
    }

    /// Binds a copy of some bytes as BLOB. An empty array is an empty BLOB, not NULL.
    public func bind(_ index: Int, _ value: [UInt8]) throws(SQLiteError) {
        try check(value.withUnsafeBytes { bindBlob(index, $0, csqlite_transient()) })
    }

    /// Binds a value; NULL for nil.
    @inlinable
    public func bind<Value: Bindable>(_ index: Int, _ value: Value?) throws(SQLiteError) {
        guard let value else { return try bindNull(index) }
        try value.bind(to: self, at: index)
    }

    /// Binds NULL: the one value of `Never?` is `nil`.
    public func bind(_ index: Int, _ value: Never?) throws(SQLiteError) {
        try bindNull(index)
    }

    /// Binds NULL.
    public func bindNull(_ index: Int) throws(SQLiteError) {
        try check(sqlite3_bind_null(pointer, parameter(index)))
    }

    /// Binds a copy of some bytes as BLOB. An empty buffer is an empty BLOB, not NULL.
    public func bindBlob(_ index: Int, _ bytes: UnsafeRawBufferPointer) throws(SQLiteError) {
        try check(bindBlob(index, bytes, csqlite_transient()))
    }

    /// Binds bytes as BLOB without a copy.
    ///
    /// They must stay in place, unchanged, until the statement has run and was reset. The parameter must be bound again
    /// or cleared before the statement runs again.
    public func bindBlob(_ index: Int, borrowing bytes: UnsafeRawBufferPointer) throws(SQLiteError) {
        try check(bindBlob(index, bytes, csqlite_static()))
    }

    /// Binds a copy of UTF-8 bytes as TEXT. They are not checked here; ``text(_:)`` refuses invalid ones.
    public func bindText(_ index: Int, bytes: UnsafeRawBufferPointer) throws(SQLiteError) {
        try check(bindText(index, bytes, csqlite_transient()))
    }

    /// Binds a copy of UTF-8 bytes as TEXT. They are not checked here; ``text(_:)`` refuses invalid ones.
    public func bindText(_ index: Int, bytes: [UInt8]) throws(SQLiteError) {
        try check(bytes.withUnsafeBytes { bindText(index, $0, csqlite_transient()) })
    }

    /// Binds UTF-8 bytes as TEXT without a copy.
    ///
    /// They must stay in place as ``bindBlob(_:borrowing:)`` says. They are not checked here.
    public func bindText(_ index: Int, borrowing bytes: UnsafeRawBufferPointer) throws(SQLiteError) {
        try check(bindText(index, bytes, csqlite_static()))
    }

    /// Makes every parameter NULL.
    public func clearBindings() {
        guard let pointer else { return }
        sqlite3_clear_bindings(pointer)
    }

    /// How many parameters there are: the number of the highest.
    public var parameterCount: Int { pointer == nil ? 0 : Int(sqlite3_bind_parameter_count(pointer)) }

    /// The number of a named parameter; nil if the statement has none of that name.
    ///
    /// - Parameter name: The name with its prefix, such as `:story`.
    public func parameterIndex(_ name: String) -> Int? {
        guard let pointer, case let index = sqlite3_bind_parameter_index(pointer, name), index > 0 else { return nil }
        return Int(index)
    }

    private func bindBlob(_ index: Int, _ bytes: UnsafeRawBufferPointer, _ end: sqlite3_destructor_type?) -> Int32 {
        // SQLite treats a null pointer as NULL, and an empty buffer may have one.
        guard let start = bytes.baseAddress, !bytes.isEmpty else {
            return sqlite3_bind_zeroblob(pointer, parameter(index), 0)
        }
        return sqlite3_bind_blob64(pointer, parameter(index), start, UInt64(bytes.count), end)
    }

    private func bindText(_ index: Int, _ bytes: UnsafeRawBufferPointer, _ end: sqlite3_destructor_type?) -> Int32 {
        guard let start = bytes.baseAddress, !bytes.isEmpty else {
            return sqlite3_bind_text(pointer, parameter(index), "", 0, csqlite_transient())
        }
        let characters = start.assumingMemoryBound(to: CChar.self)
        return sqlite3_bind_text64(
            pointer, parameter(index), characters, UInt64(bytes.count), end, UInt8(SQLITE_UTF8))
    }

    /// Converts a parameter number. 0, which SQLite refuses, stands for every number that does not fit.
    private func parameter(_ index: Int) -> Int32 {
        Int32(exactly: index) ?? 0
    }

    private func check(_ status: Int32) throws(SQLiteError) {
        guard status == SQLITE_OK else { throw failure(status, .bind) }
    }
}
