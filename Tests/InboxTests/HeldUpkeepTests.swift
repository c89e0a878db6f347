import InMemoryLogging
import Logging
import Testing

@testable import Inbox

@Suite("A reader that keeps the write-ahead log is told of once") struct HeldUpkeepTests {
    private let log = InMemoryLogHandler()

    @Test func onceItLastsAndOnceItEnds() {
        let logger = Logger(label: "inbox", factory: { _ in self.log })
        var held = HeldUpkeep()
        var changes: [Int] = []
        // A short read; then a long one.
        for (second, isHeld) in (0..<60).map({ ($0, $0 == 3 || (20..<50).contains($0)) }) {
            if held.note(isHeld: isHeld, uptime: .seconds(second), logger) { changes.append(second) }
        }
        #expect(changes == [30, 50])
        #expect(log.entries.map(\.level) == [.warning, .notice])
    }
}
