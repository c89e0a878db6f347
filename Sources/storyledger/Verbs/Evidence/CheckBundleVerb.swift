import ArgumentParser
import CanonicalJSON
import MerkleLog
import Monitoring
import StoryEvents
import Verification

struct CheckBundleVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check-bundle", abstract: "Check a bundle and print what it proves; no ledger is needed.",
        discussion: """
            Checks the checkpoint's signatures, that every event of the story is in the tree it signs, that none is left \
            out, that the data is what was committed to, and that it makes this version's text. It does not prove that \
            the story has no later events. The exit status is 1 when the version is not proven.
            """)

    @OptionGroup var output: OutputOptions
    @OptionGroup var trust: TrustOptions

    @Argument(help: "The bundle.")
    var file: String

    func run() throws {
        let trust = try trust.trust()
        let bytes = try InputFile.read(file)
        let bundle: StoryBundle
        let proof: StoryBundle.Proof
        do throws(BundleFault) {
            bundle = try StoryBundle(bytes: bytes)
        } catch { throw Failure(error) }
        let policy = try trust.policy(for: bundle.note)
        do throws(BundleFault) { proof = try bundle.check(policy) } catch { throw Failure(error) }
        try KnownLogs.meet(proof.checkpoint, trust)
        if output.isJSON { return try json(bundle, proof).printDocument() }
        try print(bundle, proof)
    }

    private func print(_ bundle: StoryBundle, _ proof: StoryBundle.Proof) throws(Failure) {
        let (checkpoint, newest) = (proof.checkpoint.checkpoint, proof.newest)
        try Terminal.print(
            "\(bundle.story)  version \(bundle.version), recorded \(newest.recorded) at \(newest.position)".onOneLine)
        try Terminal.print(
            "proven by \(proof.envelopes.count) events in the log \(checkpoint.origin), tree of \(checkpoint.size) leaves"
                .onOneLine)
        for cosignature in proof.checkpoint.cosignatures { try Terminal.print(cosignature.line) }
        for position in proof.withheld {
            try Terminal.print("the data of \(position) was withheld; it made no version")
        }
        try Terminal.print("not proven: that the story has no later events")
        for field in StoryState.textFields {
            guard let text = bundle.text[field] else { continue }
            try Terminal.print()
            try Terminal.print(field == "headline" ? text.string.onOneLine.styled(.bold) : text.string.forTerminal)
        }
    }

    private func json(_ bundle: StoryBundle, _ proof: StoryBundle.Proof) -> JSON {
        var object = JSONObject()
        object["story"] = .string(bundle.story)
        object["version"] = JSON(bundle.version)
        object["origin"] = .string(Text(proof.checkpoint.checkpoint.origin))
        object["size"] = JSON(stored: proof.checkpoint.checkpoint.size)
        object["root"] = .string(Text(proof.checkpoint.checkpoint.root.hex))
        object["cosignatures"] = .array(proof.checkpoint.cosignatures.map(\.json))
        object["events"] = .array(
            proof.envelopes.map { envelope in
                [
                    "position": JSON(envelope.position), "revision": JSON(envelope.revision),
                    "type": .string(Text(envelope.type.rawValue)), "time": JSON(envelope.time),
                    "recordedtime": JSON(envelope.recorded),
                    "withheld": .bool(proof.withheld.contains(envelope.position)),
                ]
            })
        for field in StoryState.textFields { object[field] = bundle.text[field].map(JSON.string) }
        return .object(object)
    }
}

extension Failure {
    /// What is no bundle is bad data; a bundle that proves something else is found wrong.
    fileprivate init(_ fault: BundleFault) {
        self.init(fault.isMalformed ? Failure.badData : Failure.different, fault.message, remedy: fault.remedy)
    }
}
