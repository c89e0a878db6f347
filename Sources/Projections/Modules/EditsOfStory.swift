import CanonicalJSON
import StoryEvents

/// What each edit changed in a story's text, and whether a note announced it.
public struct EditsOfStory: StoryProjection {
    /// The module's name on the command line.
    public static let name = "history"
    /// Raised when the same events give another result, for example when the comparison of texts changes.
    public static let version = 15

    private var fold = VersionFold()
    private var corrections = CorrectionFold()
    private var notes = NoteFold()
    private var later = LaterNoteFold()
    /// Where the edit of each version stands in ``edits``.
    private var places: [Int: Int] = [:]
    private var newest: StoryVersion?
    private var deniers = Deniers()
    private var edits: [JSON] = []
    private var others: [JSON] = []

    /// Starts with no event folded.
    public init() {}

    /// Folds the story's next event. Texts are compared once, when a version is made.
    public mutating func apply(_ event: RecordedEvent, _ payload: Payload) {
        let bearing = deniers.bearing(payload)
        deniers.add(payload, at: event.envelope.position)
        guard let version = fold.apply(ReadEvent(event), payload) else {
            if let note = fold.lateNote { add(note) }
            let other = OtherEvent(
                event, payload, after: newest?.number ?? 0, fold.backdating,
                publisher: fold.state?.text("publisher"), source: fold.state?.source, bearing: bearing,
                fieldChanges: fold.fieldChanges)
            return others.append(other.json)
        }
        var edit = Edit(version, after: newest)
        edit.undone = corrections.add(edit)
        edit.repeatsNoteOf = notes.add(version)
        later.add(version)
        edit.laterNotes = later.notes[version.number] ?? []
        places[version.number] = edits.count
        edits.append(edit.json())
        newest = version
    }

    private mutating func add(_ note: LateNote) {
        corrections.add(note)
        notes.add(note)
        for number in later.add(note) {
            guard let place = places[number], case .object(var edit) = edits[place] else { continue }
            later.notes[number]?.set(in: &edit)
            edits[place] = .object(edit)
        }
    }

    /// A version is compared with the one before it in the record, whether that one had happened by the cut or not.
    public mutating func passOver(_ event: RecordedEvent, _ payload: Payload) {
        guard let version = fold.apply(ReadEvent(event, hasHappened: false), payload) else { return }
        corrections.add(version, hasHappened: false)
        later.add(version, hasHappened: false)
        newest = version
    }

    /// The members of `history --json`; null before the story's first text.
    public var json: JSON {
        guard let state = fold.state else { return .null }
        return [
            "story": .string(state.story.text), "source": .string(state.source), "versions": .array(edits),
            "others": .array(others),
        ]
    }
}
