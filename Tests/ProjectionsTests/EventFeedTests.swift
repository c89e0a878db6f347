import CanonicalJSON
import EventLog
import LedgerTestKit
import StoryEvents
import Testing

@testable import Projections

@Suite("Events come in the order of the log, however far ahead they are read")
struct EventFeedTests {
    @Test(arguments: [1, 100_000, .max])
    func givesEveryEventOnce(mostBytes: Int) throws {
        let ledger = try KeptLedger()
        let documents = (0..<700).map { Documents.published("story-\(Text("\($0)"))") }
        _ = try Recorder(ledger.store).record([.lines(documents)])
        let feed = EventFeed(ledger.store, from: Position(3), to: Position(690), mostBytes: mostBytes)
        defer { feed.stop() }
        var (found, page): ([Int64], [ReadEvent]) = ([], [])
        while true {
            try feed.next(&page)
            if page.isEmpty { break }
            found += page.map(\.envelope.position.value)
        }
        #expect(found == Array(3..<690))
        try feed.next(&page)
        #expect(page.isEmpty)
    }
}
