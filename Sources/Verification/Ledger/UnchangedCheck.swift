import EventLog

/// Holds the remembered identities of documents that changed nothing against the seals on them.
struct UnchangedCheck {
    private let highest: Int64
    /// How many there are of the receipts that are looked at.
    private var count = 0
    /// The highest receipt that any names.
    private var newest: Int64 = 0

    /// - Parameter highest: The highest number of a receipt that is looked at; later ones were given meanwhile.
    init(
        reading reader: any AuditReader, upTo highest: Int64, _ seals: RowSeals?, _ report: (Finding) -> Void
    ) throws(EventLogError) {
        self.highest = highest
        var (count, newest) = (0, Int64(0))
        try reader.eachUnchanged { row in
            newest = max(newest, row.receipt)
            if row.receipt <= highest { count += 1 }
            guard let seals, !row.isSealed(by: seals) else { return }
            report(
                Finding(
                    .receipt(row.receipt),
                    "the identity of its unchanged document \(String(decoding: row.id, as: UTF8.self).shown) is not what "
                        + "was noted"))
        }
        (self.count, self.newest) = (count, newest)
    }

    /// Every document that a receipt calls unchanged has its identity remembered, and no other.
    ///
    /// - Parameters:
    ///   - listed: How many the receipts list.
    ///   - last: The highest number of a receipt, read after the identities.
    func compare(listed: Int, last: Int64, _ report: (Finding) -> Void) {
        if newest > last {
            report(Finding(.schema("unchanged"), "it names receipt \(newest); the newest there is is \(last)"))
        }
        guard count != listed else { return }
        report(
            Finding(
                .schema("unchanged"), "it remembers \(count) unchanged documents; the receipts list \(listed)"))
    }
}
