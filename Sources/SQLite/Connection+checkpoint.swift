internal import CSQLite

/// What a WAL checkpoint waits for.
///
/// Source: https://www.sqlite.org/c3ref/wal_checkpoint_v2.html
public enum WALCheckpointMode: Hashable, Sendable {
    /// Copies what it can without waiting.
    case passive
    /// Waits for writers and for readers of old snapshots, then copies everything.
    case full
    /// As full, then waits for all readers of the WAL, so that the next writer restarts it.
    case restart
    /// As restart, then truncates the WAL file to zero bytes.
    case truncate
}

extension Connection {
    /// Copies the WAL of the main database into the database file.
    ///
    /// - Returns: Frames in the WAL, and how many of them are in the database file; -1 for both outside WAL mode, 0 for
    ///   both after a truncation.
    /// - Throws: ``ResultCode/busy`` if another connection checkpoints or, except in passive mode, if readers or
    ///   writers hold locks for longer than the busy timeout; ``ResultCode/locked`` inside a transaction.
    @discardableResult
    public func walCheckpoint(
        _ mode: WALCheckpointMode
    ) throws(SQLiteError) -> (logFrames: Int, checkpointedFrames: Int) {
        let pointer = try handle.opened(to: .checkpoint)
        return try withCommitLock(mapping: { $0 }) { () throws(SQLiteError) in
            var log: Int32 = -1
            var checkpointed: Int32 = -1
            let status = sqlite3_wal_checkpoint_v2(pointer, "main", mode.code, &log, &checkpointed)
            guard status == SQLITE_OK else { throw handle.error(status, .checkpoint) }
            if mode == .truncate { handle.walFrames = 0 }
            return (Int(log), Int(checkpointed))
        }
    }

    /// Whether the database file was renamed, replaced or deleted since it was opened.
    public func hasMoved() throws(SQLiteError) -> Bool {
        let pointer = try handle.opened(to: .open)
        var moved: Int32 = 0
        let status = sqlite3_file_control(pointer, "main", SQLITE_FCNTL_HAS_MOVED, &moved)
        guard status == SQLITE_OK else { throw handle.error(status, .open) }
        return moved != 0
    }
}

extension WALCheckpointMode {
    fileprivate var code: Int32 {
        switch self {
        case .passive: SQLITE_CHECKPOINT_PASSIVE
        case .full: SQLITE_CHECKPOINT_FULL
        case .restart: SQLITE_CHECKPOINT_RESTART
        case .truncate: SQLITE_CHECKPOINT_TRUNCATE
        }
    }
}
