import ArgumentParser
import MerkleLog

/// Which key of a log its keeper has lost, for commands that look at all of the log.
struct LostKeyOption: ParsableArguments {
    @Option(
        name: .customLong("lost-key"),
        help: ArgumentHelp(
            "A key of the log that its keeper says is lost: --key is believed in its place, although it does not vouch for it. Trees that it signed are still held against the log. May be repeated.",
            valueName: "vkey"))
    var texts: [String] = []

    /// The keys.
    ///
    /// - Parameter trust: What else is believed.
    func keys(_ trust: TrustOptions) throws(Failure) -> [VerifierKey] {
        let (lost, keys) = (try texts.map(TrustOptions.logKey), try trust.logKeys())
        guard let both = lost.first(where: keys.contains) else {
            guard lost.isEmpty || !keys.isEmpty else {
                throw Failure(
                    Failure.usage, "--lost-key without --key leaves nothing to believe",
                    remedy: "add --key with the log's new verifier key, from its keeper")
            }
            return lost
        }
        throw Failure(
            Failure.usage, "\(both.identity) is believed and lost at once",
            remedy: "give the new key with --key, and the lost one with --lost-key")
    }
}
