import CanonicalJSON
import ProseDiff
import StoryEvents

/// Which event each sentence and word of a story's text came from.
public struct StoryBlame: Hashable, Sendable {
    /// One text of the story.
    public struct Field: Hashable, Sendable {
        /// `headline`, `dek` or `body`.
        public let field: Text
        /// Its UTF-8.
        public let text: [UInt8]
        /// Its origins, as indices into ``StoryBlame/versions``.
        public let blame: Blame
    }

    /// The story.
    public let story: StoryID
    /// Every version up to the one that is blamed, oldest first.
    public let versions: [StoryVersion]
    /// The texts it has, in reading order.
    public let fields: [Field]

    /// Blames the newest version of a view; cut the view to blame an older one.
    public init(of view: StoryView) {
        story = view.state.story
        versions = view.versions
        fields = StoryState.textFields.compactMap { [versions] field in
            // A text that was withheld is taken to be the one before it, so that what stood around it keeps its origin.
            var texts: [[UInt8]] = []
            for version in versions {
                let isWithheld = version.withheldFields[field] != nil
                texts.append(isWithheld ? texts.last ?? [] : version.bytes(of: field))
            }
            guard versions.last?.withheldFields[field] == nil, let text = texts.last, !text.isEmpty else { return nil }
            return Field(field: field, text: text, blame: blame(texts))
        }
    }

    /// The texts that it has and nobody can read any more.
    public var withheld: [WithheldField] { WithheldField.all(from: version, to: version) }

    /// Earlier versions of which text was withheld, so that what stands beside the next one may be older.
    public var obscured: [Int] {
        versions.dropLast().filter { !$0.withheldFields.isEmpty }.map(\.number)
    }

    /// The version that is blamed.
    public var version: StoryVersion { versions[versions.count - 1] }
}
