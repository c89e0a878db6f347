import MerkleLog

/// Checks a checkpoint against the trusted keys and the quorum, and against earlier looks at its log.
struct CheckpointExamination {
    private let checkpoint: Checkpoint
    private let note: SignedNote
    private let trust: MonitorTrust
    private let given: TrustedKeys
    /// The log as earlier looks saw it.
    let known: KnownLog?
    /// What is to be said that is no finding.
    let remarks: [String]
    private let remembered: TrustedKeys?

    init(_ checkpoint: Checkpoint, _ note: SignedNote, _ statements: [Succession], _ trust: MonitorTrust) {
        self.checkpoint = checkpoint
        self.note = note
        self.trust = trust
        var given = TrustedKeys(trust.keys)
        given.follow(statements)
        self.given = given
        let believed = trust.keys + trust.lost
        known = trust.known.index(of: checkpoint.origin, for: believed, by: statements)
            .map { trust.known[$0].evidence(statements) }
        remarks = trust.known.remarks(of: checkpoint.origin, for: believed, by: statements)
        let own = trust.keys.filter { $0.identity.name.bytes.elementsEqual(checkpoint.origin.utf8) }
        var remembered = known.map { TrustedKeys($0.keys(replacing: trust.lost, by: own)) }
        remembered?.follow(statements)
        self.remembered = remembered
    }

    /// The statement that gave up the log that is asked for; nil where it was not.
    var fork: Succession? { logKeys.isEmpty ? given.fork : nil }

    /// The statements that led from a given key to the next.
    var followed: [Succession] { given.followed }

    /// Known keys in whose place the given ones are believed.
    var replaced: [VerifierKey] { (known?.keys ?? []).filter(trust.lost.contains) }

    /// The log's keys that are trusted now: those of earlier looks, if there are any.
    var keys: [VerifierKey] { remembered?.keys ?? logKeys }

    /// Keys of the log that have ended.
    var earlier: [VerifierKey] {
        ((known?.earlier ?? []) + replaced + (remembered ?? given).earlier).filter { !keys.contains($0) }
    }

    private var logKeys: [VerifierKey] {
        given.keys.filter { $0.identity.name.bytes.elementsEqual(checkpoint.origin.utf8) }
    }

    /// The log's keys that signed the checkpoint.
    var signers: [VerifierKey] {
        do throws(MerkleLogError) { return try note.verified(by: logKeys).signatures.map(\.key) } catch { return [] }
    }

    /// - Returns: Whether the log's keys signed the checkpoint, and the log does not go back.
    func check(_ find: (LogFinding) -> Void) -> Bool {
        guard !logKeys.isEmpty else {
            find(LogFinding(otherLog))
            return false
        }
        if let known, let stranger = trust.lost.first(where: { !(known.keys + known.earlier).contains($0) }) {
            find(
                LogFinding("\(stranger.identity) is not a key that this user knows of the log: \(names(known.keys)) is")
            )
            return false
        }
        do throws(MerkleLogError) {
            let signers = try note.verified(by: logKeys).signatures.map(\.key)
            if let remembered, !signers.contains(where: remembered.keys.contains) {
                find(LogFinding(unvouched(signers)))
                return false
            }
        } catch {
            find(LogFinding(older ?? error.description + strangers))
            return false
        }
        if let quorum = trust.quorum, !quorum.isMet(by: note) {
            find(
                LogFinding(
                    "the checkpoint of \(checkpoint.size) events lacks the cosignatures that the quorum asks for"))
        }
        for what in known?.findings ?? [] { find(LogFinding(what)) }
        if let what = givenUp { find(LogFinding(what)) }
        let newest = known?.sightings.max { $0.checkpoint.size < $1.checkpoint.size }
        if let newest, case let size = newest.checkpoint.size, size > checkpoint.size {
            find(
                LogFinding(
                    newest.isMet
                        ? met(newest.checkpoint)
                        : "the log went back: it signed \(size) events before and now \(checkpoint.size); or what is served "
                            + "here is an older copy of it"))
            return false
        }
        return true
    }

