import SQLite

/// Notes of the files that retention removes.
extension SQLiteAppendTransaction {
    func noteRemovals(of receipts: [Int64]) throws(EventLogError) -> [Int64] {
        try checkClock()
        let noted = now
        return try wrapped { () throws(SQLiteError) in
            guard try !connection.hasPendingErasures() else { return [] }
            var due: [Int64] = []
            for receipt in receipts where try connection.mayRemoveFile(of: receipt) {
                try connection.insert(FileRemoval(receipt: receipt, noted: noted, isDone: false), sealedBy: seals)
                due.append(receipt)
            }
            return due
        }
    }

    func finishRemovals(of receipts: [Int64]) throws(EventLogError) {
        try wrapped { () throws(SQLiteError) in
            for receipt in receipts {
                guard let removal = try connection.removal(of: receipt), !removal.isDone else { continue }
                try connection.finish(removal, sealedBy: seals)
            }
        }
    }

    func cancelRemovals(of receipts: [Int64]) throws(EventLogError) {
        try wrapped { () throws(SQLiteError) in
            for receipt in receipts { try connection.cancelRemoval(of: receipt) }
        }
    }
}
