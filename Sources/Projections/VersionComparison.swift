import CanonicalJSON
import ProseDiff
import StoryEvents

/// What lies between two versions of a story, or between two files.
public struct VersionComparison: Hashable, Sendable {
    /// One of the two.
    public enum Side: Hashable, Sendable {
        /// A version of the story.
        case version(StoryVersion)
        /// A file, by its name.
        case file(String)
    }

    /// The story; nil for files.
    public let story: StoryID?
    /// The older one.
    public let old: Side
    /// The newer one.
    public let new: Side
    /// The texts that differ, in reading order.
    public let fields: [FieldDifference]
    /// The texts of which it cannot be told any more whether they differ.
    public let withheld: [WithheldField]
    /// The other fields of the story that differ.
    public let fieldChanges: [FieldChange]
    /// The edits that lead from the older version to the newer one, oldest first.
    public let edits: [Edit]
    /// Holds, releases and kills between the two that made no version, in log order.
    public let statusChanges: [StatusChange]
    /// Whether the story has no other version at the cut.
    public let isOnlyVersion: Bool
    /// BCP 47 tag of the newer text; nil where it is not known.
    public let language: Text?

    /// Compares two versions of a story.
    ///
    /// - Parameters:
    ///   - view: The story.
    ///   - edits: The edits that lead from the older version to the newer one, oldest first.
    public init(_ view: StoryView, from old: StoryVersion, to new: StoryVersion, by edits: [Edit]) {
        story = view.state.story
        statusChanges = view.statusChanges(after: old, before: new)
        isOnlyVersion = view.versions.count == 1
        (self.old, self.new) = (.version(old), .version(new))
        fields = FieldDifference.all(from: old, to: new)
        withheld = old.number == new.number ? [] : WithheldField.all(from: old, to: new)
        fieldChanges = FieldChange.all(from: old.fields, to: new.fields)
        self.edits = edits
        language = new.fields["language"]?.text
    }

    /// Compares two files.
    ///
    /// - Parameters:
    ///   - old: The UTF-8 of the older file.
    ///   - new: The UTF-8 of the newer file.
    public init(oldFile: String, _ old: [UInt8], newFile: String, _ new: [UInt8], language: Text? = nil) {
        story = nil
        (self.old, self.new) = (.file(oldFile), .file(newFile))
        fields = old == new ? [] : [FieldDifference(field: "text", from: old, to: new, language: language)]
        (withheld, fieldChanges, edits, statusChanges, isOnlyVersion) = ([], [], [], [], false)
        self.language = language
    }

    /// The older version; nil for files.
    public var oldVersion: StoryVersion? { old.version }
    /// The newer version; nil for files.
    public var newVersion: StoryVersion? { new.version }

    /// Whether the marks that need a language are off, because the story gives none.
    public var isLanguageMissing: Bool { story != nil && fields.contains { $0.lacksLanguage(language) } }
}

extension StoryView {
    /// Holds, releases and kills between two versions that made none themselves.
    fileprivate func statusChanges(after old: StoryVersion, before new: StoryVersion) -> [StatusChange] {
        let made = Set(versions.map(\.envelope.position))
        return events.compactMap { event in
            let position = event.envelope.position
            guard position > old.envelope.position, position < new.envelope.position, !made.contains(position),
                case .success(.updated(let update)) = ReadEvent(event).payload
            else { return nil }
            return StatusChange(event.envelope, update, source: state.source)
        }
    }
}

extension VersionComparison.Side {
    fileprivate var version: StoryVersion? {
        if case .version(let version) = self { version } else { nil }
    }
}

extension FieldDifference {
    /// Whether the marks that need a language are off, because none is given and the script tells none.
    public func lacksLanguage(_ language: Text?) -> Bool {
        language == nil && !Comparison.tellsLanguage(old, new)
    }
}
