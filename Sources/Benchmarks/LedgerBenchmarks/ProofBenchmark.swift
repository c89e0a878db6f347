import ArgumentParser
import EventLog
import MerkleLog
import StoryEvents

/// Inclusion proofs made in process from the tiles of a log, each checked.
struct ProofBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prove", abstract: "Makes and checks inclusion proofs of events all over a log.")

    @Option(help: "Events in the log.")
    var events = 1_000_000

    @Option(help: "Proofs to make.")
    var proofs = 2_000

    @Option(help: "A directory on the disk to measure.")
    var directory: String?

    func run() throws {
        let workspace = try Workspace(in: directory)
        let store = try workspace.makeLog("log.db")
        try SampleDocuments.fill(store, events: events)
        let tree = try LogTree(store)
        let root = try tree.root(ofSize: tree.size)
        var milliseconds: [Double] = []
        var checking = 0.0
        // A step that is prime to the size visits positions all over the log.
        for number in 0..<UInt64(proofs) {
            let position = number &* 7_919_999_983 % tree.size
            var proof: InclusionProof?
            // As a caller would who has only the log.
            milliseconds.append(
                try Cost.of {
                    proof = try InclusionProof(leaf: position, size: tree.size, from: LogTree(store, size: tree.size))
                }.seconds * 1e3)
            guard let proof, let leaf = try store.leaves(from: Position(Int64(position)), limit: 1).first else {
                throw Workspace.Failure(description: "there is no event at @\(position)")
            }
            checking += try Cost.of { try proof.check(leafHash: .leaf(leaf), root: root) }.seconds * 1e3
        }
        print("prove, \(proofs) inclusion proofs in a log of \(events) events")
        print("  median  \(milliseconds.median.shown(3)) ms")
        print("  99 %    \(milliseconds.percentile(0.99).shown(3)) ms")
        print("  worst   \((milliseconds.max() ?? .nan).shown(3)) ms (wanted: under 5 ms)")
        print("  check   \((checking / Double(proofs)).shown(3)) ms on average")
    }
}
