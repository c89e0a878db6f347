import EventLog
import Logging
import StoryEvents
import Synchronization
import Testing

@testable import LedgerService

@Suite struct LedgerOpeningTests {
    private final class Lines: Sendable {
        private let all = Mutex<[String]>([])
        var texts: [String] { all.withLock { $0 } }
        func add(_ line: String) { all.withLock { $0.append(line) } }
    }

    private func opening(
        _ place: TemporaryDirectory, isWatched: Bool, _ stage: DaemonStage, _ lines: Lines
    ) -> LedgerOpening {
        var settings = Configuration.Ledger()
        settings.directory = place.path + "/ledger"
        settings.create = .always
        let logger = Logger(label: "test") { _ in
            LedgerLogHandler(Configuration.Log(), now: SystemClock.now, sink: lines.add)
        }
        return LedgerOpening(settings, environment: [:], isWatched: isWatched, stage: stage, logger: logger)
    }

    @Test func waitsForAnotherDaemonWhereSomeoneHearsOfIt() throws {
        let place = try TemporaryDirectory()
        let (stage, lines) = (DaemonStage(changed: {}), Lines())
        var first: LedgerOpening? = opening(place, isWatched: false, stage, Lines())
        #expect(try first?.attempt() == true)
        let second = opening(place, isWatched: true, stage, lines)
        #expect(try !second.attempt())
        #expect(try !second.attempt())
        #expect(stage.health.isReady && stage.health.line.contains("has the ledger at"))
        #expect(lines.texts.count { $0.contains("intake has stopped") } == 1)
        #expect(throws: StartError.self) { try opening(place, isWatched: false, stage, Lines()).attempt() }
        first = nil
        #expect(try second.attempt())
        #expect(second.lock != nil && second.store != nil)
        let told = lines.texts.suffix(2)
        #expect(told.first?.contains("opened the ledger") == true && told.last?.contains("intake goes on") == true)
    }

    @Test func saysNothingOfWaitingWhereItDoesNotWait() throws {
        let place = try TemporaryDirectory()
        let lines = Lines()
        let opening = opening(place, isWatched: true, DaemonStage(changed: {}), lines)
        #expect(try opening.attempt())
        #expect(!lines.texts.contains { $0.contains("intake") })
        #expect(lines.texts.contains { $0.contains("made a ledger") })
    }
}
