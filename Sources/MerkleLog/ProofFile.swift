/// A file that proves, offline, that a leaf is in a log: its place, an inclusion proof, and the signed checkpoint.
///
/// Source: C2SP tlog-proof, `c2sp.org/tlog-proof@v1`.
public struct ProofFile: Hashable, Sendable {
    /// Length of the longest extra data, in bytes.
    public static let longestExtra = 1 << 20

    /// Length of the longest file read, in bytes.
    public static let longest = 3 << 20

    private static let header = Array("c2sp.org/tlog-proof@v1".utf8)

    /// Data for the application, mostly empty. No signature covers it.
    public let extra: [UInt8]

    /// The proof, for the size that the checkpoint states.
    public let proof: InclusionProof

    /// The signed checkpoint, its signatures not checked.
    public let note: SignedNote

    /// Makes a proof file.
    ///
    /// - Throws: ``MerkleLogError/malformed(_:line:expected:found:)`` when the note holds no checkpoint of the proof's
    ///   tree size, ``MerkleLogError/tooLong(_:limit:found:)``.
    public init(extra: [UInt8] = [], proof: InclusionProof, note: SignedNote) throws(MerkleLogError) {
        guard extra.count <= ProofFile.longestExtra else {
            throw .tooLong(.proofFile, limit: ProofFile.longestExtra, found: extra.count)
        }
        let size = try Checkpoint(text: note.text).size
        guard size == proof.size else {
            throw .malformed(
                .proofFile, line: 1, expected: "a checkpoint of \(proof.size) leaves", found: "one of \(size)")
        }
        self.extra = extra
        self.proof = proof
        self.note = note
    }

    /// Reads a proof file.
    ///
    /// - Throws: ``MerkleLogError/malformed(_:line:expected:found:)``, ``MerkleLogError/tooLong(_:limit:found:)``,
    ///   ``MerkleLogError/leafOutsideTree(leaf:size:)``, ``MerkleLogError/wrongProofLength(expected:found:)``.
    public init(bytes: some Collection<UInt8>) throws(MerkleLogError) {
        var reader = try LineReader(bytes, as: .proofFile, limit: ProofFile.longest)
        let header = String(decoding: ProofFile.header, as: UTF8.self)
        let first = try reader.next(header)
        guard first.elementsEqual(ProofFile.header) else {
            throw reader.refusal(expected: header, found: quoted(first))
        }
        var extra: [UInt8] = []
        if reader.remainder.starts(with: "extra".utf8) {
            let text = try reader.next(after: "extra", "extra data")
            guard let bytes = Base64.decode(text), !bytes.isEmpty else {
                throw reader.refusal(expected: "extra data in base64", found: quoted(text))
            }
            extra = bytes
        }
        let leaf = try reader.nextNumber(after: "index", "index and the place of the leaf")
        let hashes = try reader.nextHashes(atMost: 63)
        let note = try SignedNote(bytes: reader.remainder)
        let size = try Checkpoint(text: note.text).size
        let proof = try InclusionProof(leaf: leaf, size: size, hashes: hashes)
        try self.init(extra: extra, proof: proof, note: note)
    }

    /// The file.
    public var bytes: [UInt8] {
        var lines = [String(decoding: ProofFile.header, as: UTF8.self)]
        if !extra.isEmpty { lines.append("extra \(Base64.encode(extra))") }
        lines.append("index \(proof.leaf)")
        lines += proof.hashes.map { Base64.encode($0.bytes) } + [""]
        return lines.flatMap { $0.utf8 + [UInt8(ascii: "\n")] } + note.bytes
    }

    /// Checks that the log has a leaf with this hash at the index in ``proof``.
    ///
    /// - Returns: The checkpoint that proves it.
    /// - Throws: What ``CheckpointPolicy/open(_:)`` throws, ``MerkleLogError/wrongRoot(expected:found:)``.
    public func check(leafHash: Hash, policy: CheckpointPolicy) throws(MerkleLogError) -> VerifiedCheckpoint {
        let verified = try policy.open(note)
        try proof.check(leafHash: leafHash, root: verified.checkpoint.root)
        return verified
    }
}
