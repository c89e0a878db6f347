import EventLog
import Glibc
import MerkleLog

/// The signed notes in files beside the log: the checkpoint that readers see, and the newest one that was signed.
///
/// Publication stores a checkpoint in the log first, then writes the head, then the checkpoint that readers see. They are
/// read here in the opposite order, before the log is: so what they say is in the log, however fast it grows.
struct PublishedNotes {
    /// A note that was read.
    struct Note {
        let checkpoint: Checkpoint
        let note: SignedNote
    }

    /// What came of reading one file.
    private enum File {
        case missing, unreadable
        case note(Note)
    }

    /// The checkpoint that readers see.
    static let visiblePath = "\(LedgerLayout.published)/checkpoint"
    /// The newest checkpoint that was signed, which publication keeps outside the database.
    static let headPath = LedgerLayout.head

    private let scope: Verifier.Scope
    private let origin: String?
    private var visible = File.missing
    private var head = File.missing

    /// Reads both files, and reports what is wrong with their contents.
    init(_ scope: Verifier.Scope, origin: String?, _ report: (Finding) -> Void) {
        self.scope = scope
        self.origin = origin
        guard let ledger = scope.directory else { return }
        visible = Self.read(Self.visiblePath, in: ledger, scope, origin: origin, report)
        head = Self.read(Self.headPath, in: ledger, scope, origin: origin, report)
    }

    /// The claims that the files make about the tree's root.
    var claims: [RootClaims.Claim] {
        [(visible, Self.visiblePath), (head, Self.headPath)].compactMap { file, path in
            guard case .note(let found) = file else { return nil }
            // The head may be signed and held back for its quorum: it is stored once readers see it.
            return RootClaims.Claim(
                place: .file(path), size: found.checkpoint.size, root: found.checkpoint.root, note: found.note,
                isStored: path == Self.visiblePath)
        }
    }

    /// Returns what must be published, and reports files that are missing though something was published.
    ///
    /// - Parameter newest: The newest checkpoint that the log stores, read after the files; nil where it stores none.
    /// - Returns: nil where nothing was published.
    func published(newest: Checkpoint?, _ report: (Finding) -> Void) -> PublishedHead? {
        guard let ledger = scope.directory else { return nil }
        if case .note(let found) = visible {
            switch head {
            case .missing:
                report(
                    Finding(
                        .file(Self.headPath),
                        "it is missing; without it a ledger that went back to an earlier state is not noticed"))
            case .note(let head) where head.checkpoint.size < found.checkpoint.size:
                report(
                    Finding(
                        .file(Self.headPath),
                        "its tree size is \(head.checkpoint.size), and \(found.checkpoint.size) leaves are published"))
            default: break
            }
            return PublishedHead(ledger: ledger, found.checkpoint)
        }
        guard let newest else { return nil }
        if case .missing = visible {
            // The first publication may be at work: it stores the checkpoint before it writes the file.
            guard isStillMissing(in: ledger) else { return nil }
            let isWhole = access("\(ledger)/public/tile", F_OK) == 0
            report(
                Finding(
                    .file(isWhole ? Self.visiblePath : LedgerLayout.published),
                    "it is missing, and a checkpoint of \(newest.size) leaves was published"))
            if case .missing = head {
                report(Finding(.file(Self.headPath), "it is missing, and a checkpoint was signed"))
            }
            guard isWhole else { return nil }
        }
        return PublishedHead(ledger: ledger, newest)
    }

    private func isStillMissing(in ledger: String) -> Bool {
        for _ in 0..<10 {
            guard case .missing = PublishedFile.read("\(ledger)/\(Self.visiblePath)", expecting: 0) else {
                return false
            }
            usleep(50_000)
        }
        return true
    }

    private static func read(
        _ path: String, in ledger: String, _ scope: Verifier.Scope, origin: String?, _ report: (Finding) -> Void
    ) -> File {
        let place = Finding.Place.file(path)
        let bytes: [UInt8]
        switch PublishedFile.read("\(ledger)/\(path)", expecting: SignedNote.longest) {
        case .missing: return .missing
        case .unreadable(let reason):
            report(Finding(place, "it cannot be read: \(reason)"))
            return .unreadable
        case .bytes(let found): bytes = found
        }
        do throws(MerkleLogError) {
            let note = try SignedNote(bytes: bytes)
            let checkpoint = try Checkpoint(text: note.text)
            if let fault = SignatureCheck(origin: origin, scope).fault(in: note) {
                report(Finding(place, fault))
            }
            return .note(Note(checkpoint: checkpoint, note: note))
        } catch {
            report(Finding(place, error.description))
            return .unreadable
        }
    }
}
