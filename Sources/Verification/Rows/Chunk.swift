import MerkleLog
import StoryEvents

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
    /// Events whose salt is gone.
    var erased: [Erased] = []
    /// Events that say that data of others was withheld.
    var takedowns: [Takedown] = []
    /// Positions of such events of which nobody can tell what they said.
    var brokenTakedowns: [Int64] = []
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

    /// A run of rows of which none is there, nor what would stand in for them; however long it is.
    init(missing range: Range<Int64>) {
        self.range = range
        hole = range.lowerBound
        findings = [Finding(.events(range.lowerBound...range.upperBound - 1), "they are missing")]
    }

    /// An event whose salt is gone.
    struct Erased: Sendable {
        let position: Int64
        let fingerprint: [UInt8]
        /// The pieces that are gone, in order; nil for all of the data.
        let pieces: [Int]?
    }

    /// An event that says that data of others was withheld.
    struct Takedown: Sendable {
        let by: Int64
        let what: StoryEvents.Takedown
        let fingerprint, data: [UInt8]
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
    /// The file that they came in, as their leaves commit to it.
    var custody: Custody
}
