/// All entries of a receipt in order, read part by part.
public struct ReceiptEntries {
    private let receipt: Receipt
    private let part: (Int64) throws(EventLogError) -> [Receipt.Entry]
    private var page: ArraySlice<Receipt.Entry> = []
    private var nextPart: Int64 = 0

    /// Reads the parts from the log.
    public init(_ receipt: Receipt, in store: any EventStore) {
        self.init(receipt) { (part) throws(EventLogError) in try store.receiptPart(part, of: receipt.number) }
    }

    /// Reads the parts in the transaction that stored them.
    init(_ receipt: Receipt, in transaction: any AppendTransaction) {
        self.init(receipt) { (part) throws(EventLogError) in try transaction.receiptPart(part, of: receipt.number) }
    }

    private init(_ receipt: Receipt, part: @escaping (Int64) throws(EventLogError) -> [Receipt.Entry]) {
        self.receipt = receipt
        self.part = part
    }

    /// - Returns: nil after the last entry.
    /// - Throws: ``EventLogError/damaged(path:_:)`` where a part is missing or cannot be read.
    public mutating func next() throws(EventLogError) -> Receipt.Entry? {
        while page.isEmpty, nextPart <= receipt.parts {
            page = nextPart < receipt.parts ? try part(nextPart)[...] : receipt.entries[...]
            nextPart += 1
        }
        return page.popFirst()
    }
}
