import SQLite
import StoryEvents

/// Erasing data.
extension SQLiteAppendTransaction {
    func erase(
        _ position: Position, by takedown: Position, leaving rest: DisclosedData?, custodyOnly: Bool
    ) throws(EventLogError) {
        // No event holds the name or the hash of its file for another.
        let handed = custodyOnly ? [] : try handOn(from: position, leaving: rest)
        let kept = try rest.map { rest throws(EventLogError) in try stored(rest, of: position) }
        holders.forgetAll()
        try wrapped { () throws(SQLiteError) in
            try connection.erase(
                position, by: takedown, leaving: kept, handing: handed, custodyOnly: custodyOnly, sealedBy: seals)
        }
    }

    func withhold(receipt number: Int64, by takedown: Position) throws(EventLogError) {
        let stored = try wrapped { () throws(SQLiteError) in try connection.receipt(number: number) }
        guard let receipt = try stored?.read(path: connection.path), receipt.withheld == nil else { return }
        try wrapped { () throws(SQLiteError) in
            try connection.update(receipt.withholding(by: takedown), sealedBy: seals)
        }
    }

    func takedown(of entry: Receipt.Entry) throws(EventLogError) -> Position? {
        try wrapped { () throws(SQLiteError) -> Position? in
            if let position = entry.position { return try connection.textTakedown(of: position) }
            return try entry.id.flatMap { id throws(SQLiteError) in try connection.takedown(ofUnchanged: id) }
        }
    }

    func withheldEvents(after takedown: Position?) throws(EventLogError) -> [(event: Envelope, by: Position)] {
        let rows = try wrapped { () throws(SQLiteError) in try connection.withheldLeaves(after: takedown) }
        var events: [(event: Envelope, by: Position)] = []
        for (leaf, by) in rows {
            do throws(LeafFault) { events.append((try Envelope(leaf: leaf), by)) } catch {
                throw .damaged(path: connection.path, "an event that \(by) has taken text of: \(error.message)")
            }
        }
        return events
    }

    func noteErasure(of position: Position) throws(EventLogError) {
        try wrapped { () throws(SQLiteError) in try connection.noteErasure(of: position, sealedBy: seals) }
    }

    func settleErasure(of position: Position) throws(EventLogError) {
        try wrapped { () throws(SQLiteError) in
            let delete = try connection.cached("DELETE FROM pending_erasure WHERE position = ?")
            try delete.bind(1, position.value)
            try delete.run()
        }
    }
}
