import CanonicalJSON
import ProseDiff
import StoryEvents

/// One edit of a story's text.
public struct Edit: Hashable, Sendable {
    /// The version it made, from 1.
    public let version: StoryVersion
    /// The fields that changed, compared with the version before; empty for the first version.
    public let fields: [FieldDifference]
    /// Which changes the note covers; nil without a note, when the note names or quotes no change, and when
    /// ``isCoverageHidden``.
    public let coverage: NoteCoverage?
    /// Whether what the note covers cannot be told, because passages were withheld from the texts.
    public let isCoverageHidden: Bool
    private let change: TextChange
    /// The corrections that the edit takes back, wholly or in part; none where the earlier edits were not read.
    public var undone = UndoneByEdit()
    /// The newest earlier version whose note has the same words; nil where there is none, or the earlier edits were not read.
    public var repeatsNoteOf: CorrectionName?
    /// The first later notes without a text that are about what the edit changed without a note; empty where there is none,
    /// or the later events were not read.
    public var laterNotes: [LaterNote] = []

    /// Compares a version with the one before it.
    ///
    /// - Parameters:
    ///   - version: The text after the edit.
    ///   - before: The text before the edit; nil for the first version.
    public init(_ version: StoryVersion, after before: StoryVersion?) {
        self.version = version
        let fields = before.map { FieldDifference.all(from: $0, to: version) } ?? []
        self.fields = fields
        let hidden = version.number == 1 ? 0 : version.changed.count - fields.count
        change = TextChange(fields.map(\.change) + Array(repeating: .hidden, count: max(0, hidden)))
        let coverage = version.note.flatMap { note in
            fields.isEmpty ? nil : NoteCoverage(note, fields, labels: version.labels)
        }
        // What the note names may stand in a passage that is gone, and so may a change that it leaves out.
        isCoverageHidden =
            coverage.map { coverage in
                fields.contains { $0.changedHoles != (0, 0) || $0.hasHole && !coverage.unmatched.isEmpty }
            } ?? false
        self.coverage = isCoverageHidden ? nil : coverage
    }

    /// Whether only white space and typography changed.
    public var isNoise: Bool { change.isNoise }

    /// Fields that cannot be compared, because their text was withheld before or after the edit.
    public var hidden: [Text] {
        version.number == 1 ? [] : version.changed.filter { name in !fields.contains { $0.field == name } }
    }

    /// Whether the headline changed; false for the first version.
    public var changesHeadline: Bool { version.number > 1 && version.changed.contains("headline") }

    /// Whether text changed without a note for readers. A change of white space and typography only is not silent, and
    /// neither is one that may be, because text was withheld.
    public var isSilent: Bool { version.isUnannounced && change.isOfWords }

    /// Whether no note announced the change, and it cannot be told whether more than white space and typography changed,
    /// because text was withheld: then it is neither silent nor noise.
    public var isUntold: Bool { version.isUnannounced && change.isHidden }

    /// What pages say of an edit that is neither silent nor noise, because text was withheld.
    public static var untold: String { said("unannounced or noise: cannot be told") }

    /// Counts of changed sentences and words, in all fields together.
    public var counts: Comparison.Counts { Self.counts(of: fields) }

    /// Counts of changed sentences and words, in some fields together.
    public static func counts(of fields: [FieldDifference]) -> Comparison.Counts {
        var sum = Comparison.Counts()
        for field in fields {
            sum.sentences.add(field.comparison.counts.sentences)
            sum.words.add(field.comparison.counts.words)
        }
        return sum
    }

    /// How many passages that were withheld from the older or the newer text changed.
    public var changedHoles: Int {
        fields.map { max($0.changedHoles.removed, $0.changedHoles.added) }.reduce(0, +)
    }

    /// The edits of a story, oldest first, one for each version. ``StoryReader/edits(of:_:)`` holds only one of them at
    /// a time.
    public static func history(of view: StoryView) -> [Edit] { history(of: view, after: 0, through: .max) }

    /// The edits after one version and through another, oldest first.
    public static func history(of view: StoryView, after first: Int, through last: Int) -> [Edit] {
        var (corrections, before): (CorrectionFold, StoryVersion?) = (CorrectionFold(), nil)
        var (notes, lateNotes) = (NoteFold(), view.lateNotes[...])
        let laterNotes = LaterNoteFold.notes(of: view)
        return view.versions.prefix { $0.number <= last }.compactMap { version in
            defer { before = version }
            while let note = lateNotes.first, note.envelope.position < version.envelope.position {
                corrections.add(note)
                notes.add(note)
                lateNotes.removeFirst()
            }
            let undone = corrections.add(version)
            let sameNote = notes.add(version)
            guard version.number > first else { return nil }
            var edit = Edit(version, after: before)
            edit.undone = undone
            edit.repeatsNoteOf = sameNote
            edit.laterNotes = laterNotes[version.number] ?? []
            return edit
        }
    }
}

extension StoryView {
    /// The edit that made the newest version; nil when there is no version.
    public var newestEdit: Edit? { versions.last.map { Edit($0, after: versions.dropLast().last) } }

    /// The edit of the event at a position; nil when the event made no version.
    public func edit(at position: Position) -> Edit? {
        guard let index = versions.firstIndex(where: { $0.envelope.position == position }) else { return nil }
        return Edit(versions[index], after: index > 0 ? versions[index - 1] : nil)
    }
}

