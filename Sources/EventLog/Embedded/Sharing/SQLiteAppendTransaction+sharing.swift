import SQLite
import StoryEvents

/// The columns of a row some of whose pieces earlier events hold.
struct SharingRow {
    let data: [UInt8]
    let shared: [UInt8]
}

extension SQLiteAppendTransaction {
    /// How an event's row is stored that is about to be appended; nil where it holds all its pieces.
    ///
    /// A piece of ``PieceHints/fewestBytes`` or more whose text an earlier event of the story holds is not stored again. The
    /// file that an event came in is not shared: a takedown takes it from all events of the file.
    func sharing(_ event: NewEvent, at position: Int64) throws(SQLiteError) -> SharingRow? {
        guard EventType.ofProducers.contains(event.type) else { return nil }
        let story = event.story.text.bytes
        let keys = PieceHints.Keys(story)
        if hints.meets(event.story) { try note(story, keys) }
        guard let pieces = StoredPieces(event.data, shared: nil, records: nil, &parts) else { return nil }
        let file = parts.file?.bytes ?? 0..<0
        var shared = SharedPieces(count: pieces.count)
        var saved = 0
        var holder: (position: Int64, row: HolderRows.Row?) = (-1, nil)
        try event.data.withUnsafeBufferPointer { (data) throws(SQLiteError) in
            for number in 0..<pieces.count {
                guard let range = pieces.range(of: number), range.count >= PieceHints.fewestBytes,
                    !file.overlaps(range)
                else { continue }
                let text = UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: data[range]))
                let key = keys.key(text)
                if let place = hints[key], place.position < position {
                    if holder.position != place.position {
                        holder = (place.position, try holders.row(at: place.position))
                        if holder.row?.story != story { holder.row = nil }
                    }
                    if holder.row?.pieces?.holds(text, as: place.piece) == true {
                        shared.add(number, holder: place.position, piece: place.piece)
                        saved += range.count
                        continue
                    }
                }
                hints[key] = PieceHints.Place(position: position, piece: number)
            }
        }
        guard !shared.runs.isEmpty else { return nil }
        let column = shared.bytes
        guard column.count < saved else { return nil }
        return SharingRow(data: pieces.without(shared), shared: column)
    }

    /// Notes which texts the newest rows of a story hold.
    private func note(_ story: [UInt8], _ keys: PieceHints.Keys) throws(SQLiteError) {
        let select = try connection.cached(
            "SELECT position, shared, data, pieces FROM event WHERE story = ? ORDER BY revision DESC LIMIT ?")
        try select.bindText(1, bytes: story)
        try select.bind(2, Self.mostRows)
        defer { select.reset() }
        while !hints.isFull, try select.step() {
            let shared = select.withBlob(1) { SharedPieces($0) }
            guard !select.isNull(2), select.isNull(1) || shared != nil,
                let pieces = StoredPieces(select.blob(2), shared: shared, records: select.optionalBlob(3), &parts)
            else { continue }
            let (position, file) = (select.integer(0), parts.file?.bytes ?? 0..<0)
            for number in 0..<pieces.count {
                guard let range = pieces.range(of: number), range.count >= PieceHints.fewestBytes,
                    !file.overlaps(range)
                else { continue }
                let key = pieces.data.withUnsafeBytes { keys.key(UnsafeRawBufferPointer(rebasing: $0[range])) }
                hints[key] = PieceHints.Place(position: position, piece: number)
            }
        }
    }

    /// Rows of a story that are looked through for texts, the newest first: what a longer story held before is held again.
    private static let mostRows = 1_000
}
