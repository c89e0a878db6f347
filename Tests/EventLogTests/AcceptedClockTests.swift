import EventLog
import Foundation
import LedgerTestKit
import StoryEvents
import Testing

@Suite("An acceptance holds for the jump that was accepted")
struct AcceptedClockTests {
    private let ledger: TemporaryLedger
    private let machine = MachineUnderTest()
    private let hour: Int64 = 3_600

    init() throws { ledger = try TemporaryLedger() }

    /// Appends one more event.
    ///
    /// - Returns: Whether it was recorded; false where the clock is not believed.
    private func append(_ store: SQLiteEventStore, _ number: Int) throws -> Bool {
        do throws(EventLogError) {
            let receipt = try Recorder(store, maximumAhead: .seconds(1 << 40)).record([
                .lines([Documents.published("story-\(number)")])
            ])[0].receipt
            #expect(receipt?.outcome == .appended)
            return true
        } catch {
            guard case .clock = error else { throw error }
            return false
        }
    }

    /// A daemon looks at the clock now and then. Of two acceptances one ends at a look.
    private func look(_ store: SQLiteEventStore) throws {
        for _ in 0..<2 where try store.clockStanding().isNoteStale { try store.checkClock() }
        #expect(try !store.clockStanding().isNoteStale)
    }

    @Test func itEndsOnceTheClockIsRightAgain() throws {
        let store = try machine.open(ledger)
        #expect(try append(store, 0))
        for (number, jump) in [26 * hour, 26 * hour, 80 * hour, 26 * hour].enumerated() {
            machine.set(secondsFromRight: jump)
            #expect(try !append(store, 10 + number), "jump \(number) was not noticed")
            _ = try machine.open(ledger).acceptClock()
            #expect(try store.clockStanding().accepted == jump * 1_000_000)
            #expect(try append(store, 20 + number))
            machine.pass(seconds: 600)
            machine.set(secondsFromRight: 0)
            try look(try machine.open(ledger))
            let standing = try store.clockStanding()
            #expect(standing.accepted == nil && standing.isNewestAhead && standing.behind > 0)
            let text = try #require(standing.behindText)
            #expect(text.contains("which an accepted clock dated; until it shows \(try #require(standing.newest))"))
        }
        machine.set(secondsFromRight: 26 * hour)
        #expect(try !append(try machine.open(ledger), 30), "after a restart")
    }

    @Test func itOutlivesAStartOfTheMachineAndEndsAfterIt() throws {
        #expect(try append(try machine.open(ledger), 0))
        machine.set(secondsFromRight: 30 * hour)
        _ = try machine.open(ledger).acceptClock()
        machine.reboot(off: 60)
        let store = try machine.open(ledger)
        #expect(try append(store, 1))
        #expect(try store.clockStanding().accepted == 30 * hour * 1_000_000)
        machine.set(secondsFromRight: 0)
        #expect(try append(store, 2))
        #expect(try store.clockStanding().accepted == nil)
        machine.set(secondsFromRight: 30 * hour)
        #expect(try !append(store, 3))
    }

    @Test func afterYearsThatWereAcceptedAStartIsHeldAgainstTheRightTime() throws {
        var store = try machine.open(ledger)
        #expect(try append(store, 0))
        machine.set(secondsFromRight: 87_600 * hour)
        _ = try store.acceptClock()
        #expect(try append(store, 1))
        machine.set(secondsFromRight: 0)
        #expect(try append(store, 2))
        machine.reboot(off: 60)
        machine.set(secondsFromRight: 87_600 * hour)
        store = try machine.open(ledger)
        #expect(try !append(store, 3))
        machine.set(secondsFromRight: 0)
        #expect(try append(store, 4))
        #expect(try store.clockStanding().isNewestAhead)
        machine.pass(seconds: 87_600 * hour + 60)
        #expect(try append(store, 5))
        #expect(try !store.clockStanding().isNewestAhead, "it has passed the newest event")
    }

