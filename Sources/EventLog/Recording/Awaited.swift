import CanonicalJSON
import StoryEvents

/// What a document names that the log does not hold yet.
public struct Awaited: Hashable, Sendable {
    /// What is missing of the story.
    public enum Missing: Hashable, Sendable {
        /// All of it.
        case story
        /// An event, by its id.
        case event(Text)
        /// A request for comment, by its id.
        case request(Text)
    }

    /// The story that the document is about.
    public let story: StoryID
    /// What is missing of it.
    public let missing: Missing
    /// The story's newest revision that was looked at; nil for no story.
    public let after: Revision?

    /// Creates one.
    public init(story: StoryID, missing: Missing = .story, after: Revision? = nil) {
        self.story = story
        self.missing = missing
        self.after = after
    }

    /// What is missing, such as `event e17`.
    public var text: Text {
        switch missing {
        case .story: "story"
        case .event(let id): Text("event \(id)")
        case .request(let id): Text("request \(id)")
        }
    }
}

extension Awaited {
    /// What a document waits for; nil where it is refused for anything else, too.
    ///
    /// - Parameter refusals: Why the document cannot be taken now.
    init?(_ document: EventDocument, _ refusals: [Refusal], after newest: Revision?) {
        // Without its story, an expected revision cannot have been found either.
        if refusals.contains(where: { $0.code == .unknownStory }) {
            self.init(story: document.story)
            return
        }
        switch document.payload {
        case .reiterated(let reiteration):
            guard let id = reiteration.answers, !refusals.isEmpty,
                refusals.allSatisfy({ $0.code == .unknownEvent })
            else { return nil }
            self.init(story: document.story, missing: .event(id), after: newest)
        case .responded(let response):
            guard let id = response.request, !refusals.isEmpty,
                refusals.allSatisfy({ $0.code == .unknownRequest })
            else { return nil }
            self.init(story: document.story, missing: .request(id), after: newest)
        default: return nil
        }
    }
}
