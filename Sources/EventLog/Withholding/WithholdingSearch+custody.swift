import StoryEvents

/// The names and hashes of the files that withheld texts came in.
extension WithholdingSearch {
    /// Only the file of the event is called after the words: nothing else of the event goes.
    mutating func noteName(of event: RecordedEvent, _ pieces: [Int]) throws(WithholdingError) {
        let same = found
        try note(event, .some(pieces), pieces: pieces)
        found = same
        plan.named.append(event.envelope.position)
    }

    /// Takes along the name and the hash of each file that one of the texts came in, from all events that name it: the
    /// hash would confirm a guess of the text.
    mutating func addCustody() throws(WithholdingError) {
        let named = Set(plan.named)
        let events = Dictionary(
            plan.places.map { ($0.event.position, $0.event) }, uniquingKeysWith: { first, _ in first }
        ).values
        let receipts = try log { () throws(EventLogError) in
            try store.receipts(about: events.filter { !named.contains($0.position) })
                + store.receipts(naming: events.filter { named.contains($0.position) })
        }
        for receipt in receipts {
            var entries = ReceiptEntries(receipt, in: store)
            while let entry = try log({ () throws(EventLogError) in try entries.next() }) {
                if entry.outcome == .appended, let position = entry.position { try addCustody(of: position) }
            }
        }
        for position in plan.named { try addCustody(of: position) }
    }

    private mutating func addCustody(of position: Position) throws(WithholdingError) {
        guard plan.pieces[position] != .all,
            let event = try log({ () throws(EventLogError) in try store.event(at: position) }),
            let data = event.disclosed, let paths = data.paths
        else { return }
        let custody = paths.indices.filter { paths[$0].isCustody && !data.pieces[$0].isHidden }
        guard !custody.isEmpty else { return }
        if case .some(let pieces)? = plan.pieces[position] {
            plan.pieces[position] = .some(Set(pieces + custody).sorted())
        } else {
            plan.pieces[position] = .some(custody)
            plan.custody.append(position)
        }
    }
}