    private var givenUp: String? { trust.known.givenUp(checkpoint.origin, for: logKeys) }

    /// Whether this user saw that the log was given up.
    var isGivenUp: Bool { givenUp != nil }

    /// Keys that signed a known tree, where nothing connects them with the given ones: the user has said that they are lost.
    func strangers(of tree: Checkpoint) -> [VerifierKey] {
        guard let known else { return [] }
        let signers = known.signers(of: tree)
        let connected = TrustedKeys.connected(given.keys + given.earlier, by: known.statements + given.followed)
        return signers.contains(where: connected.contains) ? [] : signers
    }

    /// What a larger tree that was met in a file means.
    private func met(_ tree: Checkpoint) -> String {
        let strangers = strangers(of: tree)
        guard strangers.isEmpty else {
            return "\(names(strangers)) signed \(tree.size) events, which were met in a file, and the log has "
                + "\(checkpoint.size): either that key or \(names(logKeys)) was never the keeper's, or this is not all of the log"
        }
        return
            "the key signed \(tree.size) events, which were met in a file, and the log has \(checkpoint.size): what is served "
            + "here is an older copy, or the log went back, or the key signed another tree"
    }

    /// That only a key signed that the log's newer one replaced; nil where that is not so.
    private var older: String? {
        let isKnown = (known?.keys ?? []).contains(where: logKeys.contains)
        let signers = KnownLog.signers(of: note, given.earlier + (isKnown ? known?.earlier ?? [] : []))
        guard !signers.isEmpty, checkpoint.size <= known?.newestSize ?? .max else { return nil }
        let size = known?.newestSize.map { "; \($0) events are known" } ?? ""
        let events = checkpoint.size == 1 ? "1 event" : "\(checkpoint.size) events"
        return "what is served here is an older copy, or the holder of an older key made it: \(names(signers)) signed "
            + "\(events), a key that \(names(logKeys)) replaced\(size)"
    }

    private func names(_ keys: [VerifierKey]) -> String {
        keys.map(\.identity.description).joined(separator: " and ")
    }

    /// That another key of the log's name signed the checkpoint, and what that may mean; empty where none did.
    private var strangers: String {
        let found = note.signatures.map(\.key).filter { key in
            key.name.bytes.elementsEqual(checkpoint.origin.utf8) && !logKeys.contains { $0.identity == key }
        }
        guard !found.isEmpty else { return "" }
        let shown = found.map(\.description).joined(separator: " and ")
        return "; \(shown) signed it, and no known key vouches for that one. \(Self.lossHint)"
    }

    /// What a key without a voucher means, and what to do.
    static let lossHint =
        "Either the keeper lost the old key, or this is not the keeper's log, or the key that you used before was false: ask by "
        + "another way. --key NEW --lost-key OLD believes the new key, and still holds every tree that you saw against the log; "
        + "if the old key was false, delete the line of known-logs that has it"

    private func unvouched(_ signers: [VerifierKey]) -> String {
        if signers.contains(where: earlier.contains) {
            return
                "the checkpoint of \(checkpoint.size) events is signed by \(names(signers)), an older key that \(names(known?.keys ?? [])) replaced; "
                + "\(known?.newestSize ?? 0) events are known: what is served here is an older copy, or its holder signed another tree"
        }
        return "the log changed its key from \(names(known?.keys ?? [])) to \(names(signers)), "
            + "and the old key does not vouch for that. \(Self.lossHint)"
    }

    private var otherLog: String {
        let names = Set(trust.keys.map(\.identity.name.description)).sorted().joined(separator: " or ")
        guard let fork = given.fork, case .forked(let abandoned, let kept) = fork.kind else {
            return "this is the log \(checkpoint.origin), the key is for \(names)"
        }
        return "the log \(fork.old.identity.name) was given up at \(abandoned.size) events; after the first "
            + "\(kept.size) of another history it goes on as \(fork.new.identity.name), key \(fork.new)"
    }
}
