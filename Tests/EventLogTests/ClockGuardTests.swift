import EventLog
import LedgerTestKit
import StoryEvents
import Testing

@Suite("A clock that jumps dates nothing")
struct ClockGuardTests {
    private let ledger: TemporaryLedger
    private let machine = MachineUnderTest()
    private let day: Int64 = 86_400

    init() throws { ledger = try TemporaryLedger() }

    /// Appends one more event.
    ///
    /// - Returns: Why not; nil when it is there.
    private func append(_ store: SQLiteEventStore, _ number: Int) throws -> ClockFault? {
        do throws(EventLogError) {
            let receipt = try Recorder(store, maximumAhead: .seconds(1 << 40)).record([
                .lines([Documents.published("story-\(number)")])
            ])[0].receipt
            #expect(receipt?.outcome == .appended)
            return nil
        } catch {
            guard case .clock(let fault) = error else { throw error }
            return fault
        }
    }

    private func years(of store: SQLiteEventStore) throws -> [String] {
        try store.events(from: .first, limit: .max).map { String($0.envelope.recorded.description.prefix(4)) }
    }

    @Test func aStepOfTenYearsForTwoSecondsIsWaitedOut() throws {
        let store = try machine.open(ledger)
        #expect(try append(store, 0) == nil)
        machine.step(seconds: 3653 * day)
        let fault = try append(store, 1)
        guard case .jumped? = fault else {
            Issue.record("\(String(describing: fault))")
            return
        }
        #expect(try store.clockStanding().fault == fault)
        machine.step(seconds: -3653 * day)
        #expect(try append(store, 2) == nil)
        #expect(try years(of: store) == ["2026", "2026"])
        #expect(try store.clockStanding().fault == nil)
    }

    @Test func itIsNoticedAfterARestartOfTheProcess() throws {
        #expect(try append(try machine.open(ledger), 0) == nil)
        machine.pass(seconds: 40 * day)
        machine.step(seconds: 2 * day)
        let store = try machine.open(ledger)
        #expect(try append(store, 1) != nil)
        machine.step(seconds: -2 * day)
        #expect(try append(try machine.open(ledger), 2) == nil, "it was only idle for long")
    }

    @Test func itIsNoticedAfterAStartOfTheMachine() throws {
        #expect(try append(try machine.open(ledger), 0) == nil)
        machine.reboot(off: 300 * day)
        #expect(try append(try machine.open(ledger), 1) == nil, "it was only off for long")
        machine.reboot(off: 3653 * day)
        let store = try machine.open(ledger)
        guard case .farAhead? = try append(store, 2) else {
            Issue.record("ten years are believed")
            return
        }
        machine.step(seconds: -3000 * day)
        #expect(try append(store, 3) != nil)
        machine.step(seconds: -653 * day)
        #expect(try append(store, 4) == nil)
    }

    @Test func anEmptyLogIsHeldAgainstTheTimeItWasMade() throws {
        machine.step(seconds: 3653 * day)
        #expect(try append(try machine.open(ledger), 0) != nil)
    }

    @Test func anAdminMayAcceptIt() throws {
        let store = try machine.open(ledger)
        #expect(try append(store, 0) == nil)
        machine.step(seconds: 30 * day)
        #expect(try append(store, 1) != nil)
        // Another process; the one that runs goes on.
        #expect(try machine.open(ledger).acceptClock().microseconds == machine.wall)
        #expect(try append(store, 2) == nil)
        machine.reboot(off: 5)
        #expect(try append(try machine.open(ledger), 3) == nil)
    }

    @Test func nothingLiesPastTheYear9999() throws {
        machine.set(253_402_300_800_000_000)
        let store = try machine.open(ledger)
        #expect(try append(store, 0) == .beyondRange(shown: RecordedTime(microseconds: machine.wall)))
        #expect(throws: EventLogError.self) { try store.acceptClock() }
        machine.set(.max)
        #expect(try append(store, 1) != nil)
        #expect(try store.clockStanding().behind == 0)
        #expect(try !machine.open(ledger).clockStanding().shown.description.isEmpty, "whatever it shows can be said")
    }

    @Test func aStepBackIsBelievedAndShown() throws {
        let store = try machine.open(ledger)
        #expect(try append(store, 0) == nil)
        machine.step(seconds: -3)
        #expect(try append(store, 1) == nil)
        #expect(try store.clockStanding().behind == 3_000_000)
        machine.set(0)
        #expect(try append(store, 2) == nil)
        #expect(try Set(store.events(from: .first, limit: 9).map(\.envelope.recorded)).count == 1)
        // A machine without a clock of its own starts in 1970, and is set right from the network.
        machine.set(ManualClock.noon.microseconds + 60_000_000)
        #expect(try append(store, 3) == nil)
    }

    @Test func aCheckpointAndATakedownAreNotDatedEither() throws {
        let store = try machine.open(ledger)
        #expect(try append(store, 0) == nil)
        machine.step(seconds: 2 * day)
        #expect(throws: EventLogError.self) {
            try store.append(dryRun: false) { transaction throws(EventLogError) in
                try transaction.keep(
                    StoredCheckpoint(size: 1, signed: RecordedTime(microseconds: machine.wall), note: [1]))
            }
        }
        #expect(throws: WithholdingError.self) {
            try Withholder(store).withhold(.event(.first), reason: "r", authority: "a")
        }
        #expect(try store.event(at: .first)?.content != nil)
    }
}
