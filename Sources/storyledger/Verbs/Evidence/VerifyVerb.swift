import ArgumentParser
import CanonicalJSON
import EventLog
import MerkleLog
import Verification

struct VerifyVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Check the whole ledger against itself and what was signed of it.",
        discussion: """
            Every leaf is hashed again and held against its row, its data, its story, its tiles, the tree's root, every \
            checkpoint, every published file and its receipt. One line for each thing found; the exit status is 1 when \
            there is any, else 0.

            What is no part of the tree, such as the name and the hash of the file in a receipt, is sealed under the \
            ledger's secret, so that one changed bit of it is found too. Seals keep out nobody who can read the secret: \
            against those who keep the ledger, keep a checkpoint.

            --checkpoint proves beside that this ledger extends a checkpoint that you kept: that nothing in it was \
            rewritten since.
            """)

    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var trust: TrustOptions

    @Option(
        name: .customLong("checkpoint"),
        help: ArgumentHelp("A checkpoint that you kept, a signed note; asks for --key.", valueName: "file"))
    var kept: String?

    func run() throws {
        let store = try ledger.open()
        let keys = try trust.logKeys() + trust.witnessKeys()
        let scope = Verifier.Scope(
            directory: ledger.directory.path, keys: keys, kept: try kept(origin: store.ledger.origin))
        var progress = Progress("verify", unit: "events")
        var failure: Failure?
        let summary = try orFail { () throws(EventLogError) in
            try Verifier(store, scope).run { finding in
                progress.clear()
                do throws(Failure) { try print(finding) } catch { failure = failure ?? error }
            } progress: { done, all in
                progress.show(done, of: all)
            }
        }
        progress.clear()
        if let failure { throw failure }
        try print(summary, isSigned: !trust.keys.isEmpty, origin: store.ledger.origin)
        if summary.findings > 0 { throw ExitCode(Failure.different) }
    }

    private func kept(origin: String) throws(Failure) -> (name: String, checkpoint: Checkpoint)? {
        guard let kept else { return nil }
        guard !trust.keys.isEmpty else {
            throw Failure(
                Failure.usage, "--checkpoint without --key proves nothing",
                remedy: "add --key with the log's verifier key, as you had it when you kept the checkpoint")
        }
        let bytes = try InputFile.read(kept)
        let (keys, witnesses) = (try trust.logKeys(), try trust.witnessKeys())
        let checkpoint = try orFail { () throws(MerkleLogError) in
            let names = Set(witnesses.map(\.identity.name)).count
            let policy = try CheckpointPolicy(
                origin: trust.origin ?? origin, logKeys: keys, witnesses: witnesses, quorum: names)
            return try policy.open(SignedNote(bytes: bytes)).checkpoint
        }
        return (kept, checkpoint)
    }

    private func print(_ finding: Finding) throws(Failure) {
        if output.isJSON { return try finding.json.printLine() }
        try Terminal.print(finding.description.onOneLine)
    }

    private func print(_ summary: Verifier.Summary, isSigned: Bool, origin: String) throws(Failure) {
        if output.isJSON {
            var object = JSONObject()
            object["place"] = "summary"
            object["origin"] = .string(Text(origin))
            object["events"] = JSON(summary.events)
            object["receipts"] = JSON(summary.receipts)
            object["checkpoints"] = JSON(summary.checkpoints)
            object["published"] = summary.published.map { JSON(stored: $0) } ?? .null
            object["root"] = .string(Text(summary.root.hex))
            object["signatures"] = .bool(isSigned)
            object["seals"] = .bool(summary.secretFault == nil)
            object["withheld"] = .array(
                summary.withheld.map { ["position": JSON(stored: $0.position), "by": JSON(stored: $0.by)] })
            object["notes"] = .array(summary.notes.map { .string(Text($0)) })
            object["findings"] = JSON(summary.findings)
            return try JSON.object(object).printLine()
        }
        for withheld in summary.withheld {
            try Terminal.print("@\(withheld.position): withheld by the event at @\(withheld.by)")
        }
        for note in summary.notes { try Terminal.print("note: \(note)") }
        let signatures =
            summary.checkpoints + (summary.published == nil ? 0 : 1) == 0
            ? "" : isSigned ? ", signatures checked" : ", signatures not checked (no --key)"
        let published = summary.published.map { "the first \($0) events are published" } ?? "nothing is published"
        try Terminal.print(
            "\(summary.events) events, \(summary.receipts) receipts, \(summary.checkpoints) checkpoints\(signatures); "
                + published)
        if let fault = summary.secretFault {
            try Terminal.print(
                "not checked: seals on receipts and checkpoints, and the fingerprints of events; \(fault.message)"
                    .onOneLine)
        }
        if let kept, summary.findings == 0 { try Terminal.print("it extends the checkpoint in \(kept.onOneLine)") }
        try Terminal.print(
            summary.findings == 0
                ? (summary.secretFault == nil ? "nothing is wrong" : "nothing that was checked is wrong")
                : "\(summary.findings) thing\(summary.findings == 1 ? " is" : "s are") wrong")
    }
}
