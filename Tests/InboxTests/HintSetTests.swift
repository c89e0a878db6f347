import Glibc
import LedgerTestKit
import Testing

@testable import Inbox

@Suite struct HintSetTests {
    private static let modified = UInt32(IN_MODIFY)
    private static let closed = UInt32(IN_CLOSE_WRITE)
    private static let made = UInt32(IN_CREATE)

    private func hint(_ events: UInt32, _ name: String? = "a.json", watch: Int32 = 1) -> Notifier.Hint {
        Notifier.Hint(watch: watch, events: events, name: name.map { FileName($0) })
    }

    @Test func aFloodOfRenamesIsFewHints() {
        var hints = HintSet()
        for _ in 0..<50_000 {
            hints.add(hint(UInt32(IN_MOVED_TO), "a.tmp"))
            hints.add(hint(UInt32(IN_MOVED_TO), "a.json"))
            hints.add(hint(UInt32(IN_MOVED_TO), "b.json"))
        }
        #expect(hints.take().map(\.name) == [FileName("a.json"), FileName("b.json")])
        #expect(hints.isEmpty && hints.take().isEmpty)
    }

    @Test func moreThanItHoldsIsAnOverflow() {
        var hints = HintSet()
        for number in 0...HintSet.most { hints.add(hint(Self.closed, "\(number).json")) }
        let taken = hints.take()
        #expect(taken.count == HintSet.most + 1)
        #expect(taken.last?.isOverflow == true)
    }

    @Test func whatHappensToADirectoryAddsUp() {
        var hints = HintSet()
        hints.add(hint(UInt32(IN_MOVE_SELF), nil))
        hints.add(hint(UInt32(IN_IGNORED), nil))
        let taken = hints.take()
        #expect(taken.count == 1)
        #expect(taken.first?.endsWatch == true && taken.first?.concernsDirectories == true)
    }

    /// Beside a plain oracle: all hints, one after the other.
    @Test(arguments: 0..<2_000 as Range<UInt64>)
    func filesAreKnownAsWellAsFromAllHints(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let names = ["a.json", "b.json", "c.json"]
        let settings = InboxSettings()
        var all = Wholeness(settle: settings.settle, openLimit: settings.openLimit)
        var (few, set, time) = (all, HintSet(), Duration.zero)
        for _ in 0..<Int.random(in: 1...30, using: &random) {
            time += .milliseconds(1)
            let events = [
                Self.modified, Self.closed, Self.made, UInt32(IN_MOVED_TO), UInt32(IN_DELETE), UInt32(IN_Q_OVERFLOW),
            ].randomElement(using: &random)!
            let name = names.randomElement(using: &random)!
            let hint = hint(events, events == UInt32(IN_Q_OVERFLOW) ? nil : name)
            note(hint, in: &all, time)
            set.add(hint)
            if Int.random(in: 0..<4, using: &random) == 0 { for hint in set.take() { note(hint, in: &few, time) } }
        }
        for hint in set.take() { note(hint, in: &few, time) }
        var status = stat()
        try #require(stat("/proc/self/exe", &status) == 0)
        for name in names {
            let place = Place(folder: .inbox, name: FileName(name))
            let verdicts = [all, few].map { wholeness in
                var wholeness = wholeness
                return String(
                    "\(wholeness.judge(place, FileFacts(status), uptime: time, now: .max))".prefix { $0 != "(" })
            }
            #expect(verdicts[0] == verdicts[1], "seed \(seed), \(name)")
        }
    }

    /// As the intake does.
    private func note(_ hint: Notifier.Hint, in wholeness: inout Wholeness, _ uptime: Duration) {
        if hint.isOverflow { return wholeness.noteLostHints() }
        guard let name = hint.name, !hint.isRemoval else { return }
        let place = Place(folder: .inbox, name: name)
        if hint.finishesFile {
            wholeness.noteWhole(place)
        } else if hint.isWriting {
            wholeness.noteWritten(place, uptime: uptime)
        } else {
            wholeness.noteMade(place, uptime: uptime)
        }
    }
}
