import StoryEvents

extension StoryView {
    /// The claims at this cut.
    ///
    /// - Throws: ``StoryError/unreadable(_:_:)``.
    public func claimBoard() throws(StoryError) -> ClaimBoard {
        var board = ClaimBoard()
        try forEachEvent { event throws(PayloadFault) in try board.apply(event) }
        return board
    }

    /// What happened, at this cut.
    ///
    /// - Throws: ``StoryError/unreadable(_:_:)``.
    public func timeline() throws(StoryError) -> Timeline {
        var timeline = Timeline()
        try forEachEvent { event throws(PayloadFault) in try timeline.apply(event) }
        return timeline
    }

    private func forEachEvent(_ body: (RecordedEvent) throws(PayloadFault) -> Void) throws(StoryError) {
        for event in events {
            do throws(PayloadFault) { try body(event) } catch { throw .unreadable(event.envelope.position, error) }
        }
    }
}
