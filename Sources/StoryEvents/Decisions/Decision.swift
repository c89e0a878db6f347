import CanonicalJSON

/// What becomes of a document.
public enum Decision: Hashable, Sendable {
    /// It becomes an event, expecting the story at this revision: with the document's own data, or where the story makes
    /// plain what that leaves out, with data completed by it.
    case append(completed: Completed?, expecting: ExpectedRevision)
    /// It changes nothing and says nothing.
    case unchanged

    /// A document's data with what its story makes plain, and the same in types.
    public struct Completed: Hashable, Sendable {
        /// In its long form.
        public let data: JSONObject
        /// The same.
        public let payload: Payload
    }

    /// Decides a document on a story as it stands, or on none. Pure.
    ///
    /// - Parameters:
    ///   - document: The document.
    ///   - state: The story it is about; nil when there is none.
    /// - Throws: ``Refusals``, without their place in the file.
    public init(_ document: EventDocument, on state: StoryState?) throws(Refusals) {
        if let state { try self.init(document, on: state) } else { try self.init(first: document) }
    }

    /// Decides a document on a story that is there, as ``init(_:on:)-(_,StoryState?)`` does.
    public init(_ document: EventDocument, on state: StoryState) throws(Refusals) {
        var rules = DecisionRules(document)
        rules.checkExpectation(state.revision)
        if document.type == .published { rules.refuseExisting(state) }
        guard rules.refusals.isEmpty else { throw Refusals(rules.refusals) }
        let isUnchanged = rules.check(state)
        guard rules.refusals.isEmpty else { throw Refusals(rules.refusals) }
        self = isUnchanged ? .unchanged : .append(completed: rules.completed, expecting: .exactly(state.revision))
    }

    /// Decides a document about a story that is not there, as ``init(_:on:)-(_,StoryState?)`` does.
    public init(first document: EventDocument) throws(Refusals) {
        var rules = DecisionRules(document)
        rules.checkExpectation(nil)
        rules.checkStart()
        guard rules.refusals.isEmpty else { throw Refusals(rules.refusals) }
        self = .append(completed: nil, expecting: .none)
    }
}
