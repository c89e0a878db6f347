import CanonicalJSON
import EventLog
import Foundation
import LedgerTestKit
import StoryEvents
import Testing
import Verification

/// Receipts are no part of the tree. Their shape is checked, whether they fit their events, and the seal on each.
@Suite("A verifier holds receipts against events", .slow)
struct ReceiptTests {
    private let signed: SignedLedger

    init() throws {
        signed = try SignedLedger(events: 60)
    }

    static let damages: [(set: String, number: Int64, what: String)] = [
        ("number = 900 WHERE number = 2", 2, "it is missing"),
        ("file = '' WHERE number = 1", 1, "its file has no name"),
        ("file = CAST(x'FF' AS TEXT) WHERE number = 1", 1, "its file has no name, or one that is not UTF-8"),
        ("sha256 = zeroblob(31) WHERE number = 1", 1, "its file's hash has 31 bytes; expected 32"),
        ("sha256 = x'' WHERE number = 1", 1, "its file's hash has 0 bytes; expected 32"),
        ("outcome = 'apqended' WHERE number = 1", 1, "its outcome is 'apqended', no such word"),
        ("outcome = 'duplicate' WHERE number = 1", 1, "by its entries it is appended"),
        ("outcome = 'appended' WHERE number = 2", 2, "by its entries it is duplicate"),
        ("outcome = 'quarantined' WHERE number = 1", 1, "its outcome is quarantined, and it lists events"),
        ("recorded = recorded - 134217728 WHERE number = 1", 1, "it was given before the event @3 was recorded"),
        ("entries = replace(entries, '\"b-2\"', '\"b-3\"') WHERE number = 1", 1, "what it says of @1 is not"),
        ("entries = replace(entries, '\"revision\":1', '\"revision\":5') WHERE number = 2", 2, "what it says of @1"),
        ("entries = replace(entries, '\"position\":1', '\"position\":9000') WHERE number = 1", 1, "no such event"),
        ("entries = replace(entries, ',', ', ') WHERE number = 1", 1, "RFC 8785 form"),
        ("entries = '[' WHERE number = 1", 1, "its entries cannot be read"),
        ("entries = '[1]' WHERE number = 1", 1, "no list of objects"),
        ("entries = '[{}]' WHERE number = 1", 1, "one of its entries is no entry"),
        ("refusals = '[{}]' WHERE number = 1", 1, "says why it was refused"),
        ("refusals = '[]' WHERE number = 4", 4, "it says no reason"),
        ("file = 'other.json' WHERE number = 2", 2, "it is not what was sealed"),
        ("sha256 = zeroblob(32) WHERE number = 2", 2, "it is not what was sealed"),
        ("recorded = recorded + 1 WHERE number = 1", 1, "it is not what was sealed"),
        ("seal = zeroblob(32) WHERE number = 1", 1, "it is not what was sealed"),
        ("seal = x'' WHERE number = 4", 4, "it is not what was sealed"),
        ("refusals = replace(refusals, 'nowhere', 'anywhere') WHERE number = 4", 4, "it is not what was sealed"),
    ]

    @Test(arguments: damages)
    func namesAReceipt(_ set: String, _ number: Int64, _ what: String) throws {
        try signed.tamper("PRAGMA foreign_keys = OFF", "UPDATE receipt SET \(set)")
        let findings = try signed.findings()
        #expect(findings.contains { $0.place == .receipt(number) && $0.what.contains(what) }, "\(findings)")
    }

    static let partDamages: [(sql: String, what: String)] = [
        ("DELETE FROM receipt_part WHERE part = 1", "part 1 of its entries is missing"),
        ("UPDATE receipt_part SET part = 9 WHERE part = 1", "part 1 of its entries is missing"),
        ("UPDATE receipt SET parts = 2 WHERE number = 12", "of its entries are in parts"),
        ("UPDATE receipt SET parts = 1 << 62 WHERE number = 12", "parts 3, 4, 5 of its entries are missing"),
        ("UPDATE receipt SET parts = -1 WHERE number = 12", "it is in -1 parts"),
        ("UPDATE receipt SET earlier = 9 WHERE number = 12", "it says that 9 of its entries are in parts"),
        ("UPDATE receipt_part SET entries = replace(entries, 'part-1', 'part-7') WHERE part = 1", "what it says of"),
        ("UPDATE receipt_part SET entries = '[' WHERE part = 1", "its entries cannot be read"),
        ("UPDATE receipt_part SET entries = '[]' WHERE part = 0", "of its entries are in parts"),
        ("UPDATE receipt_part SET seal = zeroblob(32) WHERE part = 2", "it is not what was sealed"),
    ]

    @Test(arguments: partDamages)
    func namesAReceiptInParts(_ sql: String, _ what: String) throws {
        let store = try signed.ledger.open(.readWrite)
        let documents = (0..<4).map { Documents.published(Text("part-\($0)")) }
        _ = try Recorder(store, partBytes: 1).record([.lines(documents)])
        #expect(try signed.findings(keys: []) == [])
        let number = try #require(try store.newestReceipt()).number
        try signed.tamper(sql.replacing("number = 12", with: "number = \(number)"))
        let findings = try signed.findings(keys: [])
        #expect(findings.contains { $0.place == .receipt(number) && $0.what.contains(what) }, "\(findings)")
    }

