import CanonicalJSON
import StoryEvents

/// Who gave a file: the source its documents are from, the others that they may name, and the stories that they may edit.
public struct Producer: Hashable, Sendable {
    /// Stands in for a document's missing `source`; a URI reference.
    public let source: Text
    private let kind: Kind

    private enum Kind: Hashable {
        /// May say any source, and edit any story.
        case admin
        /// A directory of the inbox, by its name, and what the configuration lets it do.
        case directory(String, SourceRules.Rule)
        /// The inbox itself: may name any source that belongs to no directory.
        case inbox(SourceRules.Rule, taken: Set<Text>)
    }

    private init(_ source: Text, _ kind: Kind) {
        (self.source, self.kind) = (source, kind)
    }

    /// An admin at the command line.
    ///
    /// - Parameter source: Stands in for a document's missing `source`; a URI reference.
    public static func admin(_ source: Text) -> Producer { Producer(source, .admin) }

    static func directory(_ name: Text, _ rule: SourceRules.Rule) -> Producer {
        Producer(name.percentEncoded, .directory(name.string, rule))
    }

    static func inbox(_ rule: SourceRules.Rule, taken: Set<Text>) -> Producer {
        Producer(SourceRules.inbox, .inbox(rule, taken: taken))
    }

    /// Refuses a document from a source that this producer may not name; nil where it may.
    func refusal(ofSourceOf document: EventDocument) -> Refusal? {
        let named = document.source
        switch kind {
        case .admin: return nil
        case .directory(let name, let rule):
            if name == SourceRules.inbox.string {
                return Refusal(
                    .sourceNotAllowed, at: document.path,
                    "the subdirectory 'inbox' has the name of the inbox itself, which is a source of its own",
                    remedy: "give the subdirectory another name")
            }
            if named == source || rule.names.contains(named) { return nil }
            return Refusal(
                .sourceNotAllowed, at: document.path.member("source"),
                "a document in inbox/\(name) is from '\(source)'; this one names the source '\(named)'",
                remedy: "leave 'source' out, or list that source under \(SourceRules.key(name, "as"))")
        case .inbox(let rule, let taken):
            if named == source || rule.names.contains(named) || !taken.contains(named) { return nil }
            return Refusal(
                .sourceNotAllowed, at: document.path.member("source"),
                "the source '\(named)' belongs to a directory of the inbox, and the document lies in none",
                remedy: "put the file into that directory, or list the source under "
                    + SourceRules.key(SourceRules.inbox.string, "as"))
        }
    }

    /// Whether it may be told that a document repeats one of a story of which text was withheld: it may edit the story,
    /// or name the source that published it.
    ///
    /// - Parameter publisher: The source that published the story.
    public func mayKnow(storyOf publisher: Text) -> Bool {
        switch kind {
        case .admin: true
        case .directory(_, let rule):
            publisher == source || rule.names.contains(publisher) || rule.edits.allow(publisher)
        case .inbox(let rule, let taken):
            !taken.contains(publisher) || rule.names.contains(publisher) || rule.edits.allow(publisher)
        }
    }

    /// Refuses what a document says about a story that another source has published; nil where it is allowed.
    ///
    /// - Parameter publisher: The source that published the story.
    func refusal(of document: EventDocument, publisher: Text) -> Refusal? {
        guard document.source != publisher else { return nil }
        return switch document.type {
        case .updated: refusal(ofEdit: document, publisher)
        case .published: refusal(ofPublished: document, publisher)
        default: refusal(ofCounterclaimIn: document, publisher)
        }
    }

    /// Refuses a story that another source has published, and says which.
    private func refusal(ofPublished document: EventDocument, _ publisher: Text) -> Refusal? {
        guard !mayKnow(storyOf: publisher) else { return nil }
        return Refusal(
            .storyExists, at: document.path.member("subject"),
            "the story '\(document.story)' was published by '\(publisher)', not by '\(document.source)'",
            remedy: "use another subject, or settle with '\(publisher)' who publishes it")
    }

    /// Refuses an id that the story's own claims may need.
    private func refusal(ofCounterclaimIn document: EventDocument, _ publisher: Text) -> Refusal? {
        guard case .directory(_, let rule) = kind, !rule.edits.allow(publisher),
            case .denied(let denial) = document.digestedPayload, let id = denial.counterclaim?.id,
            !id.string.utf8.starts(with: (document.source.string + "/").utf8)
        else { return nil }
        return Refusal(
            .notYourID, at: document.path.member("data").member("counterclaim").member("id"),
            "the counter-claim '\(id)' comes from '\(document.source)', and the story '\(document.story)' was published by "
                + "'\(publisher)'", remedy: "begin the id with its source: '\(document.source)/\(id)'")
    }

    private func refusal(ofEdit document: EventDocument, _ publisher: Text) -> Refusal? {
        let name: String
        let rule: SourceRules.Rule
        switch kind {
        case .admin: return nil
        case .directory(let directory, let found): (name, rule) = (directory, found)
        case .inbox(let found, _): (name, rule) = (SourceRules.inbox.string, found)
        }
        if rule.edits.allow(publisher) { return nil }
        return Refusal(
            .notYourStory, at: document.path.member("subject"),
            "the story '\(document.story)' was published by '\(publisher)'; '\(document.source)' may not edit it",
            remedy: "have its publisher send the edit, or list '\(publisher)' under \(SourceRules.key(name, "edits"))")
    }
}
