import CanonicalJSON
import StoryEvents

/// Which sources the files of one directory may name, and whose stories they may edit.
public struct SourceRights: Hashable, Sendable {
    /// The directory, as the configuration names it.
    public let name: Text
    /// The source of its documents that name none.
    public let own: Text
    /// Other sources that its documents may name.
    public let mayName: Named
    /// Sources whose stories it may edit beside those that it may name; nil for all.
    public let edits: Set<Text>?

    /// Sources that documents may name.
    public enum Named: Hashable, Sendable {
        /// These.
        case only(Set<Text>)
        /// All but these, which belong to other directories.
        case allBut(Set<Text>)
    }

    /// A memberwise initializer.
    public init(name: Text, own: Text, mayName: Named, edits: Set<Text>?) {
        self.name = name
        self.own = own
        self.mayName = mayName
        self.edits = edits
    }

    /// Why a document is refused for its source; nil where it is not.
    ///
    /// - Parameter publisher: The source that published the story; nil for no story.
    func refusal(of document: EventDocument, publisher: Text?) -> Refusal? {
        guard may(name: document.source) else {
            return Refusal(
                .sourceNotAllowed, at: document.path.member("source"),
                "files of '\(name)' may not name the source '\(document.source)'",
                remedy: "leave 'source' out, or have it listed in the configuration under inbox.sources.\(name).as")
        }
        guard document.type == .updated, let publisher, publisher != document.source, !mayEdit(publisher) else {
            return nil
        }
        return Refusal(
            .notYourStory, at: document.path,
            "the story '\(document.story)' was published by '\(publisher)'; files of '\(name)' may not edit it",
            remedy: "have '\(publisher)' listed in the configuration under inbox.sources.\(name).edits")
    }

    private func may(name source: Text) -> Bool {
        if source == own { return true }
        switch mayName {
        case .only(let sources): return sources.contains(source)
        case .allBut(let sources): return !sources.contains(source)
        }
    }

    private func mayEdit(_ publisher: Text) -> Bool {
        guard let edits else { return true }
        if edits.contains(publisher) || publisher == own { return true }
        if case .only(let sources) = mayName { return sources.contains(publisher) }
        return false
    }
}
