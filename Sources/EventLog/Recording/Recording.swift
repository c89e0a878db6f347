/// What a ``Recorder`` does inside one transaction.
public struct Recording {
    private let recorder: Recorder
    private let transaction: any AppendTransaction

    init(_ recorder: Recorder, _ transaction: any AppendTransaction) {
        self.recorder = recorder
        self.transaction = transaction
    }

    /// Decides files, in order, and stores their receipts.
    ///
    /// - Parameters:
    ///   - files: The files; empty on return. What was read of them is released before the commit, unless the caller
    ///     holds it: there may be much of it, and while the commit is made durable others begin to read what is committed.
    ///   - show: Gets each receipt and its entries.
    ///   - time: How long the commit may take; nil if no file may be put off.
    /// - Returns: The result for each, in the same order; durable once the transaction is.
    public func record(
        _ files: inout [Submission], show: (Receipt, ReceiptEntries) -> Void = { _, _ in }, time: CommitTime? = nil
    ) throws(EventLogError) -> [Recorder.Result] {
        try recorder.record(&files, in: transaction, show: show, time: time)
    }

    /// Stores where files with a receipt are about to be moved.
    public func store(_ moves: [PendingMove]) throws(EventLogError) { try transaction.store(moves) }

    /// Forgets moves that were made.
    public func settle(_ moves: [PendingMove]) throws(EventLogError) { try transaction.settle(moves) }
}
