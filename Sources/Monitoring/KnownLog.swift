import CanonicalJSON
import MerkleLog

/// What this user knows of one log from earlier looks: its keys and signed checkpoints.
public struct KnownLog: Hashable, Sendable {
    /// The log's name.
    public let origin: String
    /// The trusted keys.
    public let keys: [VerifierKey]
    /// Keys that signed the log before and have ended. They are trusted for trees that are not newer than the known
    /// ones.
    public let earlier: [VerifierKey]
    /// Signed checkpoints. A monitor checks the log against all of them, and then stores only the newest.
    public let notes: [SignedNote]
    /// Those of ``notes`` that were only met in a file, such as a proof: they vouch for no other file.
    public let met: [SignedNote]
    /// Checkpoints that were met in a file, and that a later look at the whole log found it to begin with. Nothing has to be
    /// checked against them any more: the log extends what that look saw.
    public let settled: [Checkpoint]
    /// What the log said of its keys and names.
    public let statements: [Succession]
    /// Pairs of trees that a look or a file showed to contradict each other: the key signed both.
    public internal(set) var contradictions: [Contradiction] = []

    /// Two signed trees, neither of which begins with the other.
    public struct Contradiction: Hashable, Sendable {
        /// One of them.
        public let first: SignedNote
        /// The other.
        public let second: SignedNote

        /// Creates a pair.
        public init(first: SignedNote, second: SignedNote) {
            self.first = first
            self.second = second
        }
    }

    /// The most checkpoints that are stored until a monitor looks at the log, and of the settled ones.
    static let mostNotes = 64

    /// Creates a log with its keys and signed checkpoints.
    public init(
        origin: String, keys: [VerifierKey], earlier: [VerifierKey] = [], notes: [SignedNote], met: [SignedNote] = [],
        settled: [Checkpoint] = [], statements: [Succession] = []
    ) {
        self.met = met
        self.settled = settled.suffix(Self.mostNotes)
        self.statements = statements
        self.origin = origin
        self.keys = keys
        self.earlier = earlier
        self.notes = notes
    }

    /// The checkpoints in the notes, in their order.
    public var checkpoints: [Checkpoint] { sightings.map(\.checkpoint) }

    /// A checkpoint that this user saw.
    public struct Sighting: Hashable, Sendable {
        /// What was signed.
        public let checkpoint: Checkpoint
        /// Whether it was only met in a file, such as a proof, and not where all of the log was looked at.
        public let isMet: Bool
    }

    /// The checkpoints in the notes, in their order, and where each was seen.
    public var sightings: [Sighting] {
        notes.compactMap { note in
            do throws(MerkleLogError) {
                return Sighting(checkpoint: try Checkpoint(text: note.text), isMet: met.contains(note))
            } catch { return nil }
        }
    }

    /// The log without the checkpoints that prove nothing against it: those that were only met in a file, and that only keys
    /// signed that have ended. A thief of such a key can sign any tree.
    ///
    /// - Parameter later: What the log says now of its keys.
    public func evidence(_ later: [Succession]) -> KnownLog {
        var trusted = TrustedKeys(keys)
        trusted.follow(statements + later)
        let ended = (statements + later).filter { $0.kind == .rekeyed(isEnded: true) }.map(\.old)
        let live = (trusted.keys + earlier + trusted.earlier).filter { !ended.contains($0) }
        let kept = notes.filter { note in
            guard met.contains(note) else { return true }
            do throws(MerkleLogError) { return try !note.verified(by: live).signatures.isEmpty } catch { return false }
        }
        var log = KnownLog(
            origin: origin, keys: keys, earlier: earlier, notes: kept, met: met.filter(kept.contains),
            settled: settled, statements: statements)
        log.contradictions = contradictions.filter { pair in
            [pair.first, pair.second].allSatisfy { !Self.signers(of: $0, live).isEmpty }
        }
        return log
    }

