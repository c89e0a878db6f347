import SQLite
import StoryEvents

/// The row of an event some of whose pieces were withheld.
struct PartialRow {
    /// What is left of the data, without the pieces that other events hold.
    let data: [UInt8]
    let shared: SharedPieces?
    /// As ``DisclosedData/records``.
    let records: [UInt8]
}

/// The row of an event that gets pieces which another has held for it, or names another holder.
struct HandedRow {
    let position: Int64
    let data: [UInt8]
    let shared: SharedPieces?
}

extension SQLiteAppendTransaction {
    /// The rows of events that an event holds pieces for which it is about to lose. The first event that refers to such a
    /// piece gets its text, and the others refer to that one.
    ///
    /// - Parameter rest: What is left of the event's data; nil where nothing is.
    func handOn(from position: Position, leaving rest: DisclosedData?) throws(EventLogError) -> [HandedRow] {
        let (story, pieces, _) = try parts(of: position)
        // What it refers to itself is no longer handed on to it.
        if rest == nil { sharers[story]?[position.value] = nil }
        guard let pieces else { return [] }
        let lost = Set(
            (0..<pieces.count).filter { piece in
                pieces.range(of: piece) != nil && rest.map { $0.hidden(piece) } ?? true
            })
        guard !lost.isEmpty else { return [] }
        var handed: [HandedRow] = []
        var heirs: [Int: (position: Int64, piece: Int)] = [:]
        for (other, shared) in try sharers(of: story).sorted(by: { $0.key < $1.key }) where other > position.value {
            guard shared.runs.contains(where: { $0.holder == position.value }) else { continue }
            var left = SharedPieces(count: shared.count)
            var isChanged = false
            shared.forEach { number, holder, piece in
                guard holder == position.value, lost.contains(piece) else {
                    return left.add(number, holder: holder, piece: piece)
                }
                isChanged = true
                let heir = heirs[piece] ?? (other, number)
                heirs[piece] = heir
                if heir.position != other { left.add(number, holder: heir.position, piece: heir.piece) }
            }
            guard isChanged else { continue }
            let row = try row(at: other, sharing: left)
            sharers[story]?[other] = row.shared
            handed.append(row)
        }
        return handed
    }

    /// An event's row as it is stored when it shares other pieces than now.
    private func row(at position: Int64, sharing left: SharedPieces) throws(EventLogError) -> HandedRow {
        let stored = try wrapped { () throws(SQLiteError) in try holders.whole(at: position) }
        let (whole, records): ([UInt8], [UInt8]?)
        do throws(HolderRows.Fault) { (whole, records) = try stored.get() } catch {
            throw damaged(Position(position), error.message)
        }
        guard let pieces = StoredPieces(whole, shared: nil, records: records, &parts), pieces.count == left.count else {
            throw damaged(Position(position), "its data cannot be taken apart")
        }
        let data = pieces.without(left)
        return HandedRow(position: position, data: data, shared: left.runs.isEmpty ? nil : left)
    }

    /// How the rest of an event's data is stored.
    func stored(_ rest: DisclosedData, of position: Position) throws(EventLogError) -> PartialRow {
        let records = rest.records
        guard let data = rest.remainder, let pieces = StoredPieces(data, shared: nil, records: records, &parts) else {
            throw damaged(position, "its data cannot be taken apart")
        }
        let (story, _, shared) = try parts(of: position)
        var left = SharedPieces(count: pieces.count)
        shared?.forEach { number, holder, piece in
            if pieces.range(of: number) != nil { left.add(number, holder: holder, piece: piece) }
        }
        sharers[story]?[position.value] = left
        guard !left.runs.isEmpty else { return PartialRow(data: data, shared: nil, records: records) }
        return PartialRow(data: pieces.without(left), shared: left, records: records)
    }

    private func parts(
        of position: Position
    ) throws(EventLogError) -> (story: [UInt8], pieces: StoredPieces?, shared: SharedPieces?) {
        guard let row = try wrapped({ () throws(SQLiteError) in try holders.row(at: position.value) }) else {
            throw damaged(position, "it is missing")
        }
        return (row.story, row.pieces, row.shared)
    }

    /// What the rows of a story share.
    private func sharers(of story: [UInt8]) throws(EventLogError) -> [Int64: SharedPieces] {
        if let rows = sharers[story] { return rows }
        var rows: [Int64: SharedPieces] = [:]
        let broken = try wrapped { () throws(SQLiteError) -> Position? in
            let select = try connection.cached(
                "SELECT position, shared FROM event WHERE story = ? AND shared IS NOT NULL")
            try select.bindText(1, bytes: story)
            defer { select.reset() }
            while try select.step() {
                guard let shared = select.withBlob(1, { SharedPieces($0) }) else { return try select.position(0) }
                rows[select.integer(0)] = shared
            }
            return nil
        }
        if let broken { throw damaged(broken, "what it says of pieces that other events hold cannot be read") }
        sharers[story] = rows
        return rows
    }

    private func damaged(_ position: Position, _ what: String) -> EventLogError {
        .damaged(path: connection.path, "the event at \(position): \(what)")
    }
}

extension DisclosedData {
    fileprivate func hidden(_ piece: Int) -> Bool { !pieces.indices.contains(piece) || pieces[piece].isHidden }
}
