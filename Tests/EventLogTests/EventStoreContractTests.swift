import LedgerTestKit
import Testing

/// The contract of each door of a log, kept by each engine. There is one engine: SQLite.
@Suite("SQLite keeps the contract")
struct EventStoreContractTests {
    typealias Check = EventStoreContract.Check

    @Test("of LogReader", arguments: EventStoreContract.reader)
    func reader(_ check: Check) throws { try check.run(try TemporaryLedger()) }

    @Test("of LogAppender", arguments: EventStoreContract.appender)
    func appender(_ check: Check) throws { try check.run(try TemporaryLedger()) }

    @Test("of CommitSource", arguments: EventStoreContract.commitSource)
    func commitSource(_ check: Check) throws { try check.run(try TemporaryLedger()) }

    @Test("of IntakeRecords", arguments: EventStoreContract.intakeRecords)
    func intakeRecords(_ check: Check) throws { try check.run(try TemporaryLedger()) }

    @Test("of TakedownRecords", arguments: EventStoreContract.takedownRecords)
    func takedownRecords(_ check: Check) throws { try check.run(try TemporaryLedger()) }

    @Test("of TreeStore", arguments: EventStoreContract.treeStore)
    func treeStore(_ check: Check) throws { try check.run(try TemporaryLedger()) }

    @Test("of AuditStore", arguments: EventStoreContract.auditStore)
    func auditStore(_ check: Check) throws { try check.run(try TemporaryLedger()) }
}