    /// The trusted keys, where the user says that some are lost and others are to be believed in their place.
    func keys(replacing lost: [VerifierKey], by others: [VerifierKey]) -> [VerifierKey] {
        let kept = keys.filter { !lost.contains($0) }
        return kept.count == keys.count ? keys : kept + others.filter { !kept.contains($0) }
    }

    /// Size of the newest checkpoint; nil if there is none.
    public var newestSize: UInt64? { checkpoints.map(\.size).max() }

    /// Adds a checkpoint that was met outside of a look, such as in a proof.
    ///
    /// - Parameters:
    ///   - note: The checkpoint, its signatures checked.
    ///   - signers: The keys that signed it.
    ///   - statements: The log's statements about its keys.
    ///   - isLook: Whether it was met where all of the log was looked at.
    ///   - lost: Keys that the user says are lost: the signers are believed in their place.
    /// - Throws: ``KnownLogConflict``.
    func meeting(
        _ note: SignedNote, signedBy signers: [VerifierKey], _ statements: [Succession], isLook: Bool = false,
        lost: [VerifierKey] = []
    ) throws(KnownLogConflict) -> KnownLog {
        let checkpoint: Checkpoint
        do throws(MerkleLogError) { checkpoint = try Checkpoint(text: note.text) } catch { return self }
        var trusted = TrustedKeys(keys(replacing: lost, by: signers))
        trusted.follow(statements)
        // An older proof is signed by an older key, which the newer one vouches for.
        let isOld = newestSize.map { checkpoint.size <= $0 } ?? true
        let believed = trusted.keys + (isOld ? earlier + trusted.earlier : [])
        guard signers.contains(where: believed.contains) else {
            if let newest = newestSize, signers.contains(where: (earlier + trusted.earlier).contains) {
                throw .olderKey(
                    origin: origin, known: keys, found: signers, size: checkpoint.size, newest: newest)
            }
            throw .changedKey(origin: origin, known: keys, found: signers, isMet: !isLookedAt)
        }
        // What only an ended key signed contradicts nothing: its thief can sign any tree.
        if let other = evidence(statements).contradiction(of: checkpoint) {
            throw .contradicted(origin: origin, size: checkpoint.size, other: other.size)
        }
        for seen in sightings + settled.map({ Sighting(checkpoint: $0, isMet: false) })
        where seen.checkpoint.size == checkpoint.size && seen.checkpoint.root != checkpoint.root {
            throw .differs(
                origin: origin, size: checkpoint.size, known: seen.checkpoint.root, isMet: seen.isMet,
                found: checkpoint.root)
        }
        var (notes, met) = (notes, met)
        if isLook { met.removeAll { $0.text.utf8.elementsEqual(note.text.utf8) } }
        if !checkpoints.contains(checkpoint), isLook || !settled.contains(checkpoint) {
            if notes.count >= Self.mostNotes { notes.remove(at: notes.count - 2) }
            notes.append(note)
            if !isLook { met.append(note) }
        }
        let ended = (earlier + keys).filter { !trusted.keys.contains($0) }
        var log = KnownLog(
            origin: origin, keys: trusted.keys, earlier: ended, notes: notes, met: met.filter(notes.contains),
            settled: settled,
            statements: self.statements + Self.own(statements, keys).filter { !self.statements.contains($0) })
        log.contradictions = contradictions
        return log
    }
}

extension KnownLog {
    /// Those of some statements that are of the log with these keys, or of one that it goes on from.
    static func own(_ statements: [Succession], _ keys: [VerifierKey]) -> [Succession] {
        let connected = TrustedKeys.connected(keys, by: statements)
        return statements.filter { connected.contains($0.old) }
    }

    /// The log with what it said of its keys and names, and nothing else changed.
    func learning(_ said: [Succession]) -> KnownLog {
        let new = Self.own(said, keys + earlier).filter { !statements.contains($0) }
        var log = KnownLog(
            origin: origin, keys: keys, earlier: earlier, notes: notes, met: met, settled: settled,
            statements: statements + new)
        log.contradictions = contradictions
        return log
    }
}
