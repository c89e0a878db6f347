import CanonicalJSON
import EventLog
import LedgerTestKit
import StoryEvents
import Testing

@Suite("The file of an event is what its leaf commits to")
struct EventFileTests {
    private let ledger: TemporaryLedger
    private let store: SQLiteEventStore

    init() throws { (ledger, store) = try TwoStories.recorded() }

    private func file(
        _ position: Int64, _ change: (inout Receipt) -> Void = { _ in }
    ) throws -> (file: EventFile, receipt: Receipt) {
        var receipt = try #require(try store.receipt(ofEventAt: Position(position)))
        let own = receipt
        change(&receipt)
        return (EventFile(try #require(try store.event(at: Position(position))), receipt), own)
    }

    @Test func isCommittedAndTheReceiptAgrees() throws {
        let (file, receipt) = try file(0)
        #expect(file.content == .committed(name: receipt.file, sha256: Text(receipt.sha256.hexadecimal)))
        #expect(file.difference == nil)
    }

    /// A receipt is a note of the keeper: one that says otherwise is named, and never shown as the file.
    @Test(arguments: ["name", "hash", "both", "no hash", "withheld"]) func namesAReceiptThatDiffers(_ what: String)
        throws
    {
        let honest = try file(0).file
        let found = try file(0) { receipt in
            if ["name", "both"].contains(what) { receipt.file = "forged.json" }
            if ["hash", "both"].contains(what) { receipt.sha256 = [UInt8](repeating: 0, count: 32) }
            if what == "no hash" { receipt.sha256 = [] }
            if what == "withheld" { receipt.withheld = Position(3) }
        }.file
        #expect(found.content == honest.content)
        let difference = try #require(found.difference)
        #expect(difference.contains("receipt"))
        #expect(difference.contains("forged.json") == ["name", "both"].contains(what))
    }

    @Test func namesAReceiptThatIsMissing() throws {
        let event = try #require(try store.event(at: Position(0)))
        let found = EventFile(event, nil)
        #expect(found.difference == "its receipt is missing")
        #expect(found.content == (try file(0).file.content))
    }

    /// What a takedown took is said by nothing that forgot to lose it.
    @Test func isNotNamedOnceItWasWithheld() throws {
        let before = try file(1).receipt
        let by = try Withholder(store).withhold(.event(Position(1)), reason: "R", authority: "A").by?.position
        let expected = EventFile.Content.withheld(by: try #require(by))
        for position in [Int64(0), 1] {
            let (found, _) = try file(position)
            #expect(found.content == expected && found.difference == nil)
            let (stale, _) = try file(position) {
                ($0.file, $0.sha256, $0.withheld) = (before.file, before.sha256, nil)
            }
            #expect(stale.content == expected && stale.difference == nil)
        }
    }
}
