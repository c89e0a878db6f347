import ArgumentParser
import MerkleLog
import Monitoring

/// Whom a command that checks evidence believes.
struct TrustOptions: ParsableArguments {
    @Option(
        name: .customLong("key"),
        help: ArgumentHelp("The log's verifier key, from a person you trust; may be repeated.", valueName: "vkey"))
    var keys: [String] = []

    @Option(
        name: .customLong("witness"),
        help: ArgumentHelp("A witness's verifier key; it must have cosigned.", valueName: "vkey"))
    var witnesses: [String] = []

    @Option(
        help: ArgumentHelp(
            "A C2SP tlog-policy: the quorum that must have cosigned, and the logs where --key names none.",
            valueName: "file"))
    var policy: String?

    @Option(
        help: ArgumentHelp(
            "The file 'statements' that the log serves: new keys that an old one vouches for are believed, ended ones and histories that were given up are not.",
            valueName: "file"))
    var statements: String?

    @Option(help: ArgumentHelp("The log's origin, where it is not the key's name.", valueName: "name"))
    var origin: String?

    /// The log's keys; none when none was given.
    func logKeys() throws(Failure) -> [VerifierKey] { try keys.map(Self.logKey) }

    /// A log's verifier key.
    static func logKey(_ text: String) throws(Failure) -> VerifierKey { try key(text, .ed25519) }

    /// The witnesses' keys.
    func witnessKeys() throws(Failure) -> [VerifierKey] {
        try witnesses.map { text throws(Failure) in try Self.key(text, .cosignature) }
    }

    /// Whom to believe.
    ///
    /// - Parameters:
    ///   - needsKey: Whether a log's key must be given, as where there is no ledger.
    ///   - later: The log whose own statements count where none are given.
    func trust(needsKey: Bool = true, later: LaterLogOption? = nil) throws(Failure) -> Trust {
        let file = try policy.map { path throws(Failure) in try Self.read(policy: path) }
        var keys = try logKeys()
        if keys.isEmpty { keys = file?.logs.map(\.key) ?? [] }
        guard !keys.isEmpty || !needsKey else {
            throw Failure(
                Failure.usage, "no verifier key is given",
                remedy: "add --key with the log's verifier key, from a person you trust")
        }
        let said: [StatementFile.Entry]?
        if let path = self.statements { said = try Self.read(statements: path) } else { said = try later?.statements() }
        let statements = said ?? []
        var trusted = TrustedKeys(keys)
        trusted.follow(statements.map(\.statement))
        let witnesses = try witnessKeys()
        let own = keys + statements.flatMap { [$0.statement.old, $0.statement.new] }
        for witness in witnesses + (file?.witnesses.map(\.key) ?? []) {
            guard own.contains(where: { $0.publicKey == witness.publicKey }) else { continue }
            throw Failure(
                Failure.usage, "\(witness.identity) is a key of the log, and no witness",
                remedy: "name a witness that others run: the log cannot vouch for itself")
        }
        // Several keys of one name are one witness.
        let names = Set(witnesses.map(\.identity.name))
        var quorums = names.map { name in
            Quorum.group(threshold: 1, members: witnesses.filter { $0.identity.name == name }.map(Quorum.witness))
        }
        if let quorum = file?.quorum { quorums.append(quorum) }
        return Trust(
            given: keys, keys: keys + trusted.keys.filter { !keys.contains($0) },
            witnesses: Array(Set(witnesses + (file?.witnesses.map(\.key) ?? []))),
            quorum: .group(threshold: quorums.count, members: quorums), statements: statements,
            hasStatements: said != nil, origin: origin)
    }

    /// Reads a policy file.
    static func read(policy path: String) throws(Failure) -> TrustPolicy {
        let bytes = try InputFile.read(path)
        do throws(MerkleLogError) { return try TrustPolicy(bytes: bytes) } catch {
            throw Failure(
                Failure.badData, "\(path): \(error.description)", remedy: "write it as c2sp.org/tlog-policy says")
        }
    }

    /// Reads a file of statements.
    static func read(statements path: String) throws(Failure) -> [StatementFile.Entry] {
        let bytes = try InputFile.read(path)
        do throws(StatementFile.Fault) { return try StatementFile.read(bytes) } catch {
            throw Failure(
                Failure.badData, "\(path): \(error.message)", remedy: "fetch the file 'statements' from the log again")
        }
    }

    private static func key(_ text: String, _ type: SignatureType) throws(Failure) -> VerifierKey {
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
