import StoryEvents

extension EventStore {
    /// Receipts of the files that some events came in, also as duplicates. Those of documents that changed nothing in their stories
    /// are not among them.
    public func receipts(naming events: [Envelope]) throws(EventLogError) -> [Receipt] {
        let positions = Set(events.map(\.position))
        guard !positions.isEmpty else { return [] }
        var found: [Receipt] = []
        for receipt in try receipts(about: events) {
            var entries = ReceiptEntries(receipt, in: self)
            while let entry = try entries.next() {
                guard let position = entry.position, positions.contains(position) else { continue }
                found.append(receipt)
                break
            }
        }
        return found
    }
}
