import StoryEvents

extension StoryView {
    /// The claims at this cut.
    ///
    /// - Throws: ``StoryError/unreadable(_:_:)``.
    public func claimBoard() throws(StoryError) -> ClaimBoard { try folded() }

    /// What happened, at this cut.
    ///
    /// - Throws: ``StoryError/unreadable(_:_:)``.
    public func timeline() throws(StoryError) -> Timeline { try folded() }

    private func folded<Projection: StoryProjection>() throws(StoryError) -> Projection {
        var projection = Projection()
        for event in events {
            do throws(PayloadFault) { try projection.apply(event) } catch {
                throw .unreadable(event.envelope.position, error)
            }
        }
        return projection
    }
}
