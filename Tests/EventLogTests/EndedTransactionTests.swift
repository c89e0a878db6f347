import CanonicalJSON
import LedgerTestKit
import SQLite
import StoryEvents
import Testing

@testable import EventLog

/// After some failures SQLite rolls a transaction back by itself; what is written then would be a transaction of its own.
@Suite("Nobody goes on in a transaction that has ended")
struct EndedTransactionTests {
    private let ledger: TemporaryLedger
    private let store: SQLiteEventStore
    private let connection: Connection

    init() throws {
        ledger = try TemporaryLedger()
        store = try ledger.open(.readWrite)
        connection = try #require(store.writer).connection
    }

    @Test func refusesEverythingAfterIt() throws {
        let refusal = EventLogError.failed(path: ledger.path, "cannot step: no such savepoint: attempt [1]")
        var refused: [EventLogError?] = []
        func note(_ body: () throws(EventLogError) -> Void) {
            do throws(EventLogError) {
                try body()
                refused.append(nil)
            } catch {
                refused.append(error)
            }
        }
        let event = try NewEvent.sample(id: "a")
        let whole = #expect(throws: EventLogError.self) {
            try store.append(dryRun: false) { transaction throws(EventLogError) in
                _ = try transaction.append(event, expecting: .any)
                note { () throws(EventLogError) in
                    _ = try transaction.attempt { () throws(EventLogError) in
                        try connection.rollBack()
                        return false
                    }
                }
                note { () throws(EventLogError) in _ = try transaction.append(event, expecting: .any) }
                note { () throws(EventLogError) in _ = try transaction.recorded(event.identity) }
                note { () throws(EventLogError) in _ = try transaction.newestRevision(of: event.story) }
                note { () throws(EventLogError) in _ = try transaction.events(of: event.story) }
                note { () throws(EventLogError) in try transaction.settle([]) }
            }
        }
        #expect(refused == Array(repeating: refusal, count: 6))
        #expect(whole == refusal)
        #expect(try store.size() == 0)
        #expect(!connection.isInTransaction)
    }

    @Test func appendsAgainInTheNextOne() throws {
        #expect(throws: EventLogError.self) {
            try store.append(dryRun: false) { _ throws(EventLogError) in try connection.rollBack() }
        }
        let event = try NewEvent.sample(id: "a")
        _ = try store.append(dryRun: false) { transaction throws(EventLogError) in
            try transaction.append(event, expecting: .none)
        }
        #expect(try store.size() == 1)
    }
}

extension Connection {
    /// Ends the transaction behind everybody's back.
    fileprivate func rollBack() throws(EventLogError) {
        do throws(SQLiteError) { try execute("ROLLBACK") } catch { throw EventLogError(error) }
    }
}
