/// A value that a parameter of a statement can take.
public protocol Bindable {
    /// Binds the value to parameter `index`, 1-based.
    func bind(to statement: Statement, at index: Int) throws(SQLiteError)
}

extension Int: Bindable {
    /// Binds an INTEGER.
    @inlinable
    public func bind(to statement: Statement, at index: Int) throws(SQLiteError) {
        try statement.bind(index, self)
    }
}

extension Int64: Bindable {
    /// Binds an INTEGER.
    @inlinable
    public func bind(to statement: Statement, at index: Int) throws(SQLiteError) {
        try statement.bind(index, self)
    }
}

extension Double: Bindable {
    /// Binds a REAL.
    @inlinable
    public func bind(to statement: Statement, at index: Int) throws(SQLiteError) {
        try statement.bind(index, self)
    }
}

extension String: Bindable {
    /// Binds a TEXT.
    @inlinable
    public func bind(to statement: Statement, at index: Int) throws(SQLiteError) {
        try statement.bind(index, self)
    }
}

extension [UInt8]: Bindable {
    /// Binds a BLOB.
    @inlinable
    public func bind(to statement: Statement, at index: Int) throws(SQLiteError) {
        try statement.bind(index, self)
    }
}
