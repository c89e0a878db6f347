import CanonicalJSON
import EventLog
import Foundation
import LedgerTestKit
import MerkleLog
import StoryEvents
import Testing
import Verification

@Suite("A verifier names what was changed", .slow)
struct VerifierTests {
    private let signed: SignedLedger

    init() throws {
        signed = try SignedLedger()
    }

    @Test(arguments: [1, 2, 5])
    func findsNothingWrongWithAnUntouchedLedger(_ lanes: Int) throws {
        #expect(try signed.findings(lanes: lanes) == [])
    }

    @Test func findsNothingWrongWithAnEmptyLedger() throws {
        let ledger = try TemporaryLedger()
        let summary = try Verifier(try ledger.open(.readOnly)).run { Issue.record("\($0)") }
        #expect(summary.events == 0 && summary.root == .emptyTree)
    }

    /// A story gives claims to moves that name none; the fingerprint is of the document. Each kind of move, with an id and
    /// without one.
    @Test(arguments: [
        #""type": "denied", "data": {"by": "M"#, #""type": "denied", "data": {"hop": "h", "by": "M"#,
        #""type": "reiterated", "data": {"hop": "h", "by": "M"#,
        #""type": "responded", "data": {"outcome": "declined", "request": "r", "by": "M"#,
    ])
    func findsNothingWrongWithAMoveThatGotItsClaims(_ start: String) throws {
        let ledger = try TemporaryLedger()
        let store = try ledger.open(.readWrite)
        let story =
            #"{"type": "published", "subject": "s", "time": "2026-03-02T07:15:00Z", "data": {"headline": "h", "#
            + #""body": "b", "claims": [{"id": "c", "text": "t", "attribution": [{"id": "h", "speaker": "N"}]}], "#
            + #""requests": [{"id": "r", "party": "M", "claims": ["c"]}]}}"#
        let move = #"{"subject": "s", "time": "2026-03-02T08:15:00Z", \#(start)""#
        let documents = try [story, move + "}}", move + #"}, "id": "named"}"#].map { try JSON.parse(Array($0.utf8)) }
        _ = try Recorder(store).record([.lines(documents)])
        for event in try store.events(from: Position(1), limit: 2) { #expect(try event.data()?["claims"] == ["c"]) }
        let summary = try Verifier(store).run { Issue.record("\($0)") }
        #expect(summary.events == 3)
        #expect(summary.receipts == 1)
    }

    static let columns: [(set: String, place: Finding.Place, what: String)] = [
        ("position = 1025", .event(17), "it is missing"),
        ("story = 'qtory-1'", .event(17), "its story is 'qtory-1', its leaf says 'story-1'"),
        ("revision = revision + 64", .event(17), "its revision is"),
        ("type = 'upeated'", .event(17), "its type is 'upeated', its leaf says 'updated'"),
        ("source = 'nfwsdesk'", .event(17), "its source is 'nfwsdesk', its leaf says 'newsdesk'"),
        ("id = 'u-03'", .event(17), "its id is 'u-03', its leaf says"),
        ("recorded = recorded - 1", .event(17), "its recorded time is"),
        ("receipt = receipt + 1", .event(17), "does not list it"),
        ("receipt = 4096", .event(17), "there is no receipt 4096"),
        ("fingerprint = zeroblob(32)", .event(17), "its fingerprint is not that of its content"),
        ("fingerprint = zeroblob(31)", .event(17), "its fingerprint has 31 bytes; expected 32"),
        ("hash = zeroblob(32)", .event(17), "its hash is not that of its leaf"),
        ("salt = zeroblob(32)", .event(17), "its salt and data are not what its leaf commits to"),
        ("salt = NULL", .event(17), "its salt is missing, its data is there"),
        ("data = NULL", .event(17), "its data is missing, its salt is there"),
        ("salt = NULL, data = NULL", .event(17), "its salt and data are missing, and no event has withheld them"),
    ]

    @Test(arguments: columns)
    func namesAColumn(_ set: String, _ place: Finding.Place, _ what: String) throws {
        try signed.tamper("UPDATE event SET \(set) WHERE position = 17")
        let findings = try signed.findings()
        #expect(findings.contains { $0.place == place && $0.what.contains(what) }, "\(findings)")
    }

    /// Whatever bit of whatever byte: the row is named, and the leaf is told apart from what stands above it.
    @Test(arguments: ["leaf", "hash", "salt", "data", "fingerprint"], [UInt64](1...6))
    func namesARowWithOneBitFlipped(_ column: String, _ seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let position = Int64.random(in: 0..<300, using: &random)
        try signed.flipBit(of: column, "event", "position = \(position)", &random)
        let findings = try signed.findings()
        let isNamed = findings.contains { $0.place == .event(position) }
        #expect(isNamed, "seed \(seed): \(column) of @\(position): \(findings)")
        // In a complete tile one wrong byte is reported once, and once more where its entry is published.
        if position < 256 {
            #expect(findings.count <= (column == "leaf" ? 4 : 1), "seed \(seed): \(findings)")
        }
    }

    @Test(arguments: ["root", "hashes"], [UInt64](1...3))
    func namesATile(_ column: String, _ seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        try signed.flipBit(of: column, "tile", "level = 0 AND number = 0", &random)
        let findings = try signed.findings()
        #expect(findings.map(\.place) == [.tile("tile/0/000")], "seed \(seed): \(findings)")
    }

    @Test func namesATileThatIsMissingOrTooMany() throws {
        try signed.tamper("DELETE FROM tile", "INSERT INTO tile VALUES (0, 1, zeroblob(32), zeroblob(8192))")
        #expect(try signed.findings().map(\.place) == [.tile("tile/0/000"), .tile("tile/0/001")])
    }

    @Test(arguments: [UInt64](1...20))
    func namesACheckpointWithOneBitFlipped(_ seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let number = Int64.random(in: 1...2, using: &random)
        try signed.flipBit(of: "note", "checkpoint", "number = \(number)", &random)
        let findings = try signed.findings()
        #expect(findings.contains { $0.place == .checkpoint(number) }, "seed \(seed): \(findings)")
    }

    static let checkpoints: [(set: String, what: String)] = [
        ("size = size + 1 WHERE number = 1", "its size is 5, its note says 4"),
        ("number = 7 WHERE number = 2", "they are missing"),
        (
            "signed = signed - 16777216000 WHERE number = 2",
            "it is not what was sealed: its time, a signature or its seal"
        ),
        ("signed = signed + 1 WHERE number = 2", "it is not what was sealed"),
        ("number = -1 WHERE number = 2", "no checkpoint can have that number"),
    ]

    @Test(arguments: checkpoints)
    func namesACheckpointColumn(_ set: String, _ what: String) throws {
        try signed.tamper("UPDATE checkpoint SET \(set)")
        #expect(try signed.findings().contains { $0.what.contains(what) })
    }

    /// A user who gives a key wants to know that nothing here is by it.
    @Test func findsThatNothingIsSignedByTheGivenKey() throws {
        let ledger = try TemporaryLedger()
        let store = try ledger.open(.readWrite)
        _ = try Recorder(store).record([.lines([Documents.published("a")])])
        let key = signed.signer.verifierKey
        for keys in [[key], []] {
            var findings: [Finding] = []
            _ = try Verifier(store, Verifier.Scope(keys: keys)).run { findings.append($0) }
            let what = "nothing in it is signed by the given key, \(key.identity)"
            #expect(findings == (keys.isEmpty ? [] : [Finding(.database, what)]))
        }
    }

    @Test func findsThatTheNoteOfClocksIsGone() throws {
        let clock = signed.ledger.clock
        let store = try SQLiteEventStore(
            path: signed.ledger.path, clock: { clock.now }, uptime: MachineUptime(boot: "b", now: { 60_000_000 }))
        _ = try Recorder(store).record([.lines([Documents.published("clocked")])])
        func findings() throws -> [Finding] {
            var findings: [Finding] = []
            _ = try Verifier(store).run { findings.append($0) }
            return findings
        }
        #expect(try findings() == [])
        try signed.tamper("DELETE FROM clock")
        #expect(try findings() == [Finding(.schema("clock"), "the note of the machine's clocks is missing")])
    }

    @Test func aClockThatWasSetBackIsANote() throws {
        signed.ledger.clock.advance(seconds: -3)
        let store = try signed.ledger.open(.readWrite)
        try signed.sign(store)
        #expect(try signed.findings() == [])
        let summary = try Verifier(store).run { _ in }
        #expect(
            summary.notes == [
                "checkpoint 3 is dated before the one before it: the clock was set back; order is by number"
            ])
    }

    @Test func namesAnUnchangedDocumentThatIsForgotten() throws {
        try signed.tamper("DELETE FROM unchanged")
        #expect(
            try signed.findings()
                == [Finding(.schema("unchanged"), "it remembers 0 unchanged documents; the receipts list 1")])
    }

