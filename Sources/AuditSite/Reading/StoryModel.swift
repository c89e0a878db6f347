import CanonicalJSON
import EventLog
import Projections
import StoryEvents

/// A version, as the site tells of it: what its edit changed, without the texts.
struct VersionFacts: Hashable, Sendable {
    let number: Int
    let envelope: Envelope
    let change: Update.Change?
    let note: Note?
    let isAnnounced: Bool
    let isSilent: Bool
    let isNoise: Bool
    /// Whether no note announced it, and withheld text hides whether more than white space and typography changed.
    let isUntold: Bool
    /// The earlier version that had the same note, word for word.
    let repeatsNoteOf: CorrectionName?
    /// The first later notes about what it changed without one.
    let laterNotes: [LaterNote]
    let isCorrection: Bool
    let summary: String?
    /// Words added, removed and changed.
    let words: Int
    let revertsTo: Revert?
    let undone: UndoneByEdit
    let backdating: Backdating
    let withheld: Withheld?
    let fieldChanges: [FieldChange]
    /// The source that sent it, where that is not the story's own; else nil.
    let otherSource: Text?

    init(_ edit: Edit) {
        let version = edit.version
        number = version.number
        envelope = version.envelope
        change = version.change
        note = version.note
        isAnnounced = version.isAnnounced
        isSilent = edit.isSilent
        isNoise = edit.isNoise
        isUntold = edit.isUntold
        repeatsNoteOf = edit.repeatsNoteOf
        laterNotes = edit.laterNotes
        isCorrection = version.isCorrection
        summary = edit.summary
        let units = edit.counts.words
        words = units.added + units.removed + units.changed + units.moved
        revertsTo = version.revertsTo
        undone = edit.undone
        backdating = version.backdating
        withheld = version.withheld
        fieldChanges = version.fieldChanges
        otherSource = version.otherSource
    }

    /// A version that is not compared.
    init(_ version: VersionOutline) {
        number = version.number
        envelope = version.envelope
        change = version.change
        note = version.note
        isAnnounced = version.isAnnounced
        (isSilent, isNoise, isCorrection) = (false, false, version.change == .correction)
        (isUntold, repeatsNoteOf, laterNotes) = (false, nil, [])
        (summary, words, revertsTo, undone) = (nil, 0, nil, UndoneByEdit())
        backdating = version.backdating
        withheld = version.withheld
        fieldChanges = []
        otherSource = version.otherSource
    }
}

extension StoryVersion {
    /// The length of its texts, in UTF-8 bytes.
    var textBytes: Int { StoryState.textFields.reduce(0) { $0 + bytes(of: $1).count } }
}

/// A story at a cut, as its pages show it.
struct StoryModel: Sendable {
    let state: StoryState
    let story: StateOfStory
    let versions: [VersionFacts]
    let exposures: [Exposure]
    /// What the publisher and the ledger did without changing a text: corrections, holds, kills, takedowns. In log order.
    let others: [OtherEvent]
    /// Whether the versions are too many or too long to be compared one by one for a page.
    let isTooLong: Bool
    /// The length of all texts of all versions, in UTF-8 bytes.
    let bytes: Int
    let entries: [Timeline.Entry]
    /// How the times of its events were written, where they say more than a time with its offset.
    let told: [Position: ToldTime]

    var board: ClaimBoard { story.board }

    /// Whether every event was recorded long after it happened, as those of an archive that was taken in.
    let isAllLate: Bool
    /// The story's events, for further questions about it; nil where they are too large to hold.
    let read: ReadStory?
    /// About how many bytes it takes.
    var weight: Int { state.weight + 2 * (read?.bytes ?? 0) + 2048 * (versions.count + entries.count) }

    /// - Throws: ``SiteFault``.
    init(_ id: StoryID, _ cut: StoryCut, _ record: SiteRecord) throws(SiteFault) {
        let read = try record.ask { reader throws(StoryError) in try reader.read(id, cut, most: Self.mostRead) }
        self.read = read
        var story = try record.ask(knowing: read) { reader throws(StoryError) in
            try reader.fold(id, cut, into: StateOfStory.self)
        }
        guard let state = story.state else {
            throw .notFound(said("\(id) had no text yet at that moment"), remedy: said("choose a later moment"))
        }
        let board = story.board
        story.board.undoneCorrections = try record.ask(knowing: read) { reader throws(StoryError) in
            try reader.undoneCorrections(of: board, cut)
        }
        (self.state, self.story) = (state, story)
        (entries, isAllLate) = try Self.entries(id, cut, record, read)
        told = try ToldTime.all(of: id, record)
        let outline = try record.ask(knowing: read) { reader throws(StoryError) in try reader.outline(of: id, cut) }
        bytes = outline.reduce(0) { $0 + $1.bytes }
        isTooLong = outline.count > Self.mostVersions || bytes > Self.mostBytes
        guard !isTooLong else {
            versions = outline.map { VersionFacts($0) }
            (exposures, others) = ([], [])
            return
        }
        try record.reserve(bytes)
        (versions, exposures, others) = try record.ask(knowing: read) { reader throws(StoryError) in
            var edits = try reader.edits(of: id, cut)
            var exposure = ExposureFold(try reader.readableTimes(of: id, cut))
            var facts: [VersionFacts] = []
            var exposures: [Exposure] = []
            var others: [OtherEvent] = []
            while let edit = try edits.next() {
                others += edits.others.filter(\.isOfPublisher)
                facts.append(VersionFacts(edit))
                exposures += exposure.apply(edit)
            }
            others += edits.others.filter(\.isOfPublisher)
            return (facts, exposures, others)
        }
    }

    /// Versions, and UTF-8 bytes of all their texts, that are compared for one page: about two seconds of work.
    static let (mostVersions, mostBytes) = (1000, 32 << 20)
    /// The bytes of events that are held while a story's pages are made; more is read again for each question.
    private static let mostRead = 8 << 20

    private static func entries(
        _ id: StoryID, _ cut: StoryCut, _ record: SiteRecord, _ read: ReadStory?
    ) throws(SiteFault) -> ([Timeline.Entry], isAllLate: Bool) {
        let entries = try record.ask(knowing: read) { reader throws(StoryError) in
            try reader.fold(id, cut, into: Timeline.self).entries
        }
        let events = entries.filter { $0.what != "asked" && $0.envelope.type != .withheld }
        return (entries, events.count > 1 && events.allSatisfy(\.backdating.isBackdated))
    }
}