    @Test func aClockThatHasOnlyGoneBackMayReturn() throws {
        let store = try machine.open(ledger)
        #expect(try append(store, 0))
        machine.pass(seconds: 50 * hour)
        // The newest event is older than what the clock shows after each of these steps.
        for (number, step) in [-30 * hour, -40 * hour, -49 * hour].enumerated() {
            machine.set(secondsFromRight: step)
            #expect(try append(store, 10 + number))
        }
        machine.set(secondsFromRight: 26 * hour)
        #expect(try !append(store, 20))
        machine.set(secondsFromRight: 60)
        #expect(try append(store, 21))
    }

    /// Random settings of the clock, starts of processes and of the machine, and acceptances: a right clock is never refused, and
    /// no event is dated more than a day after the right time, unless an admin accepted that jump.
    @Test(arguments: 0..<Self.seeds)
    func noEventIsDatedByAJumpThatNobodyAccepted(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        var store = try machine.open(ledger)
        var (offset, accepted, newest, hasGoneBack) = (Int64(0), Int64?.none, Int64.min, false)
        // The furthest that the clock has gone since, in steps of at most a day.
        var reached = Int64(0)
        // Whether the machine was started while the newest event lay ahead, where the right clock is like one that was lost; or with
        // the right clock after an accepted one, where nothing tells that the acceptance is over if the machine was off for so long.
        var isUntold = false
        let small = -hour...hour
        #expect(try append(store, 0))
        for number in 1...Self.steps {
            func chance(_ parts: Int) -> Bool { Int.random(in: 0..<parts, using: &random) == 0 }
            machine.pass(seconds: chance(4) ? Int64.random(in: 0...100 * hour, using: &random) : 60)
            switch Int.random(in: 0..<8, using: &random) {
            case 0, 1: offset = Int64.random(in: small, using: &random)
            case 2: offset = accepted ?? offset
            case 3: offset = Int64.random(in: 26 * hour...60 * hour, using: &random)
            case 4: offset = Int64.random(in: 26 * hour...200_000 * hour, using: &random)
            case 5: offset = -Int64.random(in: 26 * hour...400_000 * hour, using: &random)
            case 6: store = try machine.open(ledger)
            default:
                // What a clock shows that was set while the machine was off is believed for a year.
                if offset != accepted { offset = Int64.random(in: small, using: &random) }
                machine.reboot(off: Int64.random(in: 0...50 * hour, using: &random))
                let endsUnseen = try offset != accepted && store.clockStanding().accepted != nil
                isUntold = isUntold || endsUnseen || newest > machine.right + 24 * hour * 1_000_000
                store = try machine.open(ledger)
            }
            machine.set(secondsFromRight: offset)
            let isRight = small.contains(offset)
            if isRight { (accepted, reached) = (nil, 0) }
            if let accepted, offset < accepted { hasGoneBack = true }
            if offset >= -hour, chance(6) {
                _ = try machine.open(ledger).acceptClock()
                if !isRight { (accepted, reached, hasGoneBack) = (offset, offset, false) }
            }
            if chance(2) {
                do { try look(store) } catch EventLogError.clock {}
            }
            let wasRecorded = try append(store, number)
            let place: Comment = "seed \(seed), step \(number), \(offset) s from right, accepted \(accepted ?? 0)"
            let limit = reached + 24 * hour
            if isRight || offset < 0 || offset == accepted && !hasGoneBack { #expect(wasRecorded, place) }
            if isUntold, newest <= machine.right + 24 * hour * 1_000_000 {
                isUntold = try store.clockStanding().accepted != nil
            }
            if offset > limit, !isUntold { #expect(!wasRecorded, place) }
            guard wasRecorded, let last = try store.head()?.recorded.microseconds else { continue }
            #expect(last >= newest, place)
            if last > newest, !isUntold { #expect(last - machine.right <= limit * 1_000_000, place) }
            newest = last
            if accepted != nil { reached = max(reached, offset) }
        }
    }

    private static let seeds = UInt64(ProcessInfo.processInfo.environment["STORYLEDGER_CLOCKS"] ?? "") ?? 60
    private static let steps = 80
}
