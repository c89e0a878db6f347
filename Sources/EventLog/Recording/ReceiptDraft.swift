import StoryEvents

/// The entries of a file's receipt while its documents are taken. Those of a long file are stored in parts as they
/// gather, so that memory does not grow with the number of documents.
struct ReceiptDraft {
    private let transaction: any AppendTransaction
    private let mostBytes: Int
    private var entries: [Receipt.Entry] = []
    private var bytes = 0
    private var earlier: Int64 = 0
    private var parts: Int64 = 0
    private var hasAppended = false
    private var hasUnchanged = false

    /// - Parameter mostBytes: Bytes of entries, about, after which a part is stored.
    init(_ transaction: any AppendTransaction, mostBytes: Int) {
        self.transaction = transaction
        self.mostBytes = mostBytes
    }

    mutating func add(_ entry: Receipt.Entry) throws(EventLogError) {
        if bytes >= mostBytes {
            try transaction.store(entries, asPart: parts)
            parts += 1
            earlier += Int64(entries.count)
            entries.removeAll(keepingCapacity: true)
            bytes = 0
        }
        entries.append(entry)
        bytes += 96 + entry.story.text.utf8.count + (entry.id?.utf8.count ?? 0)
        hasAppended = hasAppended || entry.outcome == .appended
        hasUnchanged = hasUnchanged || entry.outcome == .unchanged
    }

    /// The receipt of a file of which every document was taken.
    func receipt(of submission: Submission) -> Receipt {
        Receipt(
            number: transaction.nextReceiptNumber, file: submission.file, sha256: submission.sha256,
            outcome: hasAppended ? .appended : hasUnchanged ? .unchanged : .duplicate, recorded: transaction.now,
            earlier: earlier, parts: parts, entries: entries, refusals: [])
    }
}
