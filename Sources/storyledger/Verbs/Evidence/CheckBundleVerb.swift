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
            out, that each piece is what was committed to, and that the events make this version. Prints what is proven \
            and what is not: a bundle proves one chain of one story up to a version, not that the keeper shows everybody \
            the same. The exit status is 1 where the bundle is refused, or only an ended key vouches for its tree; \
            what else is not proven, such as the number of the version where texts are withheld, is listed. A tree that only a key signed that has ended since is not proven, unless the witnesses that you ask \
            for have cosigned it, or the log as it is now begins with it (--log).
            """)

    @OptionGroup var output: OutputOptions
    @OptionGroup var trust: TrustOptions
    @OptionGroup var later: LaterLogOption

    @Argument(help: "The bundle.", completion: .file())
    var file: String

    func run() throws {
        let trust = try trust.trust(later: later)
        let bytes = try InputFile.read(file)
        let bundle: StoryBundle
        let proof: BundleProof
        do throws(BundleFault) {
            bundle = try StoryBundle(bytes: bytes)
        } catch { throw Failure(error) }
        do throws(MerkleLogError) { _ = try Checkpoint(text: bundle.note.text) } catch {
            throw Failure(BundleFault.checkpoint(error))
        }
        let policy = try trust.policy(for: bundle.note)
        do throws(BundleFault) { proof = try bundle.check(policy) } catch { throw Failure(error) }
        var standing = try trust.standing(of: proof.checkpoint, proving: proof.highest, proof.leaves, in: later)
        standing = standing.adding(try KnownLogs.meet(proof.checkpoint, trust, standing))
        let page = BundlePage(bundle, proof, standing, signedBy: proof.checkpoint.signers(trust.keys))
        proof.newest.recorded.sayIfAhead()
        if output.isJSON { try page.json.printDocument() } else { try page.print() }
        try Trust.refuse(standing)
    }
}

extension Failure {
    /// What is no bundle is bad data; a bundle that proves something else is found wrong.
    fileprivate init(_ fault: BundleFault) {
        self.init(
            fault.isMalformed ? Failure.badData : Failure.different, fault.message.onOneLine, remedy: fault.remedy)
    }
}
