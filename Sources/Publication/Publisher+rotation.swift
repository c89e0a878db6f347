import CanonicalJSON
import EventLog
import MerkleLog
import StoryEvents

extension Publisher {
    /// The log's keys, newest first.
    public func signingKeys() throws(PublicationError) -> SigningKeys {
        let lineage = try lineage()
        return try keys.read(origin: lineage.origin)
    }

    /// Makes a key that is not used yet. Returns its line for a key file, which contains the secret.
    public func newKeyText() throws(PublicationError) -> String {
        try KeyFile.newKey(origin: lineage().origin).privateText
    }

    /// Makes a new key, records it in the log, and signs with both keys from then on.
    ///
    /// With a credential, which is changed elsewhere, it records the change made there.
    ///
    /// - Throws: ``PublicationError/rotationUnfinished(path:)`` if there are two keys already;
    ///   ``PublicationError/keptElsewhere(path:)`` if a credential has one key; ``PublicationError/keyLost(path:known:)``.
    public func beginRotation() throws(PublicationError) -> SigningKeys {
        try lock.hold { () throws(PublicationError) in
            let lineage = try lineage()
            if let known = try PublishedHistory.read(self, lineage).signers(lineage.origin), !disk.exists(keys.path) {
                throw .keyLost(path: keys.path, known: known.text)
            }
            if keys.isCredential {
                // An admin has put the new key before the old one.
                let signing = try keys.read(origin: lineage.origin)
                guard signing.signers.count > 1 else { throw .keptElsewhere(path: keys.path) }
                _ = try recordRotation(signing, lineage)
                try republish()
                return signing
            }
            // The key before the event: an event must never name a key that is lost.
            let signing = try keys.beginRotation(origin: lineage.origin)
            _ = try recordRotation(signing, lineage)
            try republish()
            return signing
        }
    }

    /// Signs with a key that no earlier one vouches for, as those are lost: one that is there, or a new one. Readers who know an
    /// earlier key see a break, which only the keeper can explain to them.
    ///
    /// - Throws: ``PublicationError/keyNotLost(path:)`` if the key that is there has signed the log before.
    public func replaceLostKey() throws(PublicationError) -> SigningKeys {
        try lock.hold { () throws(PublicationError) in
            let lineage = try lineage()
            let known = try PublishedHistory.read(self, lineage).signers(lineage.origin)
            let signing = try keys.create(origin: lineage.origin)
            guard let known, known.isDisjoint(with: signing.verifiers.map(\.identity)) else {
                throw .keyNotLost(path: keys.path)
            }
            _ = try publishLocked(withStrangeKey: true)
            return signing
        }
    }

    /// Records in the log that the older key has ended, and signs with the newer key alone.
    ///
    /// - Throws: ``PublicationError/noRotation(path:)`` if there is one key.
    public func finishRotation() throws(PublicationError) -> SigningKeys {
        try lock.hold { () throws(PublicationError) in
            let lineage = try lineage()
            let signing = try keys.read(origin: lineage.origin)
            guard signing.signers.count > 1 else { throw .noRotation(path: keys.path) }
            try record(signing, isEnded: true, command: "storyledger key rotate --finish")
            // Readers see the event under both keys before one is removed.
            try republish()
            // With a credential, an admin removes the older key.
            guard !keys.isCredential else { return signing }
            let newest = try keys.finishRotation(origin: lineage.origin)
            try republish()
            return newest
        }
    }

    /// Records a change of keys that is missing in the log: one that was killed, or that of a credential.
    ///
    /// - Returns: Whether the log grew.
    func recordRotation(_ signing: SigningKeys, _ lineage: LogLineage) throws(PublicationError) -> Bool {
        let keys = signing.verifiers
        guard keys.count > 1, !lineage.statements.contains(where: { $0.old == keys[1] && $0.new == keys[0] })
        else { return false }
        try record(signing, isEnded: false, command: "storyledger key rotate")
        return true
    }

    private func record(
        _ signing: SigningKeys, isEnded: Bool, command: Text
    ) throws(PublicationError) {
        let (new, old) = (signing.signers[0], signing.signers[1])
        let statement = try withTree { () throws(MerkleLogError) in
            try Succession(.rekeyed(isEnded: isEnded), from: old, to: new)
        }
        let rekeying = Rekeying(
            old: Text(old.verifierKey.description), new: Text(new.verifierKey.description), isEnded: isEnded,
            statement: Text(String(decoding: statement.note.bytes, as: UTF8.self)))
        try append(statement, .rekeyed, rekeying.data, command: command, reason: command)
    }

    /// Signs the published checkpoint again, if there is one.
    private func republish() throws(PublicationError) {
        if disk.exists(directories.checkpoint) { _ = try publishLocked() }
    }
}
