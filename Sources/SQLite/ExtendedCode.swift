/// Extended result codes that callers act upon, to compare with ``SQLiteError/extendedCode``.
///
/// Source: https://www.sqlite.org/rescode.html#extrc
public enum ExtendedCode {
    /// The transaction was rolled back while one of its statements still ran.
    public static let abortRollback: Int32 = 516
    /// Another process is recovering the WAL.
    public static let busyRecovery: Int32 = 261
    /// A read transaction cannot become a write transaction: another connection has written since it began to read.
    /// Waiting does not help; begin again.
    public static let busySnapshot: Int32 = 517
    /// A CHECK constraint failed.
    public static let constraintCheck: Int32 = 275
    /// A value does not have the type its STRICT table declares.
    public static let constraintDataType: Int32 = 3091
    /// A foreign key constraint failed.
    public static let constraintForeignKey: Int32 = 787
    /// A NOT NULL constraint failed.
    public static let constraintNotNull: Int32 = 1299
    /// A primary key exists already.
    public static let constraintPrimaryKey: Int32 = 1555
    /// A rowid exists already.
    public static let constraintRowID: Int32 = 2579
    /// A trigger called `RAISE`.
    public static let constraintTrigger: Int32 = 1811
    /// A UNIQUE constraint failed.
    public static let constraintUnique: Int32 = 2067
}
