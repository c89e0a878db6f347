import CanonicalJSON
import EventLog
import StoryEvents
import Synchronization

/// The status of intake, written by its thread and read by any thread.
final class StatusBoard: Sendable {
    private let current = Mutex(InboxStatus())

    var status: InboxStatus { current.withLock { $0 } }

    func count(_ receipt: Receipt) {
        current.withLock { status in
            switch receipt.outcome {
            case .appended: status.appended += 1
            case .duplicate: status.duplicate += 1
            case .unchanged: status.unchanged += 1
            case .quarantined: status.quarantined += 1
            }
            status.lastCommit = receipt.recorded
        }
    }

    func note(_ stall: IntakeBlocked, _ now: RecordedTime) {
        current.withLock { status in
            status.lastError = stall.message
            status.stall = InboxStatus.IntakeBlocked(
                reason: stall.message, remedy: stall.remedy, since: status.stall?.since ?? now)
        }
    }

    func noteScanned() {
        current.withLock { $0.hasScanned = true }
    }

    /// Records that intake runs, and what waits.
    func noteGoing(_ intake: Intake) {
        let waiting = intake.deferrals.hasChanged ? intake.deferrals.shown() : nil
        let suspended = intake.suspensions.hasChanged ? intake.shownSuspensions : nil
        intake.suspensions.noteShown()
        let sources = intake.sources.values.sorted { $0.text < $1.text }
        current.withLock { status in
            status.stall = nil
            status.unmoved = intake.mover.stuck.map(\.place.text) + intake.unreachable.map { Place(path: $0.from).text }
            if let waiting { status.waiting = waiting }
            if let suspended { status.suspended = suspended }
            status.unfinished = sources.flatMap(\.unfinished)
            status.leftOut = intake.unusable + sources.flatMap(\.leftOut)
        }
    }
}

extension Intake {
    fileprivate var shownSuspensions: [InboxStatus.Suspended] {
        guard !suspensions.isEmpty else { return [] }
        return suspensions.entries.map { subject, entry in
            var isDirectory = false
            if case .folder = subject { isDirectory = true }
            return InboxStatus.Suspended(
                file: subject.text, isDirectory: isDirectory, reason: Text(entry.reason), remedy: Text(entry.remedy),
                since: entry.shownSince, until: suspensions.shownRetry(of: subject) ?? entry.shownSince)
        }.sorted { $0.file < $1.file }
    }
}
