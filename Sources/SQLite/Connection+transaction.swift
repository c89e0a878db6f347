internal import CSQLite

/// When a transaction takes its locks.
public enum TransactionKind: String, Hashable, Sendable {
    /// With the first statement that needs them. A transaction that first reads and then writes may find that another
    /// connection wrote in between. Waiting does not help then: ``ExtendedCode/busySnapshot``.
    case deferred = "BEGIN DEFERRED"
    /// The write lock at once, waiting up to the busy timeout.
    case immediate = "BEGIN IMMEDIATE"
    /// As immediate; outside WAL mode it also excludes readers.
    case exclusive = "BEGIN EXCLUSIVE"
}

extension Connection {
    /// Runs `body` in a transaction. It commits when `body` returns, and rolls back when `body` throws.
    ///
    /// Transactions do not nest. A commit that fails is rolled back.
    ///
    /// - Throws: What `body` throws, unchanged, or a ``SQLiteError``: ``ResultCode/busy`` if the lock is taken,
    ///   ``ResultCode/error`` inside another transaction, and ``ResultCode/abort`` if `body` returned after SQLite had
    ///   ended the transaction.
    @discardableResult
    public func transaction<R>(_ kind: TransactionKind = .deferred, _ body: () throws -> R) throws -> R {
        try transaction(kind, mapping: { $0 }, body)
    }

    /// Runs `body` in a transaction, as ``transaction(_:_:)`` does, for callers with an error type of their own.
    ///
    /// - Parameters:
    ///   - kind: When to take the locks.
    ///   - wrap: Converts a failure to begin or commit to the caller's error type.
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

    /// Whether a transaction is open. SQLite ends one by itself after some errors.
    public var isInTransaction: Bool { handle.pointer.map { sqlite3_get_autocommit($0) == 0 } ?? false }

    private func begin(_ kind: TransactionKind) throws(SQLiteError) {
        // Compiled before there is anything to roll back, so that rolling back needs no memory.
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

    /// Rolls back unless SQLite has done so. An error here is dropped in favour of the first one.
    private func rollBack() {
        guard isInTransaction else { return }
        try? cached("ROLLBACK").run()
        guard isInTransaction else { return }
        // Still interrupted: an interrupt lasts until no statement runs.
        var statement = sqlite3_next_stmt(handle.pointer, nil)
        while let running = statement {
            sqlite3_reset(running)
            statement = sqlite3_next_stmt(handle.pointer, running)
        }
        try? cached("ROLLBACK").run()
    }
}
