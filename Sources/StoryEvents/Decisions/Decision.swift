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

    /// Decides a document on a story as it stands. Pure.
    ///
    /// - Parameters:
    ///   - document: The document.
    ///   - state: The story it is about; nil when there is none.
    /// - Throws: ``Refusals``, without their place in the file.
    public init(_ document: EventDocument, on state: StoryState?) throws(Refusals) {
        var rules = DecisionRules(document, claimsOf: state)
        rules.checkExpectation(state)
        if document.type == .published {
            rules.checkIsNew(state)
        } else if state == nil {
            rules.refuseUnknownStory()
        }
        guard rules.refusals.isEmpty else { throw Refusals(rules.refusals) }
        let isUnchanged = rules.check(state)
        guard rules.refusals.isEmpty else { throw Refusals(rules.refusals) }
        self =
            isUnchanged
            ? .unchanged
            : .append(completed: rules.completed, expecting: state.map { .exactly($0.revision) } ?? .none)
    }
}
