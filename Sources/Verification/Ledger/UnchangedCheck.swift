import EventLog

/// Holds the remembered identities of documents that changed nothing against the seals on them.
enum UnchangedCheck {
    /// - Returns: How many there are.
    static func run(
        reading reader: any AuditReader, _ seals: RowSeals?, _ report: (Finding) -> Void
    ) throws(EventLogError) -> Int {
        var count = 0
        try reader.eachUnchanged { row in
            count += 1
            guard let seals, !row.isSealed(by: seals) else { return }
            report(
                Finding(
                    .receipt(row.receipt),
                    "the identity of its unchanged document \(String(decoding: row.id, as: UTF8.self).shown) is not what "
                        + "was noted"))
        }
        return count
    }

    /// Every document that a receipt calls unchanged has its identity remembered, and no other.
    static func compare(_ remembered: Int, listed: Int, _ report: (Finding) -> Void) {
        guard remembered != listed else { return }
        report(
            Finding(
                .schema("unchanged"),
                "it remembers \(remembered) unchanged documents; the receipts list \(listed)"))
    }
}
