import ArgumentParser
import CanonicalJSON
import MerkleLog
import Monitoring
import StoryEvents

struct CheckProofVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check-proof", abstract: "Check a proof that an event is in the log; no ledger is needed.",
        discussion: """
            Checks the checkpoint's signatures and that the leaf is in the tree it signs. The leaf is the one in the \
            proof, unless --leaf or --bundle names another. Prints the leaf; the exit status is 1 when it is not proven, \
            or when the log contradicts what this user saw of it before (see 'storyledger monitor --help'). A tree that \
            only a key signed that has ended since is not proven, unless the witnesses that you ask for have cosigned it, or \
            the log as it is now begins with it (--log).
            """)

    @OptionGroup var output: OutputOptions
    @OptionGroup var trust: TrustOptions
    @OptionGroup var later: LaterLogOption

    @Argument(help: "The proof, a c2sp.org/tlog-proof@v1 file (.tlog-proof).", completion: .file())
    var file: String

    @Option(help: ArgumentHelp("A file that holds the leaf and nothing else.", valueName: "file"))
    var leaf: String?

    @Option(
        help: ArgumentHelp("A published entry bundle (tile/entries/...) that holds the leaf.", valueName: "file"))
    var bundle: String?

    func validate() throws {
        if leaf != nil, bundle != nil { throw ValidationError("--leaf and --bundle cannot go together") }
    }

    func run() throws {
        let trust = try trust.trust(later: later)
        let bytes = try InputFile.read(file)
        let proof = try orFail { () throws(MerkleLogError) in try ProofFile(bytes: bytes) }
        let leaf = try leaf(at: proof.proof.leaf, in: proof)
        let policy = try trust.policy(for: proof.note)
        let verified = try orFail { () throws(MerkleLogError) in
            try proof.check(leafHash: .leaf(leaf), policy: policy)
        }
        let position = proof.proof.leaf
        let envelope = try event(leaf, position)
        var standing = try trust.standing(of: verified, proving: position, [envelope], in: later)
        standing = standing.adding(try KnownLogs.meet(verified, trust, standing))
        let checkpoint = verified.checkpoint
        let signers = verified.signers(trust.keys).map(\.identity.description)
        let doubts = Self.unproven + standing.doubts + verified.cosignatureDoubts(covering: [envelope])
        if output.isJSON {
            var object = JSONObject()
            object["position"] = JSON(stored: position)
            object["origin"] = .string(Text(checkpoint.origin))
            object["size"] = JSON(stored: checkpoint.size)
            object["root"] = .string(Text(checkpoint.root.hex))
            object["signers"] = .array(signers.map { .string(Text($0)) })
            object["cosignatures"] = .array(verified.cosignatures.map(\.json))
            object["leaf"] = .string(Text(String(decoding: leaf, as: UTF8.self)))
            object["proven"] = .bool(standing.unvouched == nil)
            object["notProven"] = .array(doubts.map { .string(Text($0)) })
            try JSON.object(object).printDocument()
            return try Trust.refuse(standing)
        }
        try Terminal.print(
            (standing.unvouched == nil
                ? "@\(position) is in the log \(checkpoint.origin), in its tree of \(checkpoint.size) leaves"
                : "\(standing.signer) signed a tree of \(checkpoint.size) leaves with @\(position)").onOneLine)
        try Terminal.print("signed by \(signers.joined(separator: " and ")), root \(checkpoint.root.hex)".onOneLine)
        if let later = standing.later { try Terminal.print(later.onOneLine) }
        for cosignature in verified.cosignatures { try Terminal.print(cosignature.line) }
        try print(leaf)
        try Terminal.print("not proven:")
        for line in doubts { try Terminal.print("  \(line)".onOneLine) }
        try Trust.refuse(standing)
    }

    /// Prints the leaf as it is; on a terminal as indented JSON, which fits.
    private func print(_ leaf: [UInt8]) throws(Failure) {
        guard Terminal.isTerminal else { return try Terminal.print(String(decoding: leaf, as: UTF8.self).forTerminal) }
        let json: JSON
        do throws(JSONSyntaxError) { json = try JSON.parse(leaf) } catch {
            throw Failure(Failure.badData, "the leaf is no JSON: \(error.message)", remedy: "ask for another proof")
        }
        try json.printPretty()
    }

    private static let unproven = [
        "what the event says", "that its times are true", "that others are shown the same log",
    ]

    /// A log can be made to hold anything: what is no event proves nothing of a story.
    private func event(_ leaf: [UInt8], _ position: UInt64) throws(Failure) -> Envelope {
        let envelope: Envelope
        do throws(LeafFault) { envelope = try Envelope(leaf: leaf) } catch {
            throw Failure(
                Failure.different,
                "the log holds this leaf at @\(position), but it is no event: \(error.message)".onOneLine,
                remedy: "the log's keeper has put it there; it says nothing of a story")
        }
        guard UInt64(exactly: envelope.position.value) == position else {
            throw Failure(
                Failure.different, "the leaf at @\(position) says that it stands at \(envelope.position)",
                remedy: "the log's keeper has put it there; it says nothing of a story")
        }
        if let what = envelope.intakeFault {
            throw Failure(
                Failure.different, "the log holds this leaf at @\(position), but no ledger takes it: \(what)".onOneLine,
                remedy: "the log's keeper has put it there; do not take it for an event of another story")
        }
        return envelope
    }

    private func leaf(at position: UInt64, in proof: ProofFile) throws(Failure) -> [UInt8] {
        if let leaf { return try InputFile.read(leaf) }
        guard let bundle else {
            guard !proof.extra.isEmpty else {
                throw Failure(
                    Failure.usage, "the proof holds no leaf",
                    remedy: "add --leaf FILE, or --bundle with an entry bundle")
            }
            return proof.extra
        }
        let bytes = try InputFile.read(bundle)
        // How many leaves a bundle holds stands in its name only, so they are counted.
        var width = 0
        var place = 0
        while place + 2 <= bytes.count, width < 256 {
            place += 2 + Int(bytes[place]) << 8 + Int(bytes[place + 1])
            width += 1
        }
        let entries = try orFail { [width] () throws(MerkleLogError) in
            try EntryBundle(index: position >> 8, width: max(1, width), bytes: bytes)
        }
        guard position & 255 < UInt64(entries.leaves.count) else {
            throw Failure(
                Failure.badData, "\(bundle) holds \(entries.leaves.count) leaves; @\(position) would be after them",
                remedy: "name the entry bundle with the index \(position >> 8)")
        }
        return entries.leaves[Int(position & 255)]
    }
}
