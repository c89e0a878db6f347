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
            _ = try Withholder(store).withhold(.event(Position(position)), reason: "r", authority: "a")
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

    @Test func theNameOfAFileIsWithheldByItself() throws {
        let store = try signed.ledger.open(.readWrite)
        let paths = try #require(try store.event(at: Position(0))?.disclosed?.paths)
        let name = try #require(paths.firstIndex { $0.isCustody })
        _ = try Withholder(store).withhold(.piece(Position(0), name), reason: "r", authority: "a")
        _ = try Withholder(store).withhold(
            .words("batch.ndjson", story: story, everywhere: true), reason: "r", authority: "a")
        #expect(try signed.findings() == [])
    }

    @Test func whatIsMissingBesideATakedownIsFound() throws {
        try withhold(17)
        try signed.tamper("UPDATE event SET salt = NULL, data = NULL, pieces = NULL WHERE position = 18")
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
            UPDATE event SET pieces = NULL, salt = x'\(content.salt.hexadecimal)', data = x'\(content.data.hexadecimal)'
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
        #expect(proof.isComplete)
        #expect(proof.events.map { $0.withheld?.by } == [nil, Position(300), nil, nil])
        #expect(made.events[1].data == nil)
        #expect(made.withheld.count == 1)
    }

    @Test func aVersionMadeAfterATakedownIsProven() throws {
        // The update that made version 2, which changed headline and dek.
        try withhold(2)
        #expect(try StoryBundle(bytes: bundle(1).bytes).check(policy).withheldFields.isEmpty)
        for version in 2...3 {
            let proof = try StoryBundle(bytes: bundle(version).bytes).check(policy)
            #expect(proof.isComplete)
            #expect(proof.events[2].withheld?.by == Position(300))
            #expect(proof.withheldFields["headline"]?.by == Position(300))
        }
    }

    /// The event that explains what is missing cannot be left out, exchanged or doubled, nor be shown in part.
    @Test func onlyTheLedgersOwnWordMakesDataWithheld() throws {
        try withhold(1, 17)
        let good = try bundle(3)
        let other = try Prover(try signed.ledger.open(.readOnly)).proof(of: Position(301))
        #expect(!other.bytes.isEmpty)
        guard case .object(var object) = try JSON.parse(good.bytes), case .array(let withheld)? = object["withheld"],
            case .object(var event)? = withheld.first, case .array(let events)? = object["events"]
        else { throw SignedLedger.Unusable() }
        func refused(_ withheld: [JSON], _ what: String) {
            object["withheld"] = .array(withheld)
            let bytes = JSON.object(object).canonicalBytes + [0x0A]
            #expect(throws: BundleFault.self, "\(what)") { try StoryBundle(bytes: bytes).check(policy) }
        }
        refused([], "left out")
        refused(withheld + withheld, "doubled")
        refused([events[1]], "another event")
        refused(withheld + [events[0]], "one more event")
        let data = try #require(good.withheld[0].data)
        let hidden = data.hiding([0])
        event["pieces"] = .array(
            hidden.pieces.map { piece in
                switch piece {
                case .hidden(let hash): ["hash": .string(Text(hash.hexadecimal))]
                case .shown(let text, let salt):
                    [
                        "salt": .string(Text(salt.hexadecimal)),
                        "text": .string(Text(String(decoding: text, as: UTF8.self))),
                    ]
                }
            })
        refused([.object(event)], "shown in part")
    }

    @Test func piecesThatWereWithheldAreNoFinding() throws {
        let store = try signed.ledger.open(.readWrite)
        _ = try Withholder(store).withhold(.field(Position(2), "headline"), reason: "r", authority: "a")
        _ = try Withholder(store).withhold(.piece(.first, 1), reason: "r", authority: "a")
        _ = try Withholder(store).withhold(.field(.first, "headline"), reason: "r", authority: "a")
        try signed.sign(store)
        try signed.publish(store)
        #expect(try signed.findings() == [])
        let proof = try StoryBundle(bytes: bundle(3).bytes).check(policy)
        #expect(proof.isComplete)
        #expect(proof.texts?["headline"] == "[withheld by @300: “r” (“a”)]")
    }

    /// One small piece that is gone does not put the rest of its event on the keeper's word.
    @Test func whatIsShownOfAnEventCountsByItself() throws {
        let store = try signed.ledger.open(.readWrite)
        let edits: [JSON] = [
            ["headline": "Withdrawn", "change": "kill"], ["headline": "Back again", "change": "release"],
            ["note": ["text": "A note.", "placement": "top"], "dek": "New dek"],
        ]
        for (number, data) in edits.enumerated() {
            let edit: JSON = [
                "type": "updated", "subject": "harbor-bridge", "time": "2026-03-02T12:0\(number):00-05:00",
                "data": data,
            ]
            _ = try Recorder(store).record([.lines([edit])])
        }
        for (position, field) in [(300, "change"), (302, "note")] as [(Int64, Text)] {
            _ = try Withholder(store).withhold(.field(Position(position), field), reason: "r", authority: "a")
        }
        try signed.sign(store)
        let killed = try StoryBundle(bytes: bundle(4).bytes).check(policy)
        #expect(killed.isCounted && killed.texts?["headline"] == "Withdrawn" && killed.withheldFields.isEmpty)
        #expect(killed.status == .killed && !killed.hasSureStatus)
        let back = try StoryBundle(bytes: bundle(5).bytes).check(policy)
        #expect(back.isCounted && back.status == .published && back.hasSureStatus)
        let noted = try StoryBundle(bytes: bundle(6).bytes).check(policy)
        #expect(noted.isCounted && noted.hasSureStatus && noted.texts?["dek"] == "New dek")
    }

    /// Where all data of an update is gone, only the takedown says what it did.
    @Test func whatOnlyATakedownSaysIsNotSure() throws {
        try withhold(2)
        let proof = try StoryBundle(bytes: bundle(3).bytes).check(policy)
        #expect(!proof.isCounted && !proof.hasSureStatus && proof.status == .published)
        #expect(try StoryBundle(bytes: bundle(1).bytes).check(policy).isCounted)
    }

    static let damage: [(sql: String, at: Int64)] = [
        ("UPDATE event SET data = NULL WHERE position = 2", 2),
        ("UPDATE event SET pieces = NULL WHERE position = 2", 2),
        ("UPDATE event SET data = NULL, pieces = NULL WHERE position = 2", 2),
        ("UPDATE event SET pieces = substr(pieces, 34) WHERE position = 2", 2),
        ("UPDATE event SET salt = zeroblob(32) WHERE position = 2", 2),
        ("UPDATE event SET fingerprint = zeroblob(32) WHERE position = 2", 2),
        ("UPDATE event SET fingerprint = zeroblob(32) WHERE position = 300", 2),
    ]

    @Test(arguments: damage)
    func whatIsDamagedOfARestIsFound(_ sql: String, _ position: Int64) throws {
        let store = try signed.ledger.open(.readWrite)
        _ = try Withholder(store).withhold(.field(Position(2), "headline"), reason: "r", authority: "a")
        try signed.sign(store)
        try signed.publish(store)
        try signed.tamper(sql)
        let findings = try signed.findings()
        #expect(findings.contains { $0.place == .event(position) || $0.place == .event(0) }, "\(findings)")
        #expect(!findings.isEmpty)
    }

    @Test(arguments: [
        "DELETE FROM taken WHERE position = 2", "INSERT INTO taken VALUES (7, 300, 0)",
        "UPDATE taken SET custody = 1 - custody",
    ])
    func theTableOfWhatWasTakenIsHeldAgainstTheEvents(_ sql: String) throws {
        let store = try signed.ledger.open(.readWrite)
        _ = try Withholder(store).withhold(.field(Position(2), "headline"), reason: "r", authority: "a")
        try signed.sign(store)
        try signed.publish(store)
        try signed.tamper(sql)
        #expect(
            try signed.findings() == [
                Finding(.schema("taken"), "it is not what the events say that withheld data")
            ])
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
        let proof = try good.check(policy)
        #expect(proof.events[4].withheld?.by == Position(301))
        #expect(good.events.count == 7 && good.withheld.isEmpty)

        // Without the word of that event, nobody can tell.
        guard case .object(var object) = try JSON.parse(good.bytes), case .array(var events)? = object["events"],
            case .object(var event) = events[5], case .array(var pieces)? = event["pieces"]
        else { throw SignedLedger.Unusable() }
        let data = try #require(good.events[5].data).hiding([0])
        guard case .hidden(let hash) = data.pieces[0] else { throw SignedLedger.Unusable() }
        pieces[0] = ["hash": .string(Text(hash.hexadecimal))]
        event["pieces"] = .array(pieces)
        events[5] = .object(event)
        object["events"] = .array(events)
        let bytes = JSON.object(object).canonicalBytes + [0x0A]
        #expect(throws: BundleFault.self) { try StoryBundle(bytes: bytes).check(policy) }
    }
}
