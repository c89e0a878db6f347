import Crypto
import EventLog

extension Intake {
    /// Finishes what a killed process has left: files that are recorded and may still be in the inbox.
    func recover() throws(Stall) {
        guard needsRecovery else { return }
        let pending: [PendingMove]
        do throws(EventLogError) { pending = try store.pendingMoves() } catch { throw .log(error) }
        if !pending.isEmpty {
            logger.notice("finishing moves of an earlier run", metadata: ["files": "\(pending.count)"])
        }
        var moves: [Move] = []
        for move in pending {
            if let leftover = try leftover(move) { moves.append(leftover) }
        }
        let left = Set(moves.map(\.pending.receipt))
        let made = pending.filter { !left.contains($0.receipt) }
        do throws(FileFault) { try mover.eraseWithheld(from: made) } catch { throw .files(error) }
        for move in made { mover.noteMade(move) }
        mover.add(moves)
        needsRecovery = false
    }

    /// The move that is still to be made; nil when it was made, or when another file has taken the place.
    private func leftover(_ pending: PendingMove) throws(Stall) -> Move? {
        let place = Place(path: pending.from)
        guard let source = sources[place.source] else { return nil }
        let receipt: Receipt?
        do throws(EventLogError) { receipt = try store.receipt(number: pending.receipt) } catch { throw .log(error) }
        do throws(FileFault) {
            guard let receipt, let facts = try source.directory.facts(of: place.name), facts.inode == pending.inode,
                try holds(receipt.sha256, place.name, source.directory, facts)
            else { return nil }
            return Move(
                pending: pending, place: place, receipt: receipt, source: source.directory, facts: facts)
        } catch {
            throw .files(error)
        }
    }

    /// Whether a file is still what its receipt says: its producer may have written it anew since.
    private func holds(
        _ sha256: [UInt8], _ name: FileName, _ directory: Directory, _ facts: FileFacts
    ) throws(FileFault) -> Bool {
        guard !sha256.isEmpty, facts.kind == .regular else { return true }
        guard facts.bytes <= settings.maximumFileBytes else { return false }
        do throws(FileFault) {
            guard let bytes = try OpenFile(name, in: directory).read() else { return false }
            return SHA256.hash(data: bytes).bytes == sha256
        } catch let error where error.isOfOneFile {
            return true
        }
    }
}
