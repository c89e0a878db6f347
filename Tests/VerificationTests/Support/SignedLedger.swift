import CanonicalJSON
import EventLog
import Foundation
import LedgerTestKit
import MerkleLog
import SQLite
import StoryEvents
import Verification

/// A ledger with a few stories, signed at several sizes and published, the same in every run.
final class SignedLedger {
    let ledger: TemporaryLedger
    let signer: SignerKey
    let witness: SignerKey

    static let seed = [UInt8](100..<132)
    static let origin = TemporaryLedger.facts.origin

    /// - Parameter events: How many events to append before the last checkpoint; more than a few.
    init(events: Int = 300) throws {
        ledger = try TemporaryLedger()
        let (name, witnessName) = (try KeyName(Self.origin), try KeyName("witness.example/w1"))
        guard let signer = SignerKey(name: name, type: .ed25519, seed: Self.seed),
            let witness = SignerKey(name: witnessName, type: .cosignature, seed: Self.seed.reversed())
        else { throw Unusable() }
        (self.signer, self.witness) = (signer, witness)
        let store = try ledger.open(.readWrite)
        let recorder = Recorder(store)
        try record(recorder, Self.bridge)
        try sign(store)
        // Two files that bring nothing new, and one that is refused.
        try record(recorder, Self.bridge)
        try record(recorder, [Documents.updated("harbor-bridge", body: "The bridge is shut.\n\nThe ferry runs.")])
        try record(recorder, [Documents.updated("nowhere", body: "Lost.")])
        var number = 0
        while try store.size() < Int64(events) {
            let batch = (number..<min(number + 50, number + events - Int(try store.size()))).map { number in
                number % 10 == 0
                    ? Documents.published(Text("story-\(number / 10)"), id: Text("p-\(number)"))
                    : Documents.updated(Text("story-\(number / 10)"), id: Text("u-\(number)"), body: "Text \(number).")
            }
            number += batch.count
            try record(recorder, batch)
        }
        try sign(store)
        try publish(store)
    }

    struct Unusable: Error {}

    /// A story of three versions, with what makes canonical forms differ: quotes, line ends, non-ASCII text.
    static let bridge: [JSON] = [
        .object([
            "type": "published", "subject": "harbor-bridge", "id": "b-1", "time": "2026-03-02T07:15:00-05:00",
            "data": [
                "headline": "Harbor Bridge \u{201C}to close\u{201D}", "dek": "Two years, says a letter.",
                "body": "The bridge will close.\n\nA caf\u{E9} owner said \"no\".",
                "claims": [["id": "c1", "text": "The bridge will close for two years."]],
            ],
        ]),
        .object([
            "type": "denied", "subject": "harbor-bridge", "id": "b-2", "time": "2026-03-02T09:00:00-05:00",
            "data": ["by": "The ministry", "statement": "No decision was taken."],
        ]),
        .object([
            "type": "updated", "subject": "harbor-bridge", "id": "b-3", "time": "2026-03-02T10:00:00-05:00",
            "data": ["headline": "Ministry denies closure", "dek": .null, "note": "The ministry has denied it."],
        ]),
        .object([
            "type": "updated", "subject": "harbor-bridge", "time": "2026-03-02T11:00:00.5-05:00",
            "data": ["body": "The bridge is shut.\n\nThe ferry runs."],
        ]),
    ]

    private func record(_ recorder: Recorder, _ documents: [JSON]) throws {
        ledger.clock.advance(seconds: 60)
        _ = try recorder.record([.lines(documents)])
    }

    /// Keeps a checkpoint of all there is.
    func sign(_ store: SQLiteEventStore) throws {
        let note = try checkpoint(of: store).signed(by: [signer])
        let cosigned = try note.adding(witness.cosign(checkpoint(of: store), at: 1_772_500_000))
        let stored = StoredCheckpoint(
            size: UInt64(try store.size()), signed: ledger.clock.now, note: cosigned.bytes)
        try store.append(dryRun: false) { transaction throws(EventLogError) in try transaction.keep(stored) }
    }

    func checkpoint(of store: SQLiteEventStore) throws -> Checkpoint {
        let tree = try LogTree(store)
        return try Checkpoint(origin: Self.origin, size: tree.size, root: tree.root(ofSize: tree.size))
    }

    /// Writes `public/` as a publisher would.
    func publish(_ store: SQLiteEventStore) throws {
        let tree = try LogTree(store)
        for tile in Tile.added(from: 0, to: tree.size) { try write(tree.contents(of: tile).bytes, to: tile.path) }
        for tile in Tile.addedEntries(from: 0, to: tree.size) {
            let leaves = try store.leaves(from: Position(Int64(tile.first)), limit: tile.width)
            try write(EntryBundle(index: tile.index, leaves: leaves).bytes, to: tile.path)
        }
        guard let note = try store.checkpoints(limit: 1).first?.note else { throw Unusable() }
        try write(note, to: "checkpoint")
        try Data(note).write(to: URL(filePath: ledger.file("published-head")))
    }

    func write(_ bytes: [UInt8], to path: String) throws {
        let url = URL(filePath: ledger.file("public/\(path)"))
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: url)
    }

    /// Everything that a verifier finds.
    func findings(kept: Checkpoint? = nil, keys: [VerifierKey]? = nil, lanes: Int = 2) throws -> [Finding] {
        let directory = URL(filePath: ledger.path).deletingLastPathComponent().path
        let scope = Verifier.Scope(
            directory: directory, keys: keys ?? [signer.verifierKey, witness.verifierKey],
            kept: kept.map { ("kept", $0) })
        var findings: [Finding] = []
        let summary = try Verifier(try ledger.open(.readOnly), scope, lanes: lanes).run { findings.append($0) }
        guard summary.findings == findings.count else { throw Unusable() }
        return findings
    }

    /// Does what the triggers would not let pass, and puts the triggers back.
    func tamper(_ sql: String...) throws {
        let connection = try Connection(path: ledger.path, access: .readWrite, busyTimeout: .zero)
        var triggers: [(name: String, sql: String)] = []
        let select = try connection.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
        while try select.step() { triggers.append((try select.text(0), try select.text(1))) }
        select.reset()
        for trigger in triggers { try connection.execute("DROP TRIGGER \(trigger.name)") }
        for sql in sql { try connection.execute(sql) }
        for trigger in triggers { try connection.execute(trigger.sql) }
    }
}