    @Test func namesPartsOfNoReceipt() throws {
        try signed.tamper("INSERT INTO receipt_part VALUES (900, 0, '[]', x'00')")
        #expect(try signed.findings(keys: []) == [Finding(.schema("receipt_part"), "1 of its 1 rows is no receipt's")])
    }

    /// Each combination of where parts end and where the verifier's chunks do.
    @Test(arguments: [1, 300, 5_000, 1 << 18])
    func takesReceiptsInPartsForWhatTheyAre(_ partBytes: Int) throws {
        let store = try signed.ledger.open(.readWrite)
        let recorder = Recorder(store, partBytes: partBytes)
        let documents = (0..<2_500).map { Documents.published(Text("long-\($0)"), id: Text("l\($0)")) }
        _ = try recorder.record([.lines(documents)])
        // Duplicates with one new event among them.
        let mixed = documents[..<700] + [Documents.published("one-more")] + documents[700..<900]
        _ = try recorder.record([.lines(Array(mixed))])
        #expect(try signed.findings(keys: []) == [])
    }

    /// What only the seal vouches for is reported in one line.
    @Test func saysOnceThatASealIsBroken() throws {
        try signed.tamper("UPDATE receipt SET file = 'other.json' WHERE number = 2")
        #expect(
            try signed.findings() == [
                Finding(
                    .receipt(2),
                    "it is not what was sealed: its file, its file's hash, its time, its errors or its seal")
            ])
    }

    static let facts: [(set: String, what: String)] = [
        (
            "value = 'test.example/other' WHERE name = 'origin'",
            "its 'origin', its 'created' or the seal on both was changed"
        ),
        ("value = zeroblob(32) WHERE name = 'seal'", "its 'origin', its 'created' or the seal on both was changed"),
        (
            "value = zeroblob(32) WHERE name = 'check'",
            "its 'check' is not that of its secret, which is the one it was made with"
        ),
    ]

    /// Not once for each fingerprint, seal and checkpoint that hangs on it.
    @Test(arguments: facts)
    func saysOnceThatAFactIsChanged(_ set: String, _ what: String) throws {
        try signed.tamper("UPDATE ledger SET \(set)")
        #expect(try signed.findings(keys: []) == [Finding(.database, what)])
    }

    @Test func saysOnceThatTheSecretIsAnother() throws {
        try signed.replaceSecret(String(repeating: "07", count: 32) + "\n")
        let what = "its secret is not the one it was made with, so no fingerprint and no seal can be checked"
        #expect(try signed.findings(keys: []) == [Finding(.database, what)])
    }

    /// A member of the reading group verifies all but what needs the secret.
    @Test func saysThatItDidNotCheckSeals() throws {
        try signed.tamper("UPDATE receipt SET recorded = recorded + 1 WHERE number = 1")
        try signed.replaceSecret(nil)
        let directory = URL(filePath: signed.ledger.path).deletingLastPathComponent().path
        let summary = try Verifier(try signed.ledger.open(.readOnly), Verifier.Scope(directory: directory)).run { _ in }
        #expect(summary.findings == 0)
        guard case .noSecret(let path, let reason)? = summary.secretFault else {
            Issue.record("it claims to have checked the seals")
            return
        }
        #expect(path == SecretFile(beside: signed.ledger.path).path)
        #expect(reason == "No such file or directory")
    }

    @Test func namesASecretThatIsNone() throws {
        try signed.replaceSecret("07\n")
        let path = SecretFile(beside: signed.ledger.path).path
        let what = "the ledger's secret \(path) cannot be used: expected 64 hexadecimal digits, found 3 bytes"
        #expect(try signed.findings(keys: []) == [Finding(.database, what)])
    }

    /// The name and the hash of an event's file are committed to by its leaf, so that the secret does not help to change them.
    @Test(arguments: ["file = 'other.json'", "sha256 = zeroblob(32)"], [true, false])
    func holdsAReceiptAgainstTheLeaf(_ set: String, _ hasSecret: Bool) throws {
        try signed.tamper("UPDATE receipt SET \(set) WHERE number = 1")
        if !hasSecret { try signed.replaceSecret(nil) }
        let findings = try signed.findings(keys: [])
        #expect(
            findings == [Finding(.receipt(1), "its file and hash are not those that the leaf of @0 commits to")])
    }

    @Test func findsThatAReceiptKeepsAFileWhoseTextWasWithheld() throws {
        let store = try signed.ledger.open(.readWrite)
        _ = try Withholder(store).withhold(.event(Position(1)), reason: "r", authority: "a")
        // Until its files are cleaned, the receipts are as they were.
        #expect(try signed.findings(keys: []) == [])
        try store.append(dryRun: false) { transaction throws(EventLogError) in
            try transaction.settleErasure(of: Position(1))
        }
        let what = "it lists @1, whose text was withheld, and still names its file"
        // The file's own receipt, and that of the same file again.
        #expect(try signed.findings(keys: []) == [Finding(.receipt(1), what), Finding(.receipt(2), what)])
    }

    @Test func namesEventsWithoutAReceipt() throws {
        try signed.tamper("DELETE FROM receipt WHERE number = 1")
        let findings = try signed.findings()
        #expect(findings.contains(Finding(.events(0...3), "there is no receipt 1, which should list it")))
    }

    @Test func namesAnEventThatItsReceiptLeavesOut() throws {
        try signed.tamper("UPDATE receipt SET entries = '[]', outcome = 'duplicate' WHERE number = 1")
        #expect(try signed.findings().contains(Finding(.events(0...3), "its receipt 1 does not list them")))
    }
}
