import ArgumentParser
import MerkleLog

/// Whom a command that checks evidence believes.
struct TrustOptions: ParsableArguments {
    @Option(
        name: .customLong("key"),
        help: ArgumentHelp("The log's verifier key, from somebody you trust; may be given again.", valueName: "vkey"))
    var keys: [String] = []

    @Option(
        name: .customLong("witness"),
        help: ArgumentHelp("A witness's verifier key; it must have cosigned.", valueName: "vkey"))
    var witnesses: [String] = []

    @Option(help: ArgumentHelp("The log's origin, where it is not the key's name.", valueName: "name"))
    var origin: String?

    /// The log's keys; none when none was given.
    func logKeys() throws(Failure) -> [VerifierKey] { try keys.map { text throws(Failure) in try key(text, .ed25519) } }

    /// The witnesses' keys.
    func witnessKeys() throws(Failure) -> [VerifierKey] {
        try witnesses.map { text throws(Failure) in try key(text, .cosignature) }
    }

    /// Whom to believe, where there is no ledger to ask for its origin.
    func policy() throws(Failure) -> CheckpointPolicy {
        let (logKeys, witnessKeys) = (try logKeys(), try witnessKeys())
        guard let first = logKeys.first else {
            throw Failure(
                Failure.usage, "no verifier key is given",
                remedy: "add --key with the log's verifier key, got from somebody you trust")
        }
        return try orFail { () throws(MerkleLogError) in
            try CheckpointPolicy(
                origin: origin ?? first.identity.name.description, logKeys: logKeys, witnesses: witnessKeys,
                quorum: Set(witnessKeys.map(\.identity.name)).count)
        }
    }

    private func key(_ text: String, _ type: SignatureType) throws(Failure) -> VerifierKey {
        let key: VerifierKey
        do throws(MerkleLogError) { key = try VerifierKey(text) } catch {
            throw Failure(
                Failure.usage, error.description, remedy: "copy the whole key, as its owner publishes it: name+id+key")
        }
        guard key.type == type else {
            throw Failure(
                Failure.usage, "\(key.identity) is \(type == .ed25519 ? "a witness's key" : "no witness's key")",
                remedy: "give the log's keys with --key, witnesses' with --witness")
        }
        return key
    }
}

extension Failure {
    /// What is no proof at all is bad data; a proof of something else is found wrong.
    init(_ error: MerkleLogError) {
        let status =
            switch error {
            case .wrongRoot, .notSigned, .badSignature, .wrongOrigin, .tooFewWitnesses: Failure.different
            case .unreadable: Failure.inputOutput
            default: Failure.badData
            }
        self.init(status, error.description, remedy: error.remedy)
    }
}

/// Does something, and turns its typed error into what ends the command.
func orFail<Value>(_ body: () throws(MerkleLogError) -> Value) throws(Failure) -> Value {
    do throws(MerkleLogError) { return try body() } catch { throw Failure(error) }
}
