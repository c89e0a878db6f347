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
        if hints.meets(event.story) { try note(event.story) }
        guard let pieces = StoredPieces(event.data, shared: nil, records: nil, &parts) else { return nil }
        let file = parts.file?.pieces ?? 0..<0
        var shared = SharedPieces(count: pieces.count)
        var saved = 0
        for number in 0..<pieces.count where !file.contains(number) {
            guard let range = pieces.range(of: number), range.count >= PieceHints.fewestBytes else { continue }
            let key = event.data.withUnsafeBytes {
                PieceHints.key(event.story, UnsafeRawBufferPointer(rebasing: $0[range]))
            }
            if let place = hints[key], place.position < position, try holds(place, event, range) {
                shared.add(number, holder: place.position, piece: place.piece)
                saved += range.count
            } else {
                hints[key] = PieceHints.Place(position: position, piece: number)
            }
        }
        guard !shared.runs.isEmpty else { return nil }
        let column = shared.bytes
        guard column.count < saved else { return nil }
        return SharingRow(data: pieces.without(shared), shared: column)
    }

    /// Whether a piece has the text of the new event at a range.
    private func holds(
        _ place: PieceHints.Place, _ event: NewEvent, _ range: Range<Int>
    ) throws(SQLiteError) -> Bool {
        guard let row = try holders.row(at: place.position), row.story.elementsEqual(event.story.text.utf8),
            let pieces = row.pieces, let held = pieces.range(of: place.piece)
        else { return false }
        return pieces.data.withUnsafeBytes { stored in
            event.data.withUnsafeBytes {
                UnsafeRawBufferPointer(rebasing: stored[held]).equals(UnsafeRawBufferPointer(rebasing: $0[range]))
            }
        }
    }

    /// Notes which texts the newest rows of a story hold.
    private func note(_ story: StoryID) throws(SQLiteError) {
        let select = try connection.cached(
            "SELECT position, shared, data, pieces FROM event WHERE story = ? ORDER BY revision DESC LIMIT ?")
        try select.bind(1, story.text.string)
        try select.bind(2, Self.mostRows)
        defer { select.reset() }
        while try select.step() {
            let shared = select.withBlob(1) { SharedPieces($0) }
            guard !select.isNull(2), select.isNull(1) || shared != nil,
                let pieces = StoredPieces(select.blob(2), shared: shared, records: select.optionalBlob(3), &parts)
            else { continue }
            let position = select.integer(0)
            for number in 0..<pieces.count {
                guard let range = pieces.range(of: number), range.count >= PieceHints.fewestBytes else { continue }
                let key = pieces.data.withUnsafeBytes {
                    PieceHints.key(story, UnsafeRawBufferPointer(rebasing: $0[range]))
                }
                hints[key] = PieceHints.Place(position: position, piece: number)
            }
        }
    }

    /// Rows of a story that are looked through for texts, the newest first: what a longer story held before is held again.
    private static let mostRows = 1_000
}
