import SQLite
import StoryEvents

/// Intake's records.
extension SQLiteAppendTransaction {
    func store(_ entries: [Receipt.Entry], asPart part: Int64) throws(EventLogError) {
        try noteWithheld(entries)
        try wrapped { () throws(SQLiteError) in
            try statements.insert(part: part, of: edge.nextReceipt, entries, sealedBy: seals)
        }
    }

    func receiptPart(_ part: Int64, of number: Int64) throws(EventLogError) -> [Receipt.Entry] {
        try StoredReceipt.part(
            part, of: number, try wrapped { () throws(SQLiteError) in try connection.receiptPart(part, of: number) },
            path: connection.path)
    }

    func store(_ receipt: Receipt) throws(EventLogError) {
        precondition(receipt.number == edge.nextReceipt, "receipts are numbered in order")
        try checkClock()
        try noteWithheld(receipt.entries)
        // The hash of a file that holds withheld text would confirm a guess of it.
        let receipt = edge.withheld.map { receipt.withholding(by: $0) } ?? receipt
        edge.withheld = nil
        try wrapped { () throws(SQLiteError) in try statements.insert(receipt, sealedBy: seals) }
        edge.nextReceipt += 1
        edge.isReceiptDue = false
        edge.lastRecorded = max(edge.lastRecorded, receipt.recorded)
    }

    func store(_ moves: [PendingMove]) throws(EventLogError) {
        try wrapped { () throws(SQLiteError) in for move in moves { try connection.insert(move, sealedBy: seals) } }
    }

    func settle(_ moves: [PendingMove]) throws(EventLogError) {
        try wrapped { () throws(SQLiteError) in
            guard !moves.isEmpty else { return }
            let delete = try connection.cached("DELETE FROM pending_move WHERE receipt = ?")
            for move in moves {
                try delete.bind(1, move.receipt)
                try delete.run()
            }
        }
    }

    /// Notes where the file of the next receipt holds a document again whose texts were withheld.
    private func noteWithheld(_ entries: [Receipt.Entry]) throws(EventLogError) {
        for entry in entries where entry.outcome == .duplicate {
            edge.withheld = try takedown(of: entry) ?? edge.withheld
        }
    }
}
