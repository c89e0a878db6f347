import StoryEvents

/// Notes without a text that are about no earlier edit: the text may be mended soon after them.
struct EarlyNotes: Hashable {
    private var notes: [LateNote] = []

    /// The most notes that are held, and the most microseconds before a version.
    private static let (most, reach): (Int, Int64) = (8, 86_400_000_000)

    mutating func add(_ note: LateNote) { notes = notes.suffix(Self.most - 1) + [note] }

    mutating func remove(_ note: LateNote) { notes.removeAll { $0.envelope.position == note.envelope.position } }

    /// The notes of the day before a version.
    func notes(before version: StoryVersion) -> [LateNote] {
        let end = version.envelope.time.microseconds
        return notes.filter { (end - Self.reach...end).contains($0.envelope.time.microseconds) }
    }
}

extension CorrectedPassage {
    /// The passages of the edit after a note that the note names: what was wrong, or both values.
    static func early(of note: LateNote, in edits: [Edit]) -> [(version: Int, passage: CorrectedPassage)] {
        note.isCorrection ? all(of: note, in: edits, isNamed: true) : noted(by: note, in: edits)
    }
}
