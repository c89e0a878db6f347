/// A witness's answer to a ``WitnessRequest``, if the answer has a body.
///
/// Source: C2SP tlog-witness, "add-checkpoint".
public enum WitnessResponse: Hashable, Sendable {
    /// 200: its signatures, one to 100, not checked. Add them to the note and check that.
    case cosigned([NoteSignature])

    /// 409: the size of the last tree that it cosigned, in leaves. Ask again with a proof from there.
    case conflict(size: UInt64)

    /// Reads the body of a response with status 200.
    ///
    /// - Throws: ``MerkleLogError/malformed(_:line:expected:found:)``, ``MerkleLogError/tooLong(_:limit:found:)``.
    public init(cosignatures bytes: some Collection<UInt8>) throws(MerkleLogError) {
        var reader = try LineReader(bytes, as: .witnessResponse, limit: SignedNote.longest)
        var signatures: [NoteSignature] = []
        repeat {
            let line = try reader.next("a signature line")
            guard let signature = NoteSignature(line: line), signatures.count < SignedNote.mostSignatures else {
                throw reader.refusal(
                    expected: "one to \(SignedNote.mostSignatures) signature lines", found: quoted(line))
            }
            signatures.append(signature)
        } while !reader.isAtEnd
        self = .cosigned(signatures)
    }

    /// Reads the body of a response with status 409 and type `text/x.tlog.size`.
    ///
    /// - Throws: ``MerkleLogError/malformed(_:line:expected:found:)``, ``MerkleLogError/tooLong(_:limit:found:)``.
    public init(conflict bytes: some Collection<UInt8>) throws(MerkleLogError) {
        var reader = try LineReader(bytes, as: .witnessResponse, limit: 20)
        let size = try reader.nextNumber("the size of a tree")
        guard reader.isAtEnd else {
            throw reader.refusal(expected: "the end", found: quoted(reader.remainder))
        }
        self = .conflict(size: size)
    }

    /// The body.
    public var bytes: [UInt8] {
        switch self {
        case .cosigned(let signatures): signatures.flatMap(\.line)
        case .conflict(let size): Array("\(size)\n".utf8)
        }
    }
}
