import CanonicalJSON
import ProseDiff
import StoryEvents

/// An update that changed no text and says something about one: a note without a text, or the correction of what an earlier
/// edit changed without saying so.
public struct LateNote: Hashable, Sendable {
    /// The update.
    public let envelope: Envelope
    /// Its note; nil where it has none.
    let note: Note?
    /// Whether the publisher called it a correction.
    let isCorrection: Bool
    /// The claims that it corrects, as far as they are known.
    let corrects: [Claim]
    /// The labels that stand for withheld text in the story so far.
    let labels: Labels

    /// - Returns: nil where the update has neither a note nor a correction.
    init?(_ envelope: Envelope, _ update: Update, _ claims: [Text: Claim], labels: Labels) {
        guard update.note != nil || update.isCorrection else { return nil }
        self.envelope = envelope
        note = update.note
        isCorrection = update.isCorrection
        corrects = update.corrects.compactMap { claims[$0] }
        self.labels = labels
    }

    /// Whether readers can see the note.
    var isForReaders: Bool { note?.isForReaders ?? false }

    /// Whether its words, or some of them, were withheld: then nobody can tell what it is about.
    var isHidden: Bool {
        guard let note else { return false }
        return ([note.text] + note.covers.map(\.exact)).contains { !labels.places(in: $0.bytes).isEmpty }
    }

    /// The changes of an edit that its note names or quotes.
    func covered(of edit: Edit) -> [ChangedSpan] {
        note.flatMap { NoteCoverage($0, edit.fields, labels: labels)?.covered } ?? []
    }
}

/// A later note without a text that is about what a silent version changed.
public struct LaterNote: Hashable, Sendable {
    /// The event with the note.
    public let position: Position
    /// When it happened.
    public let time: EventTime
    /// When it was recorded.
    public let recorded: RecordedTime
    /// Seconds from the version to the note; negative where the note happened first.
    public let seconds: Int64
    /// How many changes of the version it is about.
    public let covered: Int
    /// How many changes the version made.
    public let changes: Int

    init(_ late: LateNote, of version: StoryVersion, covering covered: Int, of changes: Int) {
        (self.covered, self.changes) = (covered, changes)
        position = late.envelope.position
        isBefore = late.envelope.position < version.envelope.position
        time = late.envelope.time
        recorded = late.envelope.recorded
        seconds = (late.envelope.time.microseconds - version.envelope.time.microseconds) / 1_000_000
    }

    /// Whether the log has the note before the version.
    public let isBefore: Bool

    /// `a later note, @7, covers it, 1 h later`.
    public var line: String {
        "\(isBefore ? said("a note before it") : said("a later note")), \(position), \(coverage)"
    }

    /// `covers it, 1 h later`, `covers one of four, 1 h later`.
    public var coverage: String {
        let what = covered < changes ? said("\(Edit.words(for: covered)) of \(Edit.words(for: changes))") : said("it")
        return said("covers \(what)")
            + (seconds > 0
                ? said(", \(seconds.asDuration) later") : seconds < 0 ? said(", \((-seconds).asDuration) earlier") : "")
    }

    /// `{position, time, recorded, seconds, covered, changes}`.
    var json: JSON {
        [
            "position": JSON(position), "time": JSON(time), "recorded": JSON(recorded), "seconds": .integer(seconds),
            "covered": JSON(covered), "changes": JSON(changes),
        ]
    }
}

extension [LaterNote] {
    /// `laterNote`, the first or null, and `moreLaterNotes`, the others.
    func set(in object: inout JSONObject) {
        object["laterNote"] = first?.json ?? .null
        object["moreLaterNotes"] = .array(dropFirst().map(\.json))
    }
}

/// Finds, for versions whose text changed without a note, the first later notes without a text that are about the change.
struct LaterNoteFold: Hashable {
    private var earlier = EarlierEdits()
    private(set) var notes: [Int: [LaterNote]] = [:]
    private var count = 0
    private var early = EarlyNotes()

    /// The most notes of a story that are compared, and the most of one version that are held.
    private static let most = (notes: 256, perVersion: 8)

    /// Adds a story's next version.
    mutating func add(_ version: StoryVersion, hasHappened: Bool = true) {
        earlier.add(version, hasHappened: hasHappened)
        guard hasHappened else { return }
        for note in early.notes(before: version) {
            let edits = earlier.edits().filter { $0.version.number == version.number }
            if !add(note, to: edits, CorrectedPassage.early(of: note, in: edits)).isEmpty { early.remove(note) }
        }
    }

    /// Adds the story's next note without a text.
    ///
    /// - Returns: The versions that it is about.
    @discardableResult
    mutating func add(_ late: LateNote) -> [Int] {
        guard late.isForReaders, !late.isHidden, count < Self.most.notes else { return [] }
        count += 1
        let edits = earlier.edits()
        let passages =
            late.isCorrection ? CorrectedPassage.all(of: late, in: edits) : CorrectedPassage.noted(by: late, in: edits)
        let found = add(late, to: edits, passages)
        if found.isEmpty { early.add(late) }
        return found
    }

    private mutating func add(
        _ late: LateNote, to edits: [Edit], _ corrected: [(version: Int, passage: CorrectedPassage)]
    ) -> [Int] {
        edits.compactMap { edit in
            let number = edit.version.number
            guard edit.isSilent, notes[number, default: []].count < Self.most.perVersion else { return nil }
            let passages = corrected.filter { $0.version == number }.map(\.passage)
            var covered = late.envelope.position < edit.version.envelope.position ? [] : Set(late.covered(of: edit))
            guard !passages.isEmpty || !covered.isEmpty else { return nil }
            let changes = edit.fields.flatMap { ChangedSpan.all(in: $0) }
            covered.formUnion(changes.filter { change in passages.contains { $0.touches(change) } })
            let note = LaterNote(late, of: edit.version, covering: max(1, covered.count), of: changes.count)
            notes[number, default: []].append(note)
            return number
        }
    }
}

extension LaterNoteFold {
    /// The first later notes of each silent version of a story that has any.
    static func notes(of view: StoryView) -> [Int: [LaterNote]] {
        guard !view.lateNotes.isEmpty else { return [:] }
        var (fold, versions) = (LaterNoteFold(), view.versions[...])
        for note in view.lateNotes {
            while let version = versions.first, version.envelope.position < note.envelope.position {
                fold.add(version)
                versions.removeFirst()
            }
            fold.add(note)
        }
        // The text may be mended after the last note.
        for version in versions { fold.add(version) }
        return fold.notes
    }
}

extension StoryReader {
    /// The first later notes of each silent version that has any. What cannot be read ends it: a reader of the edits meets
    /// that, too, and says so.
    func laterNotes(of story: StoryID, _ cut: StoryCut) -> [Int: [LaterNote]] {
        var (versions, fold) = (VersionFold(findsReverts: false), LaterNoteFold())
        do throws(StoryError) {
            var cursor = try cursor(story, cut)
            while let read = try cursor.next() {
                guard case .success(let payload) = read.payload else { continue }
                if let version = versions.apply(read, payload) {
                    fold.add(version, hasHappened: read.hasHappened)
                } else if let note = versions.lateNote {
                    fold.add(note)
                }
            }
        } catch {
            return fold.notes
        }
        return fold.notes
    }
}
