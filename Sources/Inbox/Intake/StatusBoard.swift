import CanonicalJSON
import EventLog
import StoryEvents
import Synchronization

/// The status of intake, written by its thread and read by any thread.
final class StatusBoard: Sendable {
    private let current = Mutex(InboxStatus())
    /// Called after something has changed that ``InboxStatus/outline`` shows.
    private let changed: @Sendable () -> Void

    init(changed: @escaping @Sendable () -> Void = {}) { self.changed = changed }

    var status: InboxStatus { current.withLock { $0 } }

    /// - Parameter changed: When the file was last changed, in nanoseconds since 1970; nil where it is gone.
    func count(_ receipt: Receipt, changed: Int64?) {
        change { status in
            if let changed {
                status.measures.lag.add(.microseconds(receipt.recorded.microseconds - changed / 1000))
            }
            if case .object(let refusal)? = receipt.refusals.first, case .string(let code)? = refusal["code"] {
                status.measures.refusals[code.string, default: 0] += 1
            }
            switch receipt.outcome {
            case .appended: status.appended += 1
            case .duplicate: status.duplicate += 1
            case .unchanged: status.unchanged += 1
            case .quarantined: status.quarantined += 1
            }
            status.lastCommit = receipt.recorded
        }
    }

    func noteCommit(took duration: Duration) {
        current.withLock { $0.measures.commits.add(duration) }
    }

    func note(_ stall: IntakeBlocked, _ now: RecordedTime) {
        change { status in
            status.lastError = stall.message
            status.stall = InboxStatus.IntakeBlocked(
                reason: stall.message, remedy: stall.remedy, since: status.stall?.since ?? now)
        }
    }

    /// Records what waits when intake ends.
    func noteWaiting(_ waiting: [InboxStatus.Waiting]) {
        change { $0.waiting = waiting }
    }

    func note(_ unguarded: InboxStatus.Unguarded) {
        change { $0.unguarded = unguarded }
    }

    /// - Parameter since: When readers began to keep the write-ahead log from being emptied; nil where none does.
    func noteUpkeep(heldSince since: RecordedTime?) {
        change { $0.walHeldSince = since }
    }

    func noteScanned() {
        change { $0.hasScanned = true }
    }

    private func change(_ body: (inout InboxStatus) -> Void) {
        let isNews = current.withLock { status in
            let before = status.outline
            body(&status)
            return status.outline != before
        }
        if isNews { changed() }
    }

    /// Records that intake runs, and what waits.
    func noteGoing(_ intake: Intake) {
        let waiting = intake.deferrals.shown(uptime: intake.clock.uptime())
        let suspended = intake.suspensions.hasChanged ? intake.shownSuspensions : nil
        intake.suspensions.noteShown()
        let sources = intake.sources.values.sorted { $0.text < $1.text }
        change { status in
            status.stall = nil
            status.unmoved = intake.mover.stuck.map(\.place.text) + intake.unreachable.map { Place(path: $0.from).text }
            if let waiting { status.waiting = waiting }
            if let suspended { status.suspended = suspended }
            status.unfinished = sources.flatMap(\.unfinished)
            status.unwatched = sources.filter { $0.unwatched > 0 }
                .map { InboxStatus.Unwatched(source: $0.text, directories: $0.unwatched) }
            status.leftOut = intake.unusable + sources.flatMap(\.leftOut)
        }
    }
}

extension Intake {
    fileprivate var shownSuspensions: [InboxStatus.Suspended] {
        suspensions.entries.map { subject, entry in
            var isDirectory = false
            if case .folder = subject { isDirectory = true }
            return InboxStatus.Suspended(
                file: subject.text, isDirectory: isDirectory, reason: Text(entry.reason), remedy: Text(entry.remedy),
                since: entry.shownSince, until: suspensions.shownRetry(of: subject) ?? entry.shownSince)
        }.sorted { $0.file < $1.file }
    }
}
