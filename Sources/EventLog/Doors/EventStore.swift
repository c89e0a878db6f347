/// A log, by all its doors but those of the tree and of audits. SQLite is behind them by default; nothing of it shows.
///
/// Most code needs one: ``LogReader``, ``LogAppender`` or ``CommitSource``. Intake's records and takedowns are apart.
public protocol EventStore: LogReader, LogAppender, CommitSource, IntakeRecords, TakedownRecords {}

/// The operations while no other process appends.
public protocol AppendTransaction: EventTransaction, IntakeTransaction, TakedownTransaction {
    /// Keeps a checkpoint that is about to be published.
    func keep(_ checkpoint: StoredCheckpoint) throws(EventLogError)
}
