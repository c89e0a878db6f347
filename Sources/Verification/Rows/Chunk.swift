import MerkleLog

/// What came of checking a run of rows by themselves; the rest is done in log order.
struct Chunk: Sendable {
    /// The positions that were to be there.
    let range: Range<Int64>
    /// The leaf hash of each event, for the tree.
    var hashes: [Hash] = []
    /// The first position whose leaf hash nobody knows any more; the tree cannot be rebuilt from there on.
    var hole: Int64?
    /// What was found.
    var findings: [Finding] = []
    /// Positions whose salt and data are gone.
    var erased: [Int64] = []
    /// Events that say that another's data was withheld, by their own position and the other's.
    var takedowns: [(by: Int64, of: Int64)] = []
    /// What the receipts must list.
    var receipts: [ReceiptRun] = []
    /// Recorded times of the first and the last event, in microseconds.
    var recorded: (first: Int64, last: Int64)?
    /// Events that were there.
    var count = 0

    init(range: Range<Int64>) {
        self.range = range
        hashes.reserveCapacity(range.count)
    }
}

/// Events one after the other that name the same receipt.
struct ReceiptRun: Sendable {
    /// The receipt's number.
    let number: Int64
    /// The events.
    var range: ClosedRange<Int64>
    /// When the last of them was recorded, in microseconds.
    var recorded: Int64
    /// The entries of a receipt that lists exactly these, with commas between them.
    var entries: [UInt8]
}
