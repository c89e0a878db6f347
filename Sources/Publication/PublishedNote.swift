import EventLog
import MerkleLog

/// A signed checkpoint in a file.
struct PublishedNote: Hashable, Sendable {
    let checkpoint: Checkpoint
    let note: SignedNote
    let file: String

    init(_ checkpoint: Checkpoint, _ note: SignedNote, file: String) {
        self.checkpoint = checkpoint
        self.note = note
        self.file = file
    }

    /// Reads a checkpoint of a log, under any name that the ledger gives the log; nil if there is no file.
    ///
    /// Its signatures are not checked: a user who can write the file can also remove it. A forged checkpoint can only
    /// prevent signing.
    static func read(_ file: String, _ lineage: LogLineage, _ disk: Disk) throws(PublicationError) -> PublishedNote? {
        guard let bytes = try disk.read(file, atMost: SignedNote.longest + 1) else { return nil }
        let found: PublishedNote
        do throws(MerkleLogError) {
            let note = try SignedNote(bytes: bytes)
            found = PublishedNote(try Checkpoint(text: note.text), note, file: file)
        } catch {
            throw .unreadableCheckpoint(file: file, reason: error.description)
        }
        guard lineage.includes(found.checkpoint.origin) else {
            throw .foreignCheckpoint(file: file, expected: lineage.origin, found: found.checkpoint.origin)
        }
        return found
    }

    /// The log's own keys that signed it.
    var logKeys: Set<KeyIdentity> {
        Set(note.signatures.map(\.key).filter { $0.name.bytes.elementsEqual(checkpoint.origin.utf8) })
    }

    /// The signatures of others: the witnesses.
    var cosignatures: [NoteSignature] {
        note.signatures.filter { !$0.key.name.bytes.elementsEqual(checkpoint.origin.utf8) }
    }
}
