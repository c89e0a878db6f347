import CanonicalJSON
import StoryEvents

// A source that may not edit a story learns nothing of its withheld texts: whether a document repeats one of them changes
// neither its outcome nor its refusals.
extension FileIntake {
    /// Refuses a document that is taken, unless it repeats an event whose text was withheld: then so is every other document
    /// that may repeat it.
    func refusalBesideWithheld(_ prepared: PreparedDocument) throws(EventLogError) -> Refusal? {
        let document = prepared.document
        guard withheld.takedown(of: document.story) != nil else { return nil }
        let takedown: Position?
        if document.id == nil {
            takedown = withheld.takedown(ofOneLike: document)
        } else if let recorded = try transaction.recorded(prepared.event.identity), recorded.isLike(document) {
            takedown = try textTakedown(of: recorded)
        } else {
            takedown = nil
        }
        guard let takedown else { return nil }
        let (what, remedy) =
            document.id == nil
            ? ("of that time", "if it says something else, give it an id of its own")
            : ("with that id", "if it says something else, give it another id")
        return Refusal(
            .textWithheld, at: document.id == nil ? document.path : document.path.member("id"),
            "text of a '\(document.type)' \(what) in the story '\(document.story)' was withheld by \(takedown), and "
                + "whether this document repeats it is not told", remedy: remedy)
    }

    /// Whether a source is told that an event has the document's identity, where the document is not taken.
    ///
    /// - Parameter mayKnow: Whether it may be told what was withheld of the story.
    func isTold(
        of recorded: RecordedIdentity, to prepared: PreparedDocument, mayKnow: Bool
    ) throws(EventLogError) -> Bool {
        // Where the event is not like it, its content is another one, whatever was withheld.
        guard !mayKnow, recorded.isLike(prepared.document) else { return true }
        guard try textTakedown(of: recorded) == nil else { return false }
        // Who may not say it is told that, not that another source has said it.
        return recorded.source == prepared.document.source || prepared.document.type.isMove
    }

    /// The same for a document that changed nothing.
    func isTold(
        of unchanged: UnchangedDocument, to prepared: PreparedDocument, mayKnow: Bool
    ) throws(EventLogError) -> Bool {
        let (document, identity) = (prepared.document, prepared.event.identity)
        guard !mayKnow, document.type == .updated else { return true }
        let entry = Receipt.Entry(
            position: nil, revision: nil, story: document.story, type: document.type, id: identity.id,
            outcome: .unchanged)
        guard unchanged.source == document.source else { return false }
        return try transaction.takedown(of: entry) == nil
    }

    private func textTakedown(of recorded: RecordedIdentity) throws(EventLogError) -> Position? {
        try transaction.takedown(
            of: Receipt.Entry(
                position: recorded.position, revision: recorded.revision, story: recorded.story, type: recorded.type,
                id: nil, outcome: .appended))
    }
}

extension RecordedIdentity {
    /// Whether a document may be the one that was recorded, as far as everyone knows.
    fileprivate func isLike(_ document: EventDocument) -> Bool { story == document.story && type == document.type }
}
