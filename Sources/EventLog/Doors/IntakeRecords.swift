import CanonicalJSON
import StoryEvents

/// What intake stores beside events: the receipts of files, and the moves that are still to be made.
public protocol IntakeRecords: Sendable {
    /// The receipt of the file that an event came from; nil where there is no such event.
    func receipt(ofEventAt position: Position) throws(EventLogError) -> Receipt?

    /// One receipt; nil where there is none of that number.
    func receipt(number: Int64) throws(EventLogError) -> Receipt?

    /// Entries of a long receipt before those in ``Receipt/entries``; ``ReceiptEntries`` reads them in turn.
    ///
    /// - Throws: ``EventLogError/damaged(path:_:)`` where there is no such part.
    func receiptPart(_ part: Int64, of number: Int64) throws(EventLogError) -> [Receipt.Entry]

    /// The newest receipts, newest first.
    func receipts(limit: Int) throws(EventLogError) -> [Receipt]

    /// Receipts that list one of some events, as new or as a duplicate, and those that list a document which changed nothing
    /// of one of their stories; in the order they were given. Looks once through all receipts.
    func receipts(about events: [Envelope]) throws(EventLogError) -> [Receipt]

    /// Files whose receipt is durable, and which may not have been moved yet.
    func pendingMoves() throws(EventLogError) -> [PendingMove]

    /// What retention has noted of a receipt's file; nil if the file is there.
    func removal(of receipt: Int64) throws(EventLogError) -> FileRemoval?

    /// Removals that were noted and may not have been made yet, by receipt.
    func unfinishedRemovals() throws(EventLogError) -> [FileRemoval]

    /// Receipts of some numbers, in order, without their entries and refusals; not those whose file retention removes.
    func keptReceipts(_ numbers: ClosedRange<Int64>) throws(EventLogError) -> [Receipt]
}

/// Stores intake's records while no other process appends.
public protocol IntakeTransaction: AnyObject {
    /// The document that had an identity and changed nothing; nil where there is none.
    func unchanged(_ identity: EventIdentity) throws(EventLogError) -> UnchangedDocument?

    /// Remembers the identity of a document that changes nothing. The next receipt that is stored lists it.
    func rememberUnchanged(_ identity: EventIdentity, fingerprint: [UInt8]) throws(EventLogError)

    /// The number that the next stored receipt will have.
    var nextReceiptNumber: Int64 { get }

    /// Stores entries of the next receipt before it, part 0 first.
    func store(_ entries: [Receipt.Entry], asPart part: Int64) throws(EventLogError)

    /// Entries that were stored before their receipt.
    func receiptPart(_ part: Int64, of number: Int64) throws(EventLogError) -> [Receipt.Entry]

    /// Stores a receipt.
    func store(_ receipt: Receipt) throws(EventLogError)

    /// Stores where files are about to be moved, after their receipts.
    func store(_ moves: [PendingMove]) throws(EventLogError)

    /// Forgets moves that were made.
    func settle(_ moves: [PendingMove]) throws(EventLogError)

    /// Notes that retention is about to remove the files of some receipts. A file that is still to be moved is left out; while
    /// a takedown is still to erase words from files, all are.
    ///
    /// - Returns: The receipts whose files may be removed once this transaction is durable.
    /// - Throws: ``EventLogError/clock(_:)`` if the machine's clock is not believed.
    func noteRemovals(of receipts: [Int64]) throws(EventLogError) -> [Int64]

    /// Notes that the files of some receipts, whose removal was noted before, are gone.
    func finishRemovals(of receipts: [Int64]) throws(EventLogError)

    /// Forgets removals that were noted and not made.
    func cancelRemovals(of receipts: [Int64]) throws(EventLogError)
}

/// A document that had an identity and changed nothing.
public struct UnchangedDocument: Hashable, Sendable {
    /// Its source.
    public let source: Text
    /// 32 bytes, as ``NewEvent/fingerprint``.
    public let fingerprint: [UInt8]
}
