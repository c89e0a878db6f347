import CanonicalJSON
import ProseDiff
import StoryEvents

/// What one edit did to a story's text.
public struct Edit: Hashable, Sendable {
    /// The version it made, from 1.
    public let version: StoryVersion
    /// Each field that changed, compared with the version before; none for the first version.
    public let fields: [FieldDifference]
    /// The note held against the changes; nil without a note, and where it names or quotes no change.
    public let coverage: NoteCoverage?

    /// - Parameters:
    ///   - version: The text that the edit made.
    ///   - before: The text that stood until then; nil for the first version.
    init(_ version: StoryVersion, after before: StoryVersion?) {
        self.version = version
        let fields = before.map { FieldDifference.all(from: $0, to: version) } ?? []
        self.fields = fields
        coverage = version.note.flatMap { fields.isEmpty ? nil : NoteCoverage($0, fields) }
    }

    /// Whether headline or dek or body changed in white space and typography only.
    public var isNoise: Bool { !fields.isEmpty && hidden.isEmpty && fields.allSatisfy(\.comparison.isNoise) }

    /// Fields that changed from or into text that was withheld, so that nobody can say how.
    public var hidden: [Text] {
        version.number == 1 ? [] : version.changed.filter { name in !fields.contains { $0.field == name } }
    }

    /// Whether the headline is among what changed; false for the first version.
    public var changesHeadline: Bool { version.number > 1 && version.changed.contains("headline") }

    /// Whether text changed and no note told readers so. A change of white space and typography only is not silent, nor is
    /// one of which nobody can tell any more.
    public var isSilent: Bool {
        version.number > 1 && version.withheld == nil && !version.isAnnounced && !isNoise
    }

    /// What changed, by sentence and by word, in all fields together.
    public var counts: Comparison.Counts { Self.counts(of: fields) }

    /// What changed in some fields together.
    public static func counts(of fields: [FieldDifference]) -> Comparison.Counts {
        var sum = Comparison.Counts()
        for field in fields {
            sum.sentences.add(field.comparison.counts.sentences)
            sum.words.add(field.comparison.counts.words)
        }
        return sum
    }

    /// The edits that led to a story's versions, oldest first, one each. ``StoryReader/edits(of:_:)`` holds only one of
    /// them at a time.
    public static func history(of view: StoryView) -> [Edit] {
        view.versions.indices.map { index in
            Edit(view.versions[index], after: index > 0 ? view.versions[index - 1] : nil)
        }
    }
}

extension StoryView {
    /// The edit that made the newest version; nil where there is no version.
    public var newestEdit: Edit? { versions.last.map { Edit($0, after: versions.dropLast().last) } }
}

/// The edits of a story, compared when they are asked for: two texts are held at a time.
public struct EditCursor {
    private let story: StoryID
    private var events: StoryCursor
    private var fold = VersionFold()
    private var last: StoryVersion?
    /// How many edits were given.
    public private(set) var count = 0
    /// The events that made no version since the last edit was given, in log order.
    public private(set) var others: [OtherEvent] = []

    init(_ events: StoryCursor, of story: StoryID) {
        self.events = events
        self.story = story
    }

    /// The next edit that had happened, compared with the version before it in the record; nil after the last one.
    ///
    /// - Throws: ``StoryError``; ``StoryError/notYet(_:happened:)`` when the cut leaves nothing of the story.
    public mutating func next() throws(StoryError) -> Edit? {
        others = []
        while let read = try events.next() {
            guard case .success(let payload) = read.payload else { continue }
            let version = fold.apply(read, payload)
            defer { last = version ?? last }
            guard read.hasHappened else { continue }
            guard let version else {
                others.append(OtherEvent(read.event, payload, after: fold.newest ?? 0, fold.backdating))
                continue
            }
            count += 1
            return Edit(version, after: last)
        }
        guard events.hasStarted else { throw events.notYet }
        return nil
    }
}

/// How one field of a story went from one version to another.
public struct FieldDifference: Hashable, Sendable {
    /// `headline`, `dek` or `body`.
    public let field: Text
    /// UTF-8 of the older text; empty when there was none.
    public let old: [UInt8]
    /// UTF-8 of the newer text; empty when there is none.
    public let new: [UInt8]
    /// What became of which bytes.
    public let comparison: Comparison

    /// Compares two texts.
    ///
    /// - Parameters:
    ///   - field: What they are the text of.
    ///   - old: UTF-8.
    ///   - new: UTF-8.
    ///   - language: BCP 47 tag of the newer text; nil where nobody said.
    public init(field: Text, from old: [UInt8], to new: [UInt8], language: Text? = nil) {
        self.field = field
        self.old = old
        self.new = new
        var options = Comparison.Options()
        options.language = language?.string
        comparison = compare(old, new, options: options)
    }

    /// The fields that differ between two versions, in reading order; without those that one of them has withheld.
    public static func all(from old: StoryVersion, to new: StoryVersion) -> [FieldDifference] {
        StoryState.textFields.compactMap { field in
            guard old.withheldFields[field] == nil, new.withheldFields[field] == nil else { return nil }
            let (before, after) = (old.bytes(of: field), new.bytes(of: field))
            guard before != after else { return nil }
            return FieldDifference(field: field, from: before, to: after, language: new.fields["language"]?.text)
        }
    }
}

/// A field that cannot be compared, because its text was withheld from one version or both.
public struct WithheldField: Hashable, Sendable {
    /// `headline`, `dek` or `body`.
    public let field: Text
    /// Who withheld it: of the newer version, where of both.
    public let withheld: Withheld

    /// The fields of two versions that cannot be compared, in reading order.
    public static func all(from old: StoryVersion, to new: StoryVersion) -> [WithheldField] {
        StoryState.textFields.compactMap { field in
            (new.withheldFields[field] ?? old.withheldFields[field]).map { WithheldField(field: field, withheld: $0) }
        }
    }
}

extension Comparison.Counts.Units {
    fileprivate mutating func add(_ other: Self) {
        added += other.added
        removed += other.removed
        changed += other.changed
        moved += other.moved
    }
}
