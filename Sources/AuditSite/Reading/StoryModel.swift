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
    let isCorrection: Bool
    let summary: String?
    /// Words added, removed and changed.
    let words: Int
    let revertsTo: Revert?
    let undoesCorrection: Int?
    let backdating: Backdating
    let withheld: Withheld?
    let fieldChanges: [FieldChange]
    /// The headline that the version has; nil where it is withheld.
    let headline: Text?
    let breaksEmbargo: Bool
    let isBeforeEmbargo: Bool

    init(_ edit: Edit) {
        let version = edit.version
        number = version.number
        envelope = version.envelope
        change = version.change
        note = version.note
        isAnnounced = version.isAnnounced
        isSilent = edit.isSilent
        isNoise = edit.isNoise
        isCorrection = version.isCorrection
        summary = edit.summary
        let units = edit.counts.words
        words = units.added + units.removed + units.changed + units.moved
        revertsTo = version.revertsTo
        undoesCorrection = edit.undoesCorrection
        backdating = version.backdating
        withheld = version.withheld
        fieldChanges = version.fieldChanges
        headline = version.fields["headline"]?.text
        breaksEmbargo = version.breaksEmbargo
        isBeforeEmbargo = version.isBeforeEmbargo
    }
}

/// A story at a cut, as its pages show it.
struct StoryModel: Sendable {
    let state: StoryState
    let story: StateOfStory
    let versions: [VersionFacts]
    let exposures: [Exposure]
    let entries: [Timeline.Entry]

    var board: ClaimBoard { story.board }

    /// Whether every event was recorded long after it happened, as those of an archive that was taken in.
    let isAllLate: Bool

    /// - Throws: ``SiteFault``.
    init(_ id: StoryID, _ cut: StoryCut, _ record: SiteRecord) throws(SiteFault) {
        var story = try record.ask { reader throws(StoryError) in try reader.fold(id, cut, into: StateOfStory.self) }
        guard let state = story.state else {
            throw .notFound("\(id) had no text yet at that moment", remedy: "choose a later moment")
        }
        if story.board.hasCorrection {
            story.board.undoneCorrections = try record.ask { reader throws(StoryError) in
                try reader.undoneCorrections(of: id, cut)
            }
        }
        (self.state, self.story) = (state, story)
        (versions, exposures) = try record.ask { reader throws(StoryError) in
            var edits = try reader.edits(of: id, cut)
            var exposure = ExposureFold(try reader.readableTimes(of: id, cut))
            var facts: [VersionFacts] = []
            var exposures: [Exposure] = []
            while let edit = try edits.next() {
                facts.append(VersionFacts(edit))
                exposures += exposure.apply(edit)
            }
            return (facts, exposures)
        }
        let entries = try record.ask { reader throws(StoryError) in
            try reader.fold(id, cut, into: Timeline.self).entries
        }
        self.entries = entries
        let events = entries.filter { $0.what != "asked" && $0.envelope.type != .withheld }
        isAllLate = events.count > 1 && events.allSatisfy(\.backdating.isBackdated)
    }
}
