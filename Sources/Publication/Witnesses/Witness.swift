import MerkleLog

/// Somebody who cosigns checkpoints of this log once they are seen to extend the last one.
public struct Witness: Hashable, Sendable {
    /// What the list calls it.
    public let name: String
    /// Its key, for cosignatures.
    public let key: VerifierKey
    /// Where `add-checkpoint` is.
    public let url: WitnessURL

    /// Joins the parts.
    ///
    /// - Throws: ``MerkleLogError/wrongKeyKind(key:)`` for a key that makes no cosignatures.
    public init(name: String, key: VerifierKey, url: WitnessURL) throws(MerkleLogError) {
        guard key.type == .cosignature else { throw .wrongKeyKind(key: key.identity.description) }
        self.name = name
        self.key = key
        self.url = url
    }
}

/// Whose cosignatures are asked for.
///
/// The file is a C2SP tlog-policy: of its lines, `witness NAME VKEY URL` is used here, and `log`, `group` and `quorum`,
/// which tell auditors what to ask of a checkpoint, are passed over. So one file serves both.
public enum WitnessList {
    /// The most witnesses in a list.
    static let most = 32

    /// Reads the witnesses of a ledger; none where there is no list.
    ///
    /// - Throws: ``PublicationError/badWitness(path:line:reason:)``.
    public static func read(_ directories: PublicationDirectories) throws(PublicationError) -> [Witness] {
        guard let bytes = try Disk().read(directories.witnesses, atMost: 1 << 16) else { return [] }
        return try parse(bytes, path: directories.witnesses)
    }

    static func parse(_ bytes: [UInt8], path: String) throws(PublicationError) -> [Witness] {
        var witnesses: [Witness] = []
        for (place, line) in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
            func refuse(_ reason: String) -> PublicationError {
                .badWitness(path: path, line: place + 1, reason: reason)
            }
            let isBlank = { (byte: UInt8) in byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
            let words = line.split(whereSeparator: isBlank).map { String(decoding: $0, as: UTF8.self) }
            guard let first = words.first, !first.hasPrefix("#"), !["log", "group", "quorum"].contains(first) else {
                continue
            }
            guard first == "witness" else { throw refuse("there is no '\(first)' in a policy") }
            guard words.count == 4 else { throw refuse("a witness is a name, a key and a URL") }
            let witness: Witness
            do {
                let url = try WitnessURL(words[3])
                witness = try Witness(name: words[1], key: try VerifierKey(words[2]), url: url)
            } catch let fault as WitnessURL.Fault {
                throw refuse(fault.reason)
            } catch {
                throw refuse("\(error)")
            }
            guard !witnesses.contains(where: { $0.name == witness.name || $0.key.publicKey == witness.key.publicKey })
            else { throw refuse("'\(witness.name)' or its key is there twice") }
            witnesses.append(witness)
        }
        guard witnesses.count <= most else {
            throw .badWitness(path: path, line: 1, reason: "there are more than \(most) witnesses")
        }
        return witnesses
    }
}
