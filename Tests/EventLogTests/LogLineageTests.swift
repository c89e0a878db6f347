import LedgerTestKit
import Testing

@testable import EventLog

@Suite("The names that a ledger gives to its log")
struct LogLineageTests {
    private let lineage: LogLineage
    private let base = TemporaryLedger.facts.origin

    init() throws {
        lineage = try LogLineage(try TemporaryLedger().open(.readWrite))
    }

    @Test func areItsOwnAndThoseWithANumberFromTwo() {
        for name in ["", "/2", "/3", "/10", "/999999999"] { #expect(lineage.includes(base + name), "\(name)") }
        for name in ["/", "/0", "/1", "/02", "/+2", "/-2", "/2/", "/2a", "/1000000000", "2", "/\u{0662}"] {
            #expect(!lineage.includes(base + name), "\(name)")
        }
        #expect(!lineage.includes("other.example/log/2"))
    }

    @Test func theNextIsOneThatNobodyHasSeen() {
        #expect(lineage.nextOrigin(after: []) == base + "/2")
        #expect(lineage.nextOrigin(after: [base + "/2"]) == base + "/3")
        #expect(lineage.nextOrigin(after: [base + "/7", base + "/3", base + "/x", "other.example/9"]) == base + "/8")
    }
}
