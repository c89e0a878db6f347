import EventLog
import LedgerTestKit
import Testing
import Verification

@Suite("What receipts say of their files is held against the log", .slow)
struct ReceiptOutcomesTests {
    private let signed: SignedLedger

    init() throws { signed = try SignedLedger(events: 60) }

    private func findings() throws -> [Int64: [String]] {
        var found: [Int64: [String]] = [:]
        var outcomes = try ReceiptOutcomes(try signed.ledger.open(.readOnly)) { found[$0, default: []].append($1) }
        #expect(outcomes.checksSeals)
        try outcomes.run()
        return found
    }

    @Test func findsNothingWhereAllIsRight() throws { #expect(try findings() == [:]) }

    @Test(arguments: ReceiptTests.damages.filter { !$0.set.hasPrefix("number") })
    func namesAReceipt(_ set: String, _ number: Int64, _ what: String) throws {
        try signed.tamper("PRAGMA foreign_keys = OFF", "UPDATE receipt SET \(set)")
        #expect(try findings()[number]?.isEmpty == false)
    }

    static let damages: [(sql: [String], number: Int64, what: String)] = [
        (
            ["UPDATE receipt SET outcome = 'unchanged' WHERE number = 1"], 1,
            "its outcome is unchanged; by its entries it is appended"
        ),
        (
            ["UPDATE receipt SET outcome = 'duplicate', entries = '[]' WHERE number = 1"], 1,
            "it does not list @0 and 3 more, which the log has as of this receipt"
        ),
        (
            ["UPDATE receipt SET entries = replace(entries, '\"position\":1', '\"position\":9000') WHERE number = 1"],
            1,
            "it lists @9000, which the log has not as of this receipt"
        ),
        (["DELETE FROM event WHERE position = 3"], 1, "it lists @3, which the log has not as of this receipt"),
    ]

    @Test(arguments: damages) func saysWhatDoesNotFit(_ sql: [String], _ number: Int64, _ what: String) throws {
        for one in ["PRAGMA foreign_keys = OFF"] + sql { try signed.tamper(one) }
        #expect(try findings()[number]?.contains(what) == true)
    }
}
