/// A note that at least one known key signed. Only ``SignedNote/verified(by:)`` makes one.
public struct VerifiedNote: Hashable, Sendable {
    /// The whole note.
    public let note: SignedNote

    /// The signatures by known keys, one for each key, in the order of their lines; at least one.
    public let signatures: [VerifiedSignature]

    /// The signatures by unknown keys, not checked.
    public let unknown: [NoteSignature]

    /// The text; it ends in a newline.
    public var text: String { note.text }
}

/// A signature that was checked and is valid.
public struct VerifiedSignature: Hashable, Sendable {
    /// The key that made it.
    public let key: VerifierKey

    /// When the text was cosigned, in seconds since 1970; nil for an ordinary signature.
    public let timestamp: UInt64?
}

extension SignedNote {
    /// Checks the signatures by known keys and ignores the others.
    ///
    /// Every signature that names a known key must be valid, repeated ones too.
    ///
    /// - Parameter keys: The known keys. One that is listed twice counts once.
    /// - Throws: ``MerkleLogError/notSigned(by:)``, ``MerkleLogError/badSignature(key:)``,
    ///   ``MerkleLogError/ambiguousKey(_:)``.
    public func verified(by keys: [VerifierKey]) throws(MerkleLogError) -> VerifiedNote {
        var verified: [VerifiedSignature] = []
        var unknown: [NoteSignature] = []
        for signature in signatures {
            let matching = Set(keys.filter { $0.identity == signature.key })
            guard let key = matching.first else {
                unknown.append(signature)
                continue
            }
            guard matching.count == 1 else { throw .ambiguousKey(key.identity.description) }
            guard let good = key.verify(signature, of: textBytes) else {
                throw .badSignature(key: key.identity.description)
            }
            guard let place = verified.firstIndex(where: { $0.key == key }) else {
                verified.append(good)
                continue
            }
            // Of two cosignatures of one witness the earlier one counts: the later one takes nothing from it.
            if let time = good.timestamp, let known = verified[place].timestamp, time < known { verified[place] = good }
        }
        guard !verified.isEmpty else { throw .notSigned(by: keys.map(\.identity.description)) }
        return VerifiedNote(note: self, signatures: verified, unknown: unknown)
    }
}
