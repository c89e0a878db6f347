import EventLog
import Projections
import StoryEvents

/// The moment that a request is about: one rule for pages, files and the API.
extension Responder {
    /// Refuses a position that the log does not have yet: it would mean something else tomorrow.
    func refuseCutBeyondTheLog(_ frame: Frame) throws(SiteFault) {
        guard case .position(let position)? = frame.moment.cut.asOf, position.value >= frame.size else { return }
        throw .notFound(
            said("The log has no \(position)"),
            remedy: frame.size == 0 ? said("the log is empty") : said("the newest is @\(frame.size - 1)"))
    }

    /// Refuses a version and an event that the record did not hold by then.
    func refuseLater(_ route: Route, _ frame: Frame) throws(SiteFault) {
        try refuseCutBeyondTheLog(frame)
        let cut = frame.moment.cut
        guard cut != .none else { return }
        switch route {
        case .story(let story, .bundle(let number)), .story(let story, .text(let number, _)),
            .story(let story, .citation(let number, _)), .story(let story, .version(let number)),
            .api(.story(let story, .version(let number))):
            try refuseHidden(story)
            let outline = try record.ask { reader throws(StoryError) in try reader.outline(of: story, cut) }
            guard !outline.contains(where: { $0.number == number }) else { return }
            throw SiteFault(StoryError.noVersion(story, number, newest: outline.last?.number ?? 0))
        case .event(let position), .proof(let position), .api(.event(let position)):
            guard let event = try record.read({ store throws(EventLogError) in try store.event(at: position) }) else {
                throw try noEvent(position)
            }
            let envelope = event.envelope
            if envelope.story != .ledger { try refuseHidden(envelope.story, event: position) }
            guard !isHeld(envelope, by: cut) else { return }
            throw .notFound(said("There was no event \(position) by then"), remedy: said("go back to now"))
        default: return
        }
    }

    private func isHeld(_ envelope: Envelope, by cut: StoryCut) -> Bool {
        if let at = cut.at, envelope.time.microseconds > at.microseconds { return false }
        // A version is one of a story, and says nothing of single events.
        if case .version? = cut.asOf { return true }
        return cut.asOf?.includes(version: 0, envelope) ?? true
    }
}
