import CanonicalJSON

/// Finds notes that repeat an earlier note word for word.
struct NoteFold: Hashable {
    /// The newest event with each note.
    private var newest: [Text: CorrectionName] = [:]

    /// Adds a story's next version.
    ///
    /// - Returns: The newest earlier event with the same note; nil where there is none.
    mutating func add(_ version: StoryVersion) -> CorrectionName? {
        guard let note = version.note?.text, !version.labels.places(in: note.bytes).contains(where: { !$0.isEmpty })
        else { return nil }
        defer { newest[note] = CorrectionName(version: version.number, position: version.envelope.position) }
        return newest[note]
    }

    /// Adds a story's next note without a text.
    mutating func add(_ late: LateNote) {
        guard let note = late.note?.text, !late.isHidden else { return }
        newest[note] = CorrectionName(version: nil, position: late.envelope.position)
    }
}
