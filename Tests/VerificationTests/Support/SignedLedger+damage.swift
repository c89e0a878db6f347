import EventLog
import Foundation
import LedgerTestKit
import MerkleLog
import SQLite
import StoryEvents

extension SignedLedger {
    /// Flips one bit of a BLOB.
    func flipBit(
        of column: String, _ table: String, _ condition: String, _ random: inout SeededRandom
    ) throws {
        let connection = try Connection(path: ledger.path, access: .readWrite, busyTimeout: .zero)
        let select = try connection.prepare("SELECT \(column) FROM \(table) WHERE \(condition)")
        guard try select.step() else { throw Unusable() }
        var bytes = select.blob(0)
        select.reset()
        let place = Int.random(in: bytes.indices, using: &random)
        bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        try tamper("UPDATE \(table) SET \(column) = x'\(bytes.hexadecimal)' WHERE \(condition)")
    }

    /// A stored note.
    func note(_ number: Int64) throws -> [UInt8] {
        guard let row = try ledger.open(.readOnly).auditor().checkpoints(from: number, limit: 1).first else {
            throw Unusable()
        }
        return row.note
    }

    /// Puts another text into the file of the secret, or takes the file away.
    func replaceSecret(_ text: String?) throws {
        let path = SecretFile(beside: ledger.path).path
        try FileManager.default.removeItem(atPath: path)
        guard let text else { return }
        let isMade = FileManager.default.createFile(
            atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600])
        guard isMade else { throw Unusable() }
    }

    func dropTrigger(_ name: String) throws {
        let connection = try Connection(path: ledger.path, access: .readWrite, busyTimeout: .zero)
        try connection.execute("DROP TRIGGER \(name)")
    }

    /// Gives the last event other data, with leaf, hash, fingerprint and columns to match.
    func rewriteLastEventConsistently() throws {
        let store = try ledger.open(.readOnly)
        guard let head = try store.head(), let event = try store.event(at: head.position) else { throw Unusable() }
        guard let salt = event.content?.salt else { throw Unusable() }
        let old = event.envelope
        let data = Array("{\"body\":\"It never closed.\"}".utf8)
        let envelope = Envelope(
            commitment: Commitment(to: data, salt: salt)!, identity: old.identity, story: old.story,
            type: old.type, time: old.time, recorded: old.recorded, position: old.position, revision: old.revision,
            previous: old.previous)
        let content =
            Array("{\"data\":".utf8) + data
            + Array(",\"subject\":\"\(old.story)\",\"time\":\"\(old.time)\",\"type\":\"\(old.type.rawValue)\"}".utf8)
        let fingerprint = TemporaryLedger.secret.fingerprint(of: content)
        let leaf = envelope.leaf
        try tamper(
            """
            UPDATE event SET leaf = x'\(leaf.hexadecimal)', hash = x'\(Hash.leaf(leaf).hex)', data = x'\(data.hexadecimal)',
                fingerprint = x'\(fingerprint.hexadecimal)' WHERE position = \(old.position.value)
            """)
    }

    /// Gives a leaf another schema, with its hash to match, as a program of another day or a keeper with the key would.
    func rewriteSchema(of position: Int64, to schema: Int) throws {
        guard let event = try ledger.open(.readOnly).event(at: Position(position)) else { throw Unusable() }
        let leaf = Array(
            String(decoding: event.envelope.leaf, as: UTF8.self)
                .replacing("\"schema\":\(event.envelope.schema)", with: "\"schema\":\(schema)").utf8)
        try tamper(
            """
            UPDATE event SET leaf = x'\(leaf.hexadecimal)', hash = x'\(Hash.leaf(leaf).hex)' WHERE position = \(position)
            """)
    }
}
