import Foundation
import LedgerService
import LedgerTestKit
import Testing

@testable import Doctor

@Suite("Settings of another ledger are said to be what they are")
struct SettingsChecksTests {
    private func found(_ settings: String, _ environment: [String: String]) throws -> Diagnosis {
        let ledger = try TemporaryLedger()
        let file = "\(ledger.path).yaml"
        try Data(settings.utf8).write(to: URL(fileURLWithPath: file))
        defer { unlink(file) }
        let checks = SettingsChecks(
            LedgerDirectory("/srv/b"), configuration: file, environment: environment, isService: false)
        return try #require(checks.run(for: nil).first)
    }

    /// The file may be right for the ledger.
    @Test func aVariableIsNamed() throws {
        let one = try found("ledger:\n  directory: /srv/b\n", ["STORYLEDGER_DIR": "/srv/a"])
        #expect(one.state == .warning)
        #expect(one.message == "the variable STORYLEDGER_DIR names the ledger /srv/a, not /srv/b")
        #expect(one.remedy == "unset STORYLEDGER_DIR, or name the ledger that you mean")
    }

    @Test func soIsAFile() throws {
        let one = try found("ledger:\n  directory: /srv/a\n", [:])
        #expect(one.state == .warning && one.message.hasSuffix("is for the ledger /srv/a, not for /srv/b"))
    }
}
