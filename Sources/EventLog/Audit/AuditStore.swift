import StoryEvents

/// A log that shows its bytes as they are stored, for checking: nothing is interpreted and nothing is believed.
public protocol AuditStore: TreeStore {
    /// Whether whatever is recorded leaves a note of the machine's clocks.
    var notesClocks: Bool { get }

    /// Opens one more way to read the log, for one thread at a time.
    func auditor() throws(EventLogError) -> any AuditReader
}

/// Reads the stored rows, column by column. Used by one thread at a time.
///
/// What several threads read at the same time may differ by what was appended meanwhile, and by nothing else.
public protocol AuditReader: AnyObject {
    /// Returns what there is at one moment: everything up to it belongs together.
    func extent() throws(EventLogError) -> AuditedExtent

    /// The first position there is from one on; nil when there is none.
    func position(atOrAfter position: Int64) throws(EventLogError) -> Int64?

    /// Shows the events of some positions, in log order; where one is missing, nothing is shown for it.
    func eachEvent(_ positions: Range<Int64>, _ body: (AuditedEvent) -> Void) throws(EventLogError)

    /// Shows the index of stories from end to end, which claims to be in byte order of story, then by revision.
    func eachPlace(_ body: (_ story: UnsafeRawBufferPointer, _ revision: Int64, _ position: Int64) -> Void)
        throws(EventLogError)

    /// Shows the index of identities that producers gave from end to end, which claims to be in byte order of id, then of
    /// source.
    func eachIdentity(
        _ body: (_ id: UnsafeRawBufferPointer, _ source: UnsafeRawBufferPointer, _ position: Int64) -> Void
    ) throws(EventLogError)

    /// Shows the index of derived ids from end to end, which claims to be in order of the key, then of the position.
    func eachDerived(_ body: (_ key: Int64, _ position: Int64) -> Void) throws(EventLogError)

    /// Events of some positions that an index does not lead to, in log order.
    func misplaced(_ positions: Range<Int64>) throws(EventLogError) -> [Int64]

    /// What the ledger knows of itself, by name.
    func facts() throws(EventLogError) -> [AuditedFact]

    /// Receipts from a number on, in order; fewer than `limit` where they are long, and at least one where there is any.
    func receipts(from number: Int64, limit: Int) throws(EventLogError) -> [AuditedReceipt]

    /// Entries of a receipt that are not in its own row; nil where there is no such part.
    func receiptPart(_ part: Int64, of receipt: Int64) throws(EventLogError) -> AuditedReceiptPart?

    /// How many parts of receipts there are, without those of receipts after a number.
    func receiptPartCount(upTo receipt: Int64) throws(EventLogError) -> Int64

    /// Signed checkpoints from a number on, in order.
    func checkpoints(from number: Int64, limit: Int) throws(EventLogError) -> [AuditedCheckpoint]

    /// Moves that may not have been made yet, by receipt.
    func pendingMoves() throws(EventLogError) -> [AuditedMove]

    /// Shows the files that retention removes or has removed, by receipt.
    func eachRemoval(_ body: (AuditedRemoval) -> Void) throws(EventLogError)

    /// Erasures that may not have been made in all files yet, by position.
    func pendingErasures() throws(EventLogError) -> [AuditedErasure]

    /// Which events have lost pieces of their data, in log order.
    func taken() throws(EventLogError) -> [AuditedTaking]

    /// Shows the identities of documents that changed nothing, in byte order of id, then of source.
    func eachUnchanged(_ body: (AuditedUnchanged) -> Void) throws(EventLogError)

    /// The notes of the machine's clocks.
    func clockNotes() throws(EventLogError) -> [AuditedClockNote]

    /// One stored tile.
    func tile(level: Int64, number: Int64) throws(EventLogError) -> AuditedTile?

    /// Shows the coordinates of every stored tile, by level, then by number.
    func eachTile(_ body: (_ level: Int64, _ number: Int64) -> Void) throws(EventLogError)

    /// What of the tables, indexes and triggers is not as this program makes them.
    func schemaDifferences() throws(EventLogError) -> [SchemaDifference]

    /// What the engine itself finds wrong with its files, at most so many lines; none when all is well.
    func integrityFaults(limit: Int) throws(EventLogError) -> [String]
}
