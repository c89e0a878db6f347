import CanonicalJSON
import EventLog
import Foundation
import MerkleLog
import StoryEvents
import Testing
import Verification

@Suite("A verifier holds what is published of keys and names against the log")
struct PublishedStatementsTests {
    private let signed: SignedLedger
    private let new: SignerKey

    init() throws {
        signed = try SignedLedger(events: 20)
        new = try #require(
            SignerKey(name: KeyName(SignedLedger.origin), type: .ed25519, seed: [UInt8](7..<39)))
    }

    /// Puts a statement into the log, and publishes it with a checkpoint of these signers.
    private func state(ended: Bool, signedBy signers: [SignerKey]) throws {
        let store = try signed.ledger.open(.readWrite)
        let statement = try Succession(.rekeyed(isEnded: ended), from: signed.signer, to: new)
        let text = Text(String(decoding: statement.note.bytes, as: UTF8.self))
        let rekeying = Rekeying(
            old: Text(signed.signer.verifierKey.description), new: Text(new.verifierKey.description), isEnded: ended,
            statement: text)
        try store.append(dryRun: false) { transaction throws(EventLogError) in
            _ = try SystemEvent(
                identity: EventIdentity(source: Text.ledger, id: Text(statement.eventID)), story: .ledger,
                type: .rekeyed, data: rekeying.data, command: "c", reason: "r"
            ).append(in: transaction, of: store, expecting: .any)
        }
        let note = try signed.checkpoint(of: store).signed(by: signers)
        let stored = StoredCheckpoint(
            size: UInt64(try store.size()), signed: signed.ledger.clock.now, note: note.bytes)
        try store.append(dryRun: false) { transaction throws(EventLogError) in try transaction.keep(stored) }
        try signed.publish(store)
        try signed.write(try LogLineage(store).entries.flatMap(\.line), to: "statements")
    }

    private func findings() throws -> [Finding] {
        let store = try signed.ledger.open(.readOnly)
        let directory = URL(filePath: signed.ledger.path).deletingLastPathComponent().path
        var scope = Verifier.Scope(directory: directory, keys: [signed.signer.verifierKey, new.verifierKey])
        scope.statements = try LogLineage(store).entries.map {
            .init(position: $0.position.value, statement: $0.statement)
        }
        var findings: [Finding] = []
        _ = try Verifier(store, scope).run { findings.append($0) }
        return findings
    }

    @Test func namesAFileThatIsNotTheLogs() throws {
        try state(ended: false, signedBy: [signed.signer, new])
        #expect(try findings() == [])
        let place = Finding.Place.file("public/statements")
        let bytes = try signed.ledger.open(.readOnly).statementLines()
        for (damaged, what) in [
            (bytes + [10], "it says more than the 1 statements in the log"),
            (Array(bytes.dropLast()), "its line 1 is not the statement of the event at @20"),
            ([], "it lacks the statement of the event at @20"),
            (Array("hello\n".utf8), "its line 1 is not the statement of the event at @20"),
        ] {
            try signed.write(damaged, to: "statements")
            #expect(try findings() == [Finding(place, what)])
        }
        try FileManager.default.removeItem(atPath: signed.ledger.file("public/statements"))
        #expect(
            try findings() == [Finding(place, "it is missing; the log has changed its keys or its name")])
    }

    /// Publication writes the file before the checkpoint: what was appended since is not in it yet.
    @Test func takesAFileThatIsBehindTheLog() throws {
        try state(ended: false, signedBy: [signed.signer, new])
        let bytes = try signed.ledger.open(.readOnly).statementLines()
        let visible = try Data(contentsOf: URL(filePath: signed.ledger.file("public/checkpoint")))
        try state(ended: true, signedBy: [signed.signer, new])
        try signed.write(bytes, to: "statements")
        #expect(try findings().map(\.what) == ["it lacks the statement of the event at @21"])
        for name in ["public/checkpoint", "published-head"] {
            try visible.write(to: URL(filePath: signed.ledger.file(name)))
        }
        #expect(try findings() == [])
    }

    @Test func namesWhatAnEndedKeySignsAlone() throws {
        try state(ended: false, signedBy: [signed.signer, new])
        try state(ended: true, signedBy: [signed.signer, new])
        #expect(try findings() == [])
        let store = try signed.ledger.open(.readWrite)
        let note = try signed.checkpoint(of: store).signed(by: [signed.signer])
        let stored = StoredCheckpoint(
            size: UInt64(try store.size()), signed: signed.ledger.clock.now, note: note.bytes)
        try store.append(dryRun: false) { transaction throws(EventLogError) in try transaction.keep(stored) }
        let key = signed.signer.verifierKey.identity
        #expect(
            try findings() == [
                Finding(
                    .checkpoint(5), "the checkpoint of 22 events is signed by \(key), which has ended at @21")
            ])
    }

    @Test func namesAHistoryThatNobodyGaveUp() throws {
        try signed.write([1], to: "abandoned/3-0011223344556677/checkpoint")
        #expect(
            try findings() == [
                Finding(
                    .file("public/abandoned/3-0011223344556677"), "no statement of the log gives up such a history")
            ])
    }
}

extension SQLiteEventStore {
    fileprivate func statementLines() throws -> [UInt8] { try LogLineage(self).entries.flatMap(\.line) }
}
