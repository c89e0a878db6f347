import CanonicalJSON
import StoryEvents

/// The events that have lost text to takedowns, as far as a document without an id may repeat one of them.
///
/// Such a document has the story, the type and the time of the event: they are part of its derived id. They are in the
/// leaf for everyone, so an answer that depends on them alone tells nothing of the text.
struct WithheldTexts {
    /// By story, its newest takedown of text.
    private var stories: [StoryID: Position] = [:]
    /// By story, time and type of an event with a derived id, in the form of a leaf's end.
    private var derived: [[UInt8]: Position] = [:]
    private var newest: Position?

    /// Adds what was withheld since the last call.
    ///
    /// - Parameter takedown: The newest takedown.
    mutating func update(to takedown: Position?, in transaction: any AppendTransaction) throws(EventLogError) {
        guard takedown != newest else { return }
        // The last ones that were read were undone.
        if let newest, takedown.map({ $0 < newest }) ?? true { self = WithheldTexts() }
        for (event, by) in try transaction.withheldEvents(after: newest) {
            stories[event.story] = by
            guard LedgerSecret.isDerived(event.identity.id) else { continue }
            derived[LeafFrame.end(of: event.story, event.time, event.type)] = by
        }
        newest = takedown
    }

    /// The newest takedown of text of a story.
    func takedown(of story: StoryID) -> Position? { stories[story] }

    /// The newest takedown of text of an event that a document without an id may repeat.
    func takedown(ofOneLike document: EventDocument) -> Position? { derived[document.contentEnd] }
}
