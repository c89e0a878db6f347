import MerkleLog
import Testing

@testable import Monitoring

@Suite("Statements that a reader keeps speak against a log that does not say them itself")
struct GivenStatementsTests {
    private func forked(_ old: TestLog, _ new: SignerKey, at position: Int64) throws -> StatementFile.Entry {
        StatementFile.Entry(
            position: position,
            statement: try Succession(
                .forked(abandoned: old.head, kept: Succession.Head(size: 1, root: old.root)), from: old.key, to: new))
    }

    @Test func aLogThatWasGivenUp() throws {
        let old = try TestLog()
        old.append(3)
        try old.publish()
        let entry = try forked(old, try TestLog.key("test.example/log/2", 2), at: 1)
        let given = GivenStatements([entry])
        var monitor = Monitor(old, MonitorTrust(keys: [old.verifier], given: given))
        let findings = try monitor.lines().findings
        #expect(findings.count == 1)
        #expect(findings[0].hasPrefix("the log test.example/log was given up at 3 events, as the given statements say"))
        // One finding, also where the user has seen it before.
        let known = KnownLog(
            origin: "test.example/log/2", keys: [entry.statement.new], notes: [], statements: [entry.statement])
        var seen = Monitor(old, MonitorTrust(keys: [old.verifier], given: given, known: [known]))
        #expect(try seen.lines().findings.count == 1)
    }

    @Test func aKeyThatHasEndedAndAnEventThatIsNotThere() throws {
        let log = try TestLog()
        log.append(5)
        try log.publish()
        let new = try TestLog.key("test.example/log", 2)
        let said = [
            StatementFile.Entry(
                position: 2, statement: try Succession(.rekeyed(isEnded: false), from: log.key, to: new)),
            StatementFile.Entry(
                position: 3, statement: try Succession(.rekeyed(isEnded: true), from: log.key, to: new)),
        ]
        var monitor = Monitor(log, MonitorTrust(keys: [log.verifier], given: GivenStatements(said)))
        #expect(
            try monitor.lines().findings == [
                "the checkpoint of 5 events is signed by \(log.verifier.identity), which has ended at @3",
                "the given statements tell of a change of the log at @2, which it does not have there",
                "the given statements tell of a change of the log at @3, which it does not have there",
            ])
    }

    @Test func ofAnotherLogTheySayNothing() throws {
        let (log, other) = (try TestLog(), try TestLog("test.example/log", seed: 9))
        log.append(3)
        try log.publish()
        other.append(2)
        let entry = try forked(other, try TestLog.key("test.example/log/2", 2), at: 1)
        var monitor = Monitor(log, MonitorTrust(keys: [log.verifier], given: GivenStatements([entry])))
        #expect(try monitor.lines().findings == [])
    }
}
