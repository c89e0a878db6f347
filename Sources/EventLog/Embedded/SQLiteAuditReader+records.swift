import SQLite

/// Records beside events.
extension SQLiteAuditReader {
    /// Bytes of receipts after which a page ends.
    private static let mostReceiptBytes = 1 << 20

    func receipts(from number: Int64, limit: Int) throws(EventLogError) -> [AuditedReceipt] {
        var size = 0
        return try page(
            "SELECT number, file, sha256, outcome, recorded, earlier, parts, entries, refusals, withheld, seal FROM receipt",
            from: number, limit
        ) { row in
            size += row.withBlob(7) { $0.count } + row.withBlob(8) { $0.count }
            return AuditedReceipt(
                number: row.integer(0), file: row.blob(1), sha256: row.blob(2), outcome: row.blob(3),
                recorded: row.integer(4), earlier: row.integer(5), parts: row.integer(6), entries: row.blob(7),
                refusals: row.blob(8), withheld: row.optionalInteger(9), seal: row.blob(10))
        } until: {
            size >= Self.mostReceiptBytes
        }
    }

    func receiptPart(_ part: Int64, of receipt: Int64) throws(EventLogError) -> AuditedReceiptPart? {
        try wrapped { () throws(SQLiteError) in
            let select = try connection.cached("SELECT entries, seal FROM receipt_part WHERE receipt = ? AND part = ?")
            try select.bind(1, receipt)
            try select.bind(2, part)
            defer { select.reset() }
            guard try select.step() else { return nil }
            return AuditedReceiptPart(receipt: receipt, part: part, entries: select.blob(0), seal: select.blob(1))
        }
    }

    func receiptPartCount(upTo receipt: Int64) throws(EventLogError) -> Int64 {
        try wrapped { () throws(SQLiteError) in
            // A part of no receipt at all counts.
            let select = try connection.cached(
                """
                SELECT count(*) FROM receipt_part
                WHERE receipt <= ? OR receipt > (SELECT coalesce(max(number), 0) FROM receipt)
                """)
            try select.bind(1, receipt)
            defer { select.reset() }
            return try select.step() ? select.integer(0) : 0
        }
    }

    func facts() throws(EventLogError) -> [AuditedFact] {
        try all("SELECT name, value FROM ledger ORDER BY name") { AuditedFact(name: $0.blob(0), value: $0.blob(1)) }
    }

    func pendingMoves() throws(EventLogError) -> [AuditedMove] {
        try all("SELECT receipt, origin, target, inode, seal FROM pending_move ORDER BY receipt") { row in
            AuditedMove(
                receipt: row.integer(0), origin: row.blob(1), target: row.blob(2), inode: row.integer(3),
                seal: row.blob(4))
        }
    }

    func eachRemoval(_ body: (AuditedRemoval) -> Void) throws(EventLogError) {
        try wrapped { () throws(SQLiteError) in
            let select = try connection.prepare("SELECT receipt, noted, done, seal FROM removal ORDER BY receipt")
            while try select.step() {
                body(
                    AuditedRemoval(
                        receipt: select.integer(0), noted: select.integer(1), done: select.integer(2),
                        seal: select.blob(3)))
            }
        }
    }

    func pendingErasures() throws(EventLogError) -> [AuditedErasure] {
        try all("SELECT position, seal FROM pending_erasure ORDER BY position") { row in
            AuditedErasure(position: row.integer(0), seal: row.blob(1))
        }
    }

    func taken() throws(EventLogError) -> [AuditedTaking] {
        try all("SELECT position, by, custody FROM taken ORDER BY position, by") { row in
            AuditedTaking(position: row.integer(0), by: row.integer(1), custody: row.integer(2))
        }
    }

    func eachUnchanged(_ body: (AuditedUnchanged) -> Void) throws(EventLogError) {
        try wrapped { () throws(SQLiteError) in
            let select = try connection.prepare(
                "SELECT id, source, fingerprint, receipt, seal FROM unchanged ORDER BY id, source")
            while try select.step() {
                body(
                    AuditedUnchanged(
                        id: select.blob(0), source: select.blob(1), fingerprint: select.blob(2),
                        receipt: select.integer(3), seal: select.blob(4)))
            }
        }
    }

    func clockNotes() throws(EventLogError) -> [AuditedClockNote] {
        try all("SELECT number, boot, uptime, wall, seal FROM clock ORDER BY number") { row in
            AuditedClockNote(
                number: row.integer(0), boot: row.blob(1), uptime: row.integer(2), wall: row.integer(3),
                seal: row.blob(4))
        }
    }

    func checkpoints(from number: Int64, limit: Int) throws(EventLogError) -> [AuditedCheckpoint] {
        try page("SELECT number, size, signed, note, seal FROM checkpoint", from: number, limit) { row in
            AuditedCheckpoint(
                number: row.integer(0), size: row.integer(1), signed: row.integer(2), note: row.blob(3),
                seal: row.blob(4))
        }
    }
}