    @Test func namesATriggerThatIsGoneOrOther() throws {
        try signed.tamper("CREATE INDEX extra ON receipt (file)")
        #expect(
            try signed.findings() == [Finding(.schema("extra"), "this index is none that this program makes")])
        try signed.dropTrigger("event_is_final")
        #expect(
            try signed.findings().contains(Finding(.schema("event_is_final"), "this trigger is missing")))
    }

    @Test func namesASchemaThatItDoesNotKnow() throws {
        try signed.rewriteSchema(of: 30, to: 9)
        #expect(
            try signed.findings().contains(
                Finding(.event(30), "its schema is 9; this program knows 1 to \(Envelope.currentSchema)")))
    }

    @Test func namesEventsThatAreGone() throws {
        try signed.tamper("DELETE FROM event WHERE position BETWEEN 20 AND 22 OR position = 30")
        let findings = try signed.findings()
        #expect(findings.contains(Finding(.events(20...22), "they are missing")))
        #expect(findings.contains(Finding(.event(30), "it is missing")))
    }

    /// A keeper who rewrites an event wholly, its tile too, still cannot rewrite what was signed and published.
    @Test func namesARewriteThatIsConsistentInItself() throws {
        try signed.rewriteLastEventConsistently()
        let places = Set(try signed.findings().map(\.place))
        #expect(places.contains(.checkpoint(2)))
        #expect(places.contains(.file("public/checkpoint")))
        #expect(places.contains(.file("public/tile/entries/001.p/44")))
        #expect(!places.contains(.event(299)))
    }

    @Test func provesThatItExtendsAKeptCheckpoint() throws {
        let store = try signed.ledger.open(.readOnly)
        let tree = LogTree(store, size: 123)
        let kept = try Checkpoint(origin: SignedLedger.origin, size: 123, root: tree.root(ofSize: 123))
        #expect(try signed.findings(kept: kept) == [])
        let other = try Checkpoint(origin: SignedLedger.origin, size: 123, root: .leaf([1]))
        #expect(try signed.findings(kept: other).map(\.place) == [.kept("kept")])
        let later = try Checkpoint(origin: SignedLedger.origin, size: 301, root: .leaf([1]))
        #expect(
            try signed.findings(kept: later) == [
                Finding(
                    .kept("kept"),
                    "it is newer than the log: it has 301 events, the log 300; the log went back, or this is an older copy"
                )
            ])
    }

    @Test func namesCheckpointsThatOthersSigned() throws {
        guard let stranger = SignerKey(name: try KeyName(SignedLedger.origin), type: .ed25519, seed: Array(0..<32))
        else { throw SignedLedger.Unusable() }
        let findings = try signed.findings(keys: [stranger.verifierKey])
        #expect(
            findings.map(\.place) == [
                .file("public/checkpoint"), .file("published-head"), .checkpoint(1), .checkpoint(2),
            ])
    }

    /// What is said of signatures is what holds.
    @Test func countsTheCheckpointsThatTheKeysSigned() throws {
        guard let stranger = SignerKey(name: try KeyName(SignedLedger.origin), type: .ed25519, seed: Array(0..<32))
        else { throw SignedLedger.Unusable() }
        func summary(_ keys: [VerifierKey]) throws -> Verifier.Summary {
            try Verifier(try signed.ledger.open(.readOnly), Verifier.Scope(keys: keys)).run { _ in }
        }
        let own = try summary([signed.signer.verifierKey])
        #expect((own.checkpoints, own.validCheckpoints, own.signed) == (2, 2, 300))
        let others = try summary([stranger.verifierKey])
        #expect((others.checkpoints, others.validCheckpoints, others.signed) == (2, 0, nil))
        let none = try summary([])
        #expect((none.checkpoints, none.validCheckpoints, none.signed) == (2, 0, nil))
    }
}
