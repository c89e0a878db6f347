import CanonicalJSON
import ProseDiff
import StoryEvents

/// The event that each sentence and word of a story's text comes from.
public struct StoryBlame: Hashable, Sendable {
    /// One text of the story.
    public struct Field: Hashable, Sendable {
        /// `headline`, `dek` or `body`.
        public let field: Text
        /// Its UTF-8.
        public let text: [UInt8]
        /// The origins, as indices into ``StoryBlame/versions``.
        public let blame: Blame
    }

    /// The story.
    public let story: StoryID
    /// Every version up to the blamed one, oldest first.
    public let versions: [StoryVersion]
    /// The texts of the blamed version, in reading order.
    public let fields: [Field]

    /// Blames the newest version of a view. Cut the view to blame an older one.
    public init(of view: StoryView) {
        story = view.state.story
        versions = view.versions
        fields = StoryState.textFields.compactMap { [versions] field in
            // A withheld text counts as unchanged, so that the text around it keeps its origin.
            var texts: [[UInt8]] = []
            for version in versions {
                let isWithheld = version.withheldFields[field] != nil
                texts.append(isWithheld ? texts.last ?? [] : version.bytes(of: field))
            }
            guard versions.last?.withheldFields[field] == nil, let text = texts.last, !text.isEmpty else { return nil }
            var options = Comparison.Options()
            options.labels = versions.last?.labels ?? Labels()
            return Field(field: field, text: text, blame: blame(texts, options: options))
        }
    }

    /// The fields whose text is withheld.
    public var withheld: [WithheldField] { WithheldField.all(from: version, to: version) }

    /// Earlier versions with withheld text: words attributed to the version after one of them may be older.
    public var obscured: [Int] {
        versions.dropLast().filter { !$0.withheldFields.isEmpty }.map(\.number)
    }

    /// The version that is blamed.
    public var version: StoryVersion { versions[versions.count - 1] }
}
