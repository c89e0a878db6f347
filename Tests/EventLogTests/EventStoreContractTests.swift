import LedgerTestKit
import Testing

@Suite("An engine keeps the contract of an event store")
struct EventStoreContractTests {
    @Test("SQLite", arguments: EventStoreContract.checks)
    func embedded(_ check: EventStoreContract.Check) throws { try check.run(try TemporaryLedger()) }
}
