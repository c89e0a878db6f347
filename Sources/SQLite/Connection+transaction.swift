internal import CSQLite

/// When a transaction takes its locks.
public enum TransactionKind: String, Hashable, Sendable {
    /// With the first statement that needs them. One that first reads and then writes may find that another
    /// connection wrote in between, which waiting cannot mend: ``ExtendedCode/busySnapshot``.
    case deferred = "BEGIN DEFERRED"
    /// The write lock at once, waiting for it as long as the busy timeout says.
    case immediate = "BEGIN IMMEDIATE"
    /// As immediate; outside WAL mode it keeps readers out as well.
    case exclusive = "BEGIN EXCLUSIVE"
}

extension Connection {
    /// Runs `body` in a transaction, which commits when it returns and rolls back when it throws.
    ///
    /// Transactions do not nest. A commit that fails is rolled back.
    ///
    /// - Throws: What `body` throws, unchanged, or a ``SQLiteError``: ``ResultCode/busy`` when the lock cannot be had,
    ///   ``ResultCode/error`` inside another transaction, and ``ResultCode/abort`` when `body` returned although
    ///   the transaction had ended under it.
    @discardableResult
    public func transaction<R>(_ kind: TransactionKind = .deferred, _ body: () throws -> R) throws -> R {
        try transaction(kind, mapping: { $0 }, body)
    }

    /// Runs `body` in a transaction, as ``transaction(_:_:)`` does, for callers with an error type of their own.
    ///
    /// - Parameters:
    ///   - kind: When to take the locks.
    ///   - wrap: Makes a failure to begin or commit one of the caller's errors, such as an enum's case.
    ///   - body: What to do in the transaction.
    /// - Throws: What `body` throws, unchanged, or what `wrap` returns.
    @discardableResult
    public func transaction<R, E: Error>(
        _ kind: TransactionKind = .deferred, mapping wrap: (SQLiteError) -> E, _ body: () throws(E) -> R
    ) throws(E) -> R {
        guard kind == .deferred else {
            return try withCommitLock(mapping: wrap) { () throws(E) in
                try unlockedTransaction(kind, mapping: wrap, body)
            }
        }
        return try unlockedTransaction(kind, mapping: wrap, body)
    }

    private func unlockedTransaction<R, E: Error>(
        _ kind: TransactionKind, mapping wrap: (SQLiteError) -> E, _ body: () throws(E) -> R
    ) throws(E) -> R {
        do throws(SQLiteError) { try begin(kind) } catch { throw wrap(error) }
        let result: R
        do throws(E) {
            result = try body()
        } catch {
            rollBack()
            throw error
        }
        do throws(SQLiteError) { try commit() } catch { throw wrap(error) }
        return result
    }

    /// Whether a transaction is open. SQLite itself ends one after some errors.
    public var isInTransaction: Bool { handle.pointer.map { sqlite3_get_autocommit($0) == 0 } ?? false }

    private func begin(_ kind: TransactionKind) throws(SQLiteError) {
        // Compiled before there is anything to undo, so that undoing it needs no memory.
        _ = try cached("ROLLBACK")
        try cached(kind.rawValue).run()
    }

    private func commit() throws(SQLiteError) {
        guard isInTransaction else {
            let message = "the transaction had ended before it was to be committed"
            throw SQLiteError(
                extendedCode: SQLITE_ABORT, message: message, sql: "COMMIT", path: path, operation: .commit)
        }
        do throws(SQLiteError) {
            try cached("COMMIT").run()
        } catch {
            rollBack()
            throw error
        }
    }

    /// Rolls back unless SQLite has done so. The error that led here matters more than one met on the way.
    private func rollBack() {
        guard isInTransaction else { return }
        try? cached("ROLLBACK").run()
        guard isInTransaction else { return }
        // Still interrupted: an interrupt lasts until nothing runs any more.
        var statement = sqlite3_next_stmt(handle.pointer, nil)
        while let running = statement {
            sqlite3_reset(running)
            statement = sqlite3_next_stmt(handle.pointer, running)
        }
        try? cached("ROLLBACK").run()
    }
}
