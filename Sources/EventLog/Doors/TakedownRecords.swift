import StoryEvents

/// What takedowns have erased, and what of it may be left in files.
public protocol TakedownRecords: Sendable {
    /// What files must not bring back.
    func withheldContent() throws(EventLogError) -> WithheldContent

    /// Events whose data is erased from the log, and may still be in files.
    func pendingErasures() throws(EventLogError) -> [Position]

    /// Makes sure that no file of the log holds what was erased any more.
    ///
    /// - Parameter patience: How long to wait for others who read the log as it was before.
    /// - Throws: ``EventLogError/busy(path:)`` when they read for longer.
    func purgeErased(patience: Duration) throws(EventLogError)
}

/// Erases while no other process appends.
public protocol TakedownTransaction: AnyObject {
    /// The newest event that took data of others; nil where nothing was taken.
    func newestTakedown() throws(EventLogError) -> Position?

    /// Erases the salt of an event, and what of its data an event appended before says is withheld.
    ///
    /// Until ``settleErasure(of:)`` is called, ``TakedownRecords/pendingErasures()`` lists the event, unless only the name and
    /// the hash of its file go.
    ///
    /// - Parameters:
    ///   - takedown: The event that says so.
    ///   - rest: What is left of the data; nil where nothing is.
    ///   - custodyOnly: Whether only the name and the hash of the event's file go.
    func erase(
        _ position: Position, by takedown: Position, leaving rest: DisclosedData?, custodyOnly: Bool
    ) throws(EventLogError)

    /// The takedown of the text of a document that was recorded before; nil where there is none.
    ///
    /// - Parameter entry: What a receipt says of the document.
    func takedown(of entry: Receipt.Entry) throws(EventLogError) -> Position?

    /// The events that lost text to takedowns after one, each with the takedown, in the order of the takedowns.
    ///
    /// - Parameter takedown: nil for all takedowns.
    func withheldEvents(after takedown: Position?) throws(EventLogError) -> [(event: Envelope, by: Position)]

    /// Takes the name and the hash of a receipt's file and the words of its refusals, where a takedown has not done so yet.
    ///
    /// - Parameter takedown: The event that says why.
    func withhold(receipt number: Int64, by takedown: Position) throws(EventLogError)

    /// Notes that files may hold what was erased of an event, until ``settleErasure(of:)`` is called.
    func noteErasure(of position: Position) throws(EventLogError)

    /// Notes that what was erased of an event is in no file any more.
    func settleErasure(of position: Position) throws(EventLogError)
}
