import StoryEvents

/// Pieces that an earlier takedown has.
extension WithholdingSearch {
    /// Refuses to withhold pieces again, all of which are withheld. One whose takedown was cut off is finished.
    func refuse(withheld pieces: [Int], of event: RecordedEvent, _ what: String) throws(WithholdingError) {
        if let withheld = event.withheld { return try refuse(withheld, .withheldAlready(withheld)) }
        guard let data = event.disclosed,
            pieces.allSatisfy({ data.pieces.indices.contains($0) && data.pieces[$0].isHidden }),
            let withheld = event.partial?.takedowns.last(where: { pieces.contains(where: $0.taken.pieces.contains) })
        else { return }
        try refuse(withheld, .piecesWithheldAlready(withheld, what))
    }

    func refuse(_ withheld: Withheld, _ error: WithholdingError) throws(WithholdingError) {
        let pending = try log { () throws(EventLogError) in try store.pendingErasures() }
        if !pending.contains(withheld.taken.position) { throw error }
    }
}
