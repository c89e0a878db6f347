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

    /// Random walks of the clock, with processes that come and go and machines that are off, against a plain model.
    @Test(arguments: 0..<60 as Range<UInt64>)
    func agreesWithThePlainModel(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        var model = Model(newest: ManualClock.noon.microseconds)
        var stores = [try machine.open(ledger)]
        for number in 0..<60 {
            switch Int.random(in: 0..<12, using: &random) {
            case 0: machine.step(seconds: Int64.random(in: -20...20, using: &random))
            case 1: machine.step(seconds: Int64.random(in: -2 * day...2 * day, using: &random))
            case 2: machine.step(seconds: Int64.random(in: -800 * day...800 * day, using: &random))
            case 3: machine.set(model.newest + Int64.random(in: -5...5, using: &random))
            case 4:
                machine.reboot(off: Int64.random(in: 0...400 * day, using: &random))
                stores = [try machine.open(ledger)]
            case 5: stores.append(try machine.open(ledger))
            case 6 where Int.random(in: 0..<3, using: &random) == 0:
                _ = try stores.randomElement(using: &random)!.acceptClock()
                model.accept(machine)
            default: machine.pass(seconds: Int64.random(in: 0...3 * day, using: &random))
            }
            let store = stores.randomElement(using: &random)!
            let isRefused = try append(store, number) != nil
            #expect(isRefused == !model.append(machine), "seed \(seed), step \(number)")
        }
        let recorded = try stores[0].events(from: .first, limit: .max).map(\.envelope.recorded.microseconds)
        #expect(recorded == model.recorded, "seed \(seed)")
        #expect(recorded == recorded.sorted(), "seed \(seed)")
    }

    private struct Model {
        var newest: Int64
        var recorded: [Int64] = []
        /// By boot: what the wall showed when the machine started, as it was last believed.
        private var starts: [String: Int64] = [:]
        private var lastBoot = ""
        private var lastBelieved = Int64.min
        private static let day: Int64 = 86_400_000_000

        init(newest: Int64) { self.newest = newest }

        mutating func append(_ machine: MachineUnderTest) -> Bool {
            let (wall, start) = (machine.wall, machine.wall - machine.uptimeNow)
            if wall > newest + Self.day {
                if lastBoot == machine.boot, let believed = starts[machine.boot] {
                    if start - believed > Self.day { return false }
                } else if wall > max(newest, lastBelieved) + 366 * Self.day {
                    return false
                }
            }
            recorded.append(max(recorded.last ?? .min, wall))
            newest = max(newest, wall)
            let isFar = wall < newest - Self.day
            let isSame = lastBoot == machine.boot && abs(start - (starts[machine.boot] ?? .min / 4)) <= 1_000_000
            if !isFar, !isSame { note(machine) }
            return true
        }

        mutating func accept(_ machine: MachineUnderTest) { note(machine) }

        private mutating func note(_ machine: MachineUnderTest) {
            starts[machine.boot] = machine.wall - machine.uptimeNow
            lastBoot = machine.boot
            lastBelieved = machine.wall
        }
    }
}
