/// The body of `add-checkpoint`: a log's request to a witness to cosign a checkpoint.
///
/// Source: C2SP tlog-witness, "add-checkpoint".
public struct WitnessRequest: Hashable, Sendable {
    /// The most proof lines a request may have.
    public static let mostHashes = 63

    /// Length of the longest request read, in bytes.
    public static let longest = SignedNote.longest + 4096

    /// Size of the last tree that the witness is assumed to have cosigned; 0 for none.
    public let oldSize: UInt64

    /// The consistency proof as it came, not yet checked against the sizes.
    public let hashes: [Hash]

    /// The signed checkpoint, its signatures not checked.
    public let note: SignedNote

    /// Makes a request.
    ///
    /// - Throws: ``MerkleLogError/malformed(_:line:expected:found:)`` when the note holds no checkpoint of the proof's
    ///   newer tree, or the proof has more than 63 hashes.
    public init(proof: ConsistencyProof, note: SignedNote) throws(MerkleLogError) {
        let size = try Checkpoint(text: note.text).size
        guard size == proof.newSize, proof.hashes.count <= WitnessRequest.mostHashes else {
            throw .malformed(
                .witnessRequest, line: 1, expected: "a proof up to the checkpoint's \(size) leaves",
                found: "one up to \(proof.newSize)")
        }
        oldSize = proof.oldSize
        hashes = proof.hashes
        self.note = note
    }

    /// Reads a request.
    ///
    /// - Throws: ``MerkleLogError/malformed(_:line:expected:found:)``, ``MerkleLogError/tooLong(_:limit:found:)``.
    public init(bytes: some Collection<UInt8>) throws(MerkleLogError) {
        var reader = try LineReader(bytes, as: .witnessRequest, limit: WitnessRequest.longest)
        oldSize = try reader.nextNumber(after: "old", "old and the size of the older tree")
        hashes = try reader.nextHashes(atMost: WitnessRequest.mostHashes)
        note = try SignedNote(bytes: reader.remainder)
    }

    /// The body.
    public var bytes: [UInt8] {
        let lines = ["old \(oldSize)"] + hashes.map { Base64.encode($0.bytes) } + [""]
        return lines.flatMap { $0.utf8 + [UInt8(ascii: "\n")] } + note.bytes
    }

    /// Returns the proof, once the old size is known to be right.
    ///
    /// - Throws: ``MerkleLogError/malformed(_:line:expected:found:)`` when the note holds no checkpoint,
    ///   ``MerkleLogError/treeShrinks(old:new:)``, ``MerkleLogError/wrongProofLength(expected:found:)``.
    public func consistencyProof() throws(MerkleLogError) -> ConsistencyProof {
        try ConsistencyProof(oldSize: oldSize, newSize: Checkpoint(text: note.text).size, hashes: hashes)
    }
}
