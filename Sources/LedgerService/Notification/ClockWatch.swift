import EventLog
import Logging

/// Follows the machine's clock for a daemon: keeps the ledger's notes of it, and logs each change once.
struct ClockWatch: Sendable {
    /// Keeps the notes.
    let note: @Sendable () throws(EventLogError) -> Void
    let logger: Logger
    /// Rung when the state changes that the daemon shows.
    let changed: @Sendable () -> Void
    /// Gets at each look why the clock is not believed; nil when it is.
    let found: @Sendable (ClockFault?) -> Void
    private var last: State?

    private struct State: Equatable {
        var isBelieved = true
        var isAccepted = false
        var isBehind = false
    }

    init(
        _ logger: Logger, changed: @escaping @Sendable () -> Void,
        found: @escaping @Sendable (ClockFault?) -> Void = { _ in },
        note: @escaping @Sendable () throws(EventLogError) -> Void
    ) {
        self.logger = logger
        self.changed = changed
        self.found = found
        self.note = note
    }

    mutating func look(_ clock: ClockStanding) {
        // Where nothing can be written now, the next look tries again.
        if clock.isNoteStale { do throws(EventLogError) { try note() } catch {} }
        found(clock.fault)
        let state = State(
            isBelieved: clock.fault == nil, isAccepted: clock.accepted != nil,
            isBehind: clock.behind >= ClockStanding.behindToWarn)
        let before = last ?? State()
        guard state != before else { return last = state }
        last = state
        if state.isAccepted, !before.isAccepted, let text = clock.acceptedText { logger.notice("\(text)") }
        if before.isAccepted, !state.isAccepted {
            logger.notice("the machine's clock is right again: it is no longer accepted as it was")
        }
        if state.isBehind, !before.isBehind, let text = clock.behindText {
            logger.warning("\(text)", metadata: ["remedy": "set the machine's clock where it is wrong, best by NTP"])
        }
        if before.isBehind, !state.isBehind { logger.notice("the machine's clock has passed the newest event") }
        changed()
    }
}
