import CanonicalJSON
import EventLog
import LedgerTestKit
import Projections
import StoryEvents
import Testing

@Suite("What happened on a day")
struct ActivityTests {
    @Test func takedownsAreCounted() throws {
        let ledger = try KeptLedger()
        var history = RandomHistory(seed: 7)
        try ledger.append(history.documents(20))
        for position in [0, 3] {
            _ = try Withholder(ledger.store).withhold(.event(Position(Int64(position))), reason: "r", authority: "a")
        }
        let events = try ledger.store.events(from: .first, limit: .max)
        let views = try ledger.views()
        #expect(try views.catchUp())
        let days =
            try views.read(Activity.self) { rows throws(ViewsError) in
                try rows.tally(by: ["day"], summing: Activity.counts)
            }?.value ?? []
        func sum(_ name: Text) -> Int64 {
            days.reduce(0) { sum, day in
                guard case .integer(let count)? = day[name] else { return sum }
                return sum + count
            }
        }
        #expect(sum("withheld") == 2 && sum("events") == Int64(events.count))
    }
}
