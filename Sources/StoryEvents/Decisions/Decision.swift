import CanonicalJSON

/// What becomes of a document.
public enum Decision: Hashable, Sendable {
    /// It becomes an event, expecting the story at this revision: with the document's own data, or where the story makes
    /// plain what that leaves out, with data completed by it.
    case append(completed: JSONObject?, payload: Payload, expecting: ExpectedRevision)
    /// It changes nothing and says nothing.
    case unchanged

    /// Decides a document on a story as it stands. Pure.
    ///
    /// - Parameters:
    ///   - document: The document.
    ///   - state: The story it is about; nil when there is none.
    /// - Throws: ``Refusals``, without their place in the file.
    public init(_ document: EventDocument, on state: StoryState?) throws(Refusals) {
        var rules = DecisionRules(document, state)
        rules.checkExpectation()
        if document.type == .published {
            rules.checkIsNew()
        } else if state == nil {
            rules.refuseUnknownStory()
        }
        guard rules.refusals.isEmpty else { throw Refusals(rules.refusals) }
        var completed: JSONObject?
        var payload = document.payload
        let unchanged = rules.check(&completed, &payload)
        guard rules.refusals.isEmpty else { throw Refusals(rules.refusals) }
        self =
            unchanged
            ? .unchanged
            : .append(
                completed: completed, payload: payload, expecting: state.map { .exactly($0.revision) } ?? .none)
    }
}
