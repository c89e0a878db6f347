import EventLog
import MerkleLog

extension Publisher {
    /// How many stored checkpoints are looked through, newest first, for what a witness has cosigned.
    static let lookBack = 1000

    /// Adds checked cosignatures to a checkpoint: for readers to see, or where they see a later one by now, in the log.
    public func add(_ cosignatures: [NoteSignature], to note: SignedNote) throws(PublicationError) {
        try lock.hold { () throws(PublicationError) in
            let history = try PublishedHistory.read(self)
            if let visible = history.visible, visible.note.text.utf8.elementsEqual(note.text.utf8) {
                _ = try show(try merge(cosignatures, into: visible.note), after: history)
                return
            }
            let stored = try withLog { () throws(EventLogError) in try store.checkpoints(limit: 64) }
            for candidate in stored {
                let found = try withTree { () throws(MerkleLogError) in try SignedNote(bytes: candidate.note) }
                guard found.text.utf8.elementsEqual(note.text.utf8) else { continue }
                return try keep(try merge(cosignatures, into: found), size: candidate.size)
            }
        }
    }

    private func merge(
        _ cosignatures: [NoteSignature], into note: SignedNote
    ) throws(PublicationError) -> SignedNote {
        var merged = note
        for cosignature in cosignatures {
            merged = try withTree { () throws(MerkleLogError) in try merged.adding(cosignature) }
        }
        return merged
    }

    /// How far witnesses have followed the log, as far as the log has it in writing.
    public func standings(of witnesses: [Witness]) throws(PublicationError) -> [WitnessStanding] {
        var standings = witnesses.map { WitnessStanding(witness: $0, cosigned: nil, time: nil) }
        let stored = try withLog { () throws(EventLogError) in try store.checkpoints(limit: Self.lookBack) }
        for checkpoint in stored where standings.contains(where: { $0.cosigned == nil }) {
            let note = try withTree { () throws(MerkleLogError) in try SignedNote(bytes: checkpoint.note) }
            for index in standings.indices where standings[index].cosigned == nil {
                let key = standings[index].witness.key
                guard note.signatures.contains(where: { $0.key == key.identity }) else { continue }
                let verified = try withTree { () throws(MerkleLogError) in try note.verified(by: [key]) }
                standings[index].cosigned = checkpoint.size
                standings[index].time = verified.signatures.first?.timestamp
            }
        }
        // All that was ever signed was looked through.
        if stored.count < Self.lookBack {
            for index in standings.indices where standings[index].cosigned == nil { standings[index].cosigned = 0 }
        }
        return standings
    }

    /// Asks all witnesses at once to cosign a checkpoint, once, and adds what comes back.
    ///
    /// - Parameter timeout: For each of them.
    /// - Returns: What each said; nil where it cosigned.
    public func askOnce(
        _ witnesses: [Witness], about published: PublishedCheckpoint, timeout: Duration
    ) async throws(PublicationError) -> [(witness: Witness, fault: WitnessFault?)] {
        let tree = LogTree(store, size: published.checkpoint.size)
        let standings = try standings(of: witnesses)
        let answers = await withTaskGroup(of: (Int, Result<[NoteSignature], WitnessFault>).self) { group in
            for (index, standing) in standings.enumerated() {
                group.addTask {
                    var client = WitnessClient(
                        witness: standing.witness, timeout: timeout, cosigned: standing.cosigned ?? 0)
                    do throws(WitnessFault) {
                        return (index, .success(try await client.cosign(published.note, tree)))
                    } catch {
                        return (index, .failure(error))
                    }
                }
            }
            return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        var results: [(witness: Witness, fault: WitnessFault?)] = []
        var cosignatures: [NoteSignature] = []
        for (index, witness) in witnesses.enumerated() {
            switch answers[index] {
            case .success(let found)?:
                cosignatures += found
                results.append((witness, nil))
            case .failure(let fault)?: results.append((witness, fault))
            case nil: results.append((witness, .cancelled))
            }
        }
        if !cosignatures.isEmpty { try add(cosignatures, to: published.note) }
        return results
    }
}

/// How far a witness has followed the log.
public struct WitnessStanding: Hashable, Sendable {
    /// Who.
    public let witness: Witness
    /// Size of the newest checkpoint that it has cosigned, in events; 0 where there is none, and nil where none of the
    /// newest thousand has its cosignature.
    public internal(set) var cosigned: UInt64?
    /// When it cosigned that, in seconds since 1970.
    public internal(set) var time: UInt64?

    /// How many events of a log it has not cosigned yet; nil where that is not known.
    public func lag(behind size: UInt64) -> UInt64? { cosigned.map { size - min(size, $0) } }
}
