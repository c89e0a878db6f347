import CanonicalJSON
import EventLog
import StoryEvents

extension Move {
    /// Whether the file holds more than events that were just appended: then what was withheld may have come again.
    var mayHoldWithheld: Bool {
        receipt.outcome == .quarantined || receipt.earlier > 0 || receipt.entries.contains { $0.outcome != .appended }
    }
}

extension Mover {
    /// Takes documents whose data was withheld out of files that were moved: a file dropped again adds nothing to the
    /// log, and must not bring back to disk what was taken from it.
    ///
    /// It is asked after the move, so that of a takedown at the same time either this or that finds the file.
    func eraseWithheld(from moves: [PendingMove]) throws(FileFault) {
        guard !moves.isEmpty else { return }
        let (fingerprints, secret): (Set<[UInt8]>, LedgerSecret)
        do throws(EventLogError) {
            (fingerprints, secret) = (try store.withheldFingerprints(), try store.ledger.secret.get())
        } catch {
            return logger.warning("withheld data may be in the archive", metadata: ["reason": "\(error.message)"])
        }
        guard !fingerprints.isEmpty else { return }
        let eraser = DocumentEraser(isErased: { fingerprints.contains($1) }, secret: secret)
        for move in moves {
            guard let target = Target(path: move.to) else { continue }
            do throws(DocumentEraser.Fault) {
                let shelf = try files { () throws(FileFault) in try shelves.directory(target.shelf) }
                let outcome = try eraser.erase(target.name, in: shelf, defaultSource: SourceRules.inbox)
                guard outcome != .untouched else { continue }
                logger.notice(
                    "took withheld data out of a file that came again",
                    metadata: ["file": "\(Text(String(decoding: move.to, as: UTF8.self)))"])
                if outcome == .removed, target.shelf == .quarantine {
                    try files { () throws(FileFault) in try shelf.remove(ReasonFile.name(of: target.name)) }
                }
            } catch {
                switch error {
                case .file(let fault): throw fault
                case .log: continue
                }
            }
        }
    }

    private func files<Value>(
        _ body: () throws(FileFault) -> Value
    ) throws(DocumentEraser.Fault) -> Value {
        do throws(FileFault) { return try body() } catch { throw .file(error) }
    }
}
