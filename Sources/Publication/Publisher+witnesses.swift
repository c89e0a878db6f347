import EventLog
import MerkleLog

extension Publisher {
    /// How many stored checkpoints are searched, newest first, for a witness's cosignature.
    static let lookBack = 1000

    /// The checkpoint that witnesses are to cosign: one that waits for its quorum, else the one that readers see.
    public func toCosign() throws(PublicationError) -> PublishedCheckpoint? {
        if let held = try held() { return held }
        return try published()
    }

    /// Adds checked cosignatures to a checkpoint: in the published file or, if readers see a later one by now, in the
    /// log.
    ///
    /// A checkpoint that waited is shown once these complete its quorum.
    public func add(_ cosignatures: [NoteSignature], to note: SignedNote) throws(PublicationError) {
        try lock.hold { () throws(PublicationError) in
            let history = try PublishedHistory.read(self, lineage())
            if let visible = history.visible, visible.note.text.utf8.elementsEqual(note.text.utf8) {
                _ = try show(try merge(cosignatures, into: visible.note), after: history)
                return
            }
            if let required, let head = history.head, head.note.text.utf8.elementsEqual(note.text.utf8) {
                let merged = try merge(cosignatures, into: head.note)
                guard required.isMet(by: merged) else {
                    return try writeHead(merged, size: head.checkpoint.size, after: history)
                }
                _ = try show(merged, after: history)
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

    /// The newest cosigned checkpoint of each witness, as far as the log has stored it.
    public func standings(of witnesses: [Witness]) throws(PublicationError) -> [WitnessStanding] {
        var standings = witnesses.map { WitnessStanding(witness: $0, cosigned: nil, time: nil) }
        let stored = try withLog { () throws(EventLogError) in try store.checkpoints(limit: Self.lookBack) }
        // Cosignatures of a history that was given up do not count for this one.
        let origin = try lineage().origin
        for checkpoint in stored where standings.contains(where: { $0.cosigned == nil }) {
            let note = try withTree { () throws(MerkleLogError) in try SignedNote(bytes: checkpoint.note) }
            guard note.text.utf8.starts(with: "\(origin)\n".utf8) else { continue }
            for index in standings.indices where standings[index].cosigned == nil {
                let key = standings[index].witness.key
                guard note.signatures.contains(where: { $0.key == key.identity }) else { continue }
                let verified = try withTree { () throws(MerkleLogError) in try note.verified(by: [key]) }
                standings[index].cosigned = checkpoint.size
                standings[index].time = verified.signatures.first?.timestamp
            }
        }
        // All checkpoints ever signed were searched.
        if stored.count < Self.lookBack {
            for index in standings.indices where standings[index].cosigned == nil { standings[index].cosigned = 0 }
        }
        return standings
    }

    /// Asks all witnesses at the same time to cosign a checkpoint, once, and adds the results.
    ///
    /// - Parameter timeout: The time for each witness.
    /// - Returns: The result of each.
    public func askOnce(
        _ witnesses: [Witness], about published: PublishedCheckpoint, timeout: Duration
    ) async throws(PublicationError) -> [WitnessAnswer] {
        let tree = LogTree(store, size: published.checkpoint.size)
        let standings = try standings(of: witnesses)
        let answers = await withTaskGroup(of: (Int, WitnessAnswer, [NoteSignature]).self) { group in
            for (index, standing) in standings.enumerated() {
                group.addTask {
                    var client = WitnessClient(standing.witness, timeout: timeout, cosigned: standing.cosigned ?? 0)
                    var answer = WitnessAnswer(witness: standing.witness, fault: nil)
                    var cosignatures: [NoteSignature] = []
                    do throws(WitnessFault) { cosignatures = try await client.cosign(published.note, tree) } catch {
                        answer.fault = error
                    }
                    answer.loss = client.loss
                    return (index, answer, cosignatures)
                }
            }
            return await group.reduce(into: [:]) { $0[$1.0] = ($1.1, $1.2) }
        }
        let cosignatures = answers.values.flatMap(\.1)
        if !cosignatures.isEmpty { try add(cosignatures, to: published.note) }
        return witnesses.indices.compactMap { answers[$0]?.0 }
    }
}

/// The result of one request to a witness.
public struct WitnessAnswer: Hashable, Sendable {
    /// The witness.
    public let witness: Witness
    /// Why it did not cosign; nil if it did.
    public internal(set) var fault: WitnessFault?
    /// The loss of its state; nil if there is none.
    public internal(set) var loss: WitnessLoss?
}

/// A witness has cosigned a tree, and later names a smaller one as the newest it knows.
///
/// Its state was lost or set back, so it can no longer testify that it saw only one history.
public struct WitnessLoss: Hashable, Sendable {
    /// The size that its own cosignature proves, in events.
    public let cosigned: UInt64
    /// The size that it names now.
    public let known: UInt64

    /// What was found.
    public var message: String {
        "it has cosigned \(cosigned) events and now knows only \(known): its state was lost or set back"
    }
}

/// The newest cosigned checkpoint of a witness.
public struct WitnessStanding: Hashable, Sendable {
    /// The witness.
    public let witness: Witness
    /// Size of the newest checkpoint that it has cosigned, in events; 0 if there is none, nil if none of the newest
    /// thousand has its cosignature.
    public internal(set) var cosigned: UInt64?
    /// When it cosigned that one, in seconds since 1970.
    public internal(set) var time: UInt64?

    /// How many events of a log it has not cosigned yet; nil if unknown.
    public func lag(behind size: UInt64) -> UInt64? { cosigned.map { size - min(size, $0) } }
}
