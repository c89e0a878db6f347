import EventLog
import StoryEvents
import Synchronization

/// The intake's status, written by its thread and read by any.
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

    func note(_ stall: Stall, _ now: RecordedTime) {
        current.withLock { status in
            status.lastError = stall.message
            status.stall = InboxStatus.Stall(
                reason: stall.message, remedy: stall.remedy, since: status.stall?.since ?? now)
        }
    }

    func noteScanned() {
        current.withLock { $0.hasScanned = true }
    }

    func noteGoing(_ stuck: [Move], _ waiting: inout WaitingRoom) {
        let shown = waiting.hasChanged ? waiting.shown() : nil
        current.withLock { status in
            status.stall = nil
            status.unmoved = stuck.map(\.place.text)
            if let shown { status.waiting = shown }
        }
    }
}
