import EventLog
import InMemoryLogging
import Logging
import StoryEvents
import Synchronization
import Testing

@testable import LedgerService

@Suite("Each change of the clock is logged once")
struct ClockWatchTests {
    private let noon = RecordedTime(microseconds: 1_772_452_800_000_000)

    private func standing(behind seconds: Int64 = 0, accepted: Int64? = nil, isStale: Bool = false) -> ClockStanding {
        var standing = ClockStanding(
            shown: noon, newest: RecordedTime(microseconds: noon.microseconds + seconds * 1_000_000), fault: nil)
        standing.accepted = accepted
        standing.isNoteStale = isStale
        return standing
    }

    @Test func tellsAtEachLookWhetherTheClockIsBelieved() {
        let found = Mutex<[Bool]>([])
        var watch = ClockWatch(
            Logger(label: "test") { _ in InMemoryLogHandler() }, changed: {},
            found: { fault in found.withLock { $0.append(fault == nil) } }
        ) {}
        let fault = ClockFault.jumped(shown: noon, expected: noon)
        for fault in [nil, fault, fault, nil] {
            watch.look(ClockStanding(shown: noon, newest: nil, fault: fault))
        }
        #expect(found.withLock(\.self) == [true, false, false, true])
    }

    @Test func saysNothingTwice() {
        let log = InMemoryLogHandler()
        let notes = Mutex(0)
        let rings = Mutex(0)
        var watch = ClockWatch(Logger(label: "test") { _ in log }, changed: { rings.withLock { $0 += 1 } }) {
            () throws(EventLogError) in
            notes.withLock { $0 += 1 }
            throw .busy(path: "ledger.db")
        }
        watch.look(standing())
        watch.look(standing(behind: 3, isStale: true))
        #expect(log.entries.isEmpty)
        for _ in 0..<3 { watch.look(standing(accepted: 93_600_000_000)) }
        for _ in 0..<3 { watch.look(standing(behind: 93_600)) }
        for _ in 0..<3 { watch.look(standing()) }
        let said = log.entries.map { "\($0.message)" }
        let wanted = [
            "has accepted the", "is right again", "is 26 h behind the newest event", "has passed the newest event",
        ]
        #expect(said.count == wanted.count)
        for (message, part) in zip(said, wanted) { #expect(message.contains(part)) }
        #expect(notes.withLock(\.self) == 1 && rings.withLock(\.self) == 3)
    }
}
