import ArgumentParser
import EventLog

/// What the tiles cost an append: the log as it is, against the same log that stores none.
struct TileBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tiles", abstract: "Appends documents, beside the same without storing tiles.")

    @Option(help: "Events a round.")
    var events = 20_000

    @Option(help: "Events a commit; give it again for more.")
    var perCommit: [Int] = [1_000, 1]

    @Option(help: "Rounds; each measures one and then the other, in turn which comes first.")
    var rounds = 9

    @Option(help: "A directory on the disk to measure.")
    var directory: String?

    func run() throws {
        let workspace = try Workspace(in: directory)
        for size in perCommit { try compare(workspace, perCommit: size) }
    }

    private func compare(_ workspace: Workspace, perCommit: Int) throws {
        // A commit for each event waits for the disk most of the time: fewer show as much.
        let count = perCommit == 1 ? min(events, 1_000) : events
        let files = stride(from: 0, to: count, by: perCommit).map {
            SampleDocuments.file($0..<min($0 + perCommit, count))
        }
        var (with, without): ([Cost], [Cost]) = ([], [])
        for round in 0..<rounds {
            for keepsTiles in round.isMultiple(of: 2) ? [true, false] : [false, true] {
                let cost = try measure(files, workspace, keepsTiles: keepsTiles)
                if keepsTiles { with.append(cost) } else { without.append(cost) }
            }
        }
        print("tiles, \(count) documents, \(perCommit) a commit")
        for (name, costs) in [("without", without), ("with   ", with)] {
            let (rate, cpu) = (costs.map { $0.rate(of: count) }.median, costs.map { $0.cpu(of: count) }.median)
            print("  \(name)  \(rate.shown()) events/s  \(cpu.shown(1)) µs CPU an event")
        }
        let loss = zip(with, without).map { 100 * (1 - $1.seconds / $0.seconds) }.median
        print("  loss     \(loss.shown(1, width: 0)) % (median of \(rounds); wanted: at most 5 %)")
    }

    private func measure(_ files: [[UInt8]], _ workspace: Workspace, keepsTiles: Bool) throws -> Cost {
        defer { try? workspace.removeDatabase("log.db") }
        let store = try workspace.makeLog("log.db")
        store.keepsTiles = keepsTiles
        let recorder = Recorder(store)
        return try Cost.of {
            for bytes in files {
                let file = Submission(file: "batch.ndjson", bytes: bytes, format: .lines, defaultSource: "newsdesk")
                guard case .decided(let receipt)? = try recorder.record([file]).first, receipt.outcome == .appended
                else { throw Workspace.Failure(description: "the documents were not appended") }
            }
        }
    }
}