/// Reads the edits of a story one by one; it holds two texts at a time.
public struct EditCursor {
    private let story: StoryID
    private var events: StoryCursor
    private var fold = VersionFold()
    private var corrections = CorrectionFold()
    private var notes = NoteFold()
    /// Reads the story for its later notes: only a silent version has any.
    private let readLaterNotes: () -> [Int: [LaterNote]]
    private var laterNotes: [Int: [LaterNote]]?
    private var last: StoryVersion?
    private var deniers = Deniers()
    /// The source that published the story; nil before its first event is read.
    public var source: Text? { fold.state?.source }
    /// How many edits it has returned.
    public private(set) var count = 0
    /// The events since the last edit that made no version, in log order.
    public private(set) var others: [OtherEvent] = []

    init(_ events: StoryCursor, of story: StoryID, _ laterNotes: @escaping () -> [Int: [LaterNote]]) {
        self.events = events
        self.story = story
        readLaterNotes = laterNotes
    }

    /// The next edit that had happened by the cut, compared with the version before it in the record; nil after the
    /// last one.
    ///
    /// - Throws: ``StoryError``; ``StoryError/notYet(_:happened:)`` when the cut leaves nothing of the story.
    public mutating func next() throws(StoryError) -> Edit? {
        others = []
        while let read = try events.next() {
            guard case .success(let payload) = read.payload else { continue }
            let version = fold.apply(read, payload)
            defer { last = version ?? last }
            guard read.hasHappened else {
                if let version { corrections.add(version, hasHappened: false) }
                continue
            }
            let bearing = deniers.bearing(payload)
            deniers.add(payload, at: read.envelope.position)
            guard let version else {
                if let note = fold.lateNote {
                    corrections.add(note)
                    notes.add(note)
                }
                others.append(
                    OtherEvent(
                        read.event, payload, after: fold.newest ?? 0, fold.backdating,
                        publisher: fold.state?.text("publisher"), source: fold.state?.source, bearing: bearing,
                        fieldChanges: fold.fieldChanges))
                continue
            }
            count += 1
            var edit = Edit(version, after: last)
            edit.undone = corrections.add(edit)
            edit.repeatsNoteOf = notes.add(version)
            if edit.isSilent {
                let notes = laterNotes ?? readLaterNotes()
                laterNotes = notes
                edit.laterNotes = notes[version.number] ?? []
            }
            return edit
        }
        guard events.hasStarted else { throw events.notYet }
        return nil
    }
}

/// The change of one field between two versions.
public struct FieldDifference: Hashable, Sendable {
    /// `headline`, `dek` or `body`.
    public let field: Text
    /// UTF-8 of the older text; empty when there was none.
    public let old: [UInt8]
    /// UTF-8 of the newer text; empty when there is none.
    public let new: [UInt8]
    /// The operations that turn the old text into the new.
    public let comparison: Comparison
    /// The labels that stand for withheld text in either text.
    let labels: Labels

    /// Compares two texts.
    ///
    /// - Parameters:
    ///   - field: The field's name.
    ///   - old: UTF-8.
    ///   - new: UTF-8.
    ///   - language: BCP 47 tag of the newer text; nil when it is unknown.
    ///   - labels: The labels that stand for withheld text in either text.
    public init(
        field: Text, from old: [UInt8], to new: [UInt8], language: Text? = nil, labels: Labels = Labels()
    ) {
        self.field = field
        self.old = old
        self.new = new
        var options = Comparison.Options()
        options.language = language?.string
        options.labels = labels
        self.labels = labels
        comparison = compare(old, new, options: options)
    }

    /// Whether text was withheld from either side.
    var hasHole: Bool { !labels.isEmpty && !(labels.inside(old).isEmpty && labels.inside(new).isEmpty) }

    /// What the change is, by its words.
    fileprivate var change: FieldChangeKind {
        if old == new { return .none }
        if comparison.isNoise { return .noise }
        return hasHole && WithheldChange.mayBeNoise(old, new, labels) ? .hidden : .words
    }

    /// How many withheld passages only the older text has, and only the newer one.
    var changedHoles: (removed: Int, added: Int) {
        guard !labels.isEmpty else { return (0, 0) }
        let (before, after) = (labels.counts(in: old), labels.counts(in: new))
        func missing(_ some: [[UInt8]: Int], _ others: [[UInt8]: Int]) -> Int {
            some.map { max(0, $0.value - (others[$0.key] ?? 0)) }.reduce(0, +)
        }
        return (missing(before, after), missing(after, before))
    }

    /// The fields that differ between two versions, in reading order, without fields withheld in either version.
    public static func all(from old: StoryVersion, to new: StoryVersion) -> [FieldDifference] {
        var labels = new.labels
        labels.formUnion(old.labels)
        return StoryState.textFields.compactMap { [labels] field in
            guard old.withheldFields[field] == nil, new.withheldFields[field] == nil else { return nil }
            let (before, after) = (old.bytes(of: field), new.bytes(of: field))
            guard before != after else { return nil }
            return FieldDifference(
                field: field, from: before, to: after, language: new.fields["language"]?.text, labels: labels)
        }
    }
}

/// A field that cannot be compared, because its text was withheld in one or both versions.
public struct WithheldField: Hashable, Sendable {
    /// `headline`, `dek` or `body`.
    public let field: Text
    /// The takedown; that of the newer version when both have one.
    public let withheld: Withheld

    /// The fields of two versions that cannot be compared, in reading order.
    public static func all(from old: StoryVersion, to new: StoryVersion) -> [WithheldField] {
        StoryState.textFields.compactMap { field in
            (new.withheldFields[field] ?? old.withheldFields[field]).map { WithheldField(field: field, withheld: $0) }
        }
    }
}

extension Comparison.Counts.Units {
    /// Adds other counts.
    fileprivate mutating func add(_ other: Self) {
        added += other.added
        removed += other.removed
        changed += other.changed
        moved += other.moved
        movedAndChanged += other.movedAndChanged
    }
}
