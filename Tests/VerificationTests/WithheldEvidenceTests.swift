import CanonicalJSON
import EventLog
import LedgerTestKit
import MerkleLog
import StoryEvents
import Testing
import Verification

@Suite("What was withheld is told from what is missing, and all that is left is proven")
struct WithheldEvidenceTests {
    private let signed: SignedLedger
    private let policy: CheckpointPolicy
    private let story: StoryID

    init() throws {
        signed = try SignedLedger(events: 300)
        policy = try CheckpointPolicy(
            origin: SignedLedger.origin, logKeys: [signed.signer.verifierKey],
            witnesses: [signed.witness.verifierKey], quorum: 1)
        story = try #require(StoryID("harbor-bridge"))
    }

    /// Withholds the data of events, and signs and publishes what has become of the log.
    private func withhold(_ positions: Int64...) throws {
        let store = try signed.ledger.open(.readWrite)
        for position in positions {
            _ = try Withholder(store).withhold(Position(position), reason: "r", authority: "a")
        }
        try signed.sign(store)
        try signed.publish(store)
    }

    private func bundle(_ version: Int) throws -> StoryBundle {
        try Prover(try signed.ledger.open(.readOnly)).bundle(of: story, version: version)
    }

    @Test func aTakedownIsNoFinding() throws {
        let kept = try Checkpoint(text: SignedNote(bytes: try signed.note(2)).text)
        try withhold(0, 17, 299)
        #expect(try signed.findings(kept: kept) == [])
        let summary = try Verifier(try signed.ledger.open(.readOnly)).run { Issue.record("\($0)") }
        #expect(summary.withheld.map(\.position) == [0, 17, 299])
        #expect(summary.withheld.map(\.by) == [300, 301, 302])
    }

    @Test func whatIsMissingBesideATakedownIsFound() throws {
        try withhold(17)
        try signed.tamper("UPDATE event SET salt = NULL, data = NULL WHERE position = 18")
        #expect(
            try signed.findings() == [
                Finding(.event(18), "its salt and data are missing, and no event has withheld them")
            ])
    }

    @Test func dataThatIsThereAlthoughItWasWithheldIsFound() throws {
        let content = try #require(try signed.ledger.open(.readOnly).event(at: Position(17))?.content)
        try withhold(17)
        try signed.tamper(
            """
            UPDATE event SET salt = x'\(content.salt.hexadecimal)', data = x'\(content.data.hexadecimal)'
            WHERE position = 17
            """)
        #expect(
            try signed.findings() == [
                Finding(.event(17), "the event at @300 says that its data was withheld, and it is there")
            ])
    }

    @Test func everyEventIsProvenAfterATakedown() throws {
        try withhold(0, 17)
        let prover = Prover(try signed.ledger.open(.readOnly))
        for position in [0, 1, 17, 255, 256, 299, 300, 301] as [Int64] {
            let file = try ProofFile(bytes: try prover.proof(of: Position(position)).bytes)
            #expect(try file.check(leafHash: .leaf(file.extra), policy: policy).checkpoint.size == 302)
        }
    }

    @Test func aBundleGoesOnWithoutDataThatMadeNoVersion() throws {
        // The denial, between the first version and the second.
        try withhold(1)
        let made = try bundle(3)
        let proof = try StoryBundle(bytes: made.bytes).check(policy)
        #expect(proof.withheld == [Position(1)])
        #expect(made.events[1].content == nil)
    }

    @Test func aVersionMadeFromWithheldTextIsNotProven() throws {
        // The update that made version 2, which changed headline and dek.
        try withhold(2)
        #expect(try StoryBundle(bytes: bundle(1).bytes).check(policy).withheld == [])
        for version in 2...3 {
            let error = #expect(throws: ProvingError.self) { try bundle(version) }
            guard case .withheld(story, version, field: "headline", let withheld)? = error else {
                Issue.record("\(String(describing: error))")
                continue
            }
            #expect(withheld.by == Position(300))
        }
    }

    /// An update that changed no text, withheld before a later version was made: the bundle holds the event that says so.
    @Test func anUpdateThatMadeNoVersionIsVouchedForByTheTakedown() throws {
        let store = try signed.ledger.open(.readWrite)
        let silent: JSON = .object([
            "type": "updated", "subject": "harbor-bridge", "time": "2026-03-02T12:00:00-05:00",
            "data": ["byline": ["Jo Doe"], "note": "A byline was added."],
        ])
        _ = try Recorder(store).record([.lines([silent])])
        try withhold(300)
        _ = try Recorder(store).record([.lines([Documents.updated("harbor-bridge", body: "Open again.")])])
        try signed.sign(store)
        let good = try bundle(4)
        #expect(try good.check(policy).withheld == [Position(300)])
        #expect(good.events.count == 7)

        // Without the word of that event, nobody can tell.
        guard case .object(var object) = try JSON.parse(good.bytes), case .array(var events)? = object["events"],
            case .object(var event) = events[5]
        else { throw SignedLedger.Unusable() }
        event["salt"] = .null
        event["data"] = .null
        events[5] = .object(event)
        object["events"] = .array(events)
        let bytes = JSON.object(object).canonicalBytes + [0x0A]
        #expect(throws: BundleFault.self) { try StoryBundle(bytes: bytes).check(policy) }
    }
}
