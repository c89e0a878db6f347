import CanonicalJSON
import StoryEvents

/// Which events the site shows. Persisted rows may be a moment behind the log; the stories of events after them are
/// folded, each once.
struct EventVisibility {
    private let visibility: Visibility
    private let responder: Responder
    private var newer: [StoryID: Bool] = [:]

    init(_ responder: Responder) throws(SiteFault) {
        self.responder = responder
        visibility = try Visibility(responder.record, responder.rule, now: responder.now())
    }

    mutating func shows(_ envelope: Envelope) throws(SiteFault) -> Bool {
        guard envelope.story != .ledger else { return true }
        guard envelope.position >= visibility.end else { return visibility.shows(envelope.story) }
        if let known = newer[envelope.story] { return known }
        let shows = try responder.shows(envelope.story)
        newer[envelope.story] = shows
        return shows
    }
}
