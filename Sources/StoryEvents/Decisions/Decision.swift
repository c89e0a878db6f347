import CanonicalJSON

/// The decision about a document.
public enum Decision: Hashable, Sendable {
    /// The document becomes an event, and the story is expected at this revision. `completed` is the document's data
    /// with members that the story implies; nil when none are missing.
    case append(completed: Completed?, expecting: ExpectedRevision)
    /// The document changes nothing and says nothing.
    case unchanged

    /// A document's data completed from its story, and its payload.
    public struct Completed: Hashable, Sendable {
        /// The data in long form.
        public let data: JSONObject
        /// The payload of ``data``.
        public let payload: Payload
    }

    /// Decides a document on a story or, when there is none, on nil. Pure.
    ///
    /// - Parameters:
    ///   - document: The document to decide.
    ///   - state: The story's state; nil when there is no such story.
    /// - Throws: ``Refusals``, not yet located in the file.
    public init(_ document: EventDocument, on state: StoryState?) throws(Refusals) {
        if let state { try self.init(document, on: state) } else { try self.init(first: document) }
    }

    /// Decides a document on an existing story, as ``init(_:on:)-(_,StoryState?)`` does.
    public init(_ document: EventDocument, on state: StoryState) throws(Refusals) {
        var rules = DecisionRules(document)
        rules.checkExpectation(state.revision)
        if document.type == .published { rules.refuseExisting(state) }
        guard rules.refusals.isEmpty else { throw Refusals(rules.refusals) }
        let isUnchanged = rules.check(state)
        guard rules.refusals.isEmpty else { throw Refusals(rules.refusals) }
        self = isUnchanged ? .unchanged : .append(completed: rules.completed, expecting: .exactly(state.revision))
    }

    /// Decides a document about a story that does not exist, as ``init(_:on:)-(_,StoryState?)`` does.
    public init(first document: EventDocument) throws(Refusals) {
        var rules = DecisionRules(document)
        rules.checkExpectation(nil)
        rules.checkStart()
        guard rules.refusals.isEmpty else { throw Refusals(rules.refusals) }
        self = .append(completed: nil, expecting: .none)
    }
}
