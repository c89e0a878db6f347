import ArgumentParser
import CanonicalJSON
import EventLog
import StoryEvents

/// Documents of 2 KB from their bytes to a durable log, against the same rows stored by C.
struct AppendBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "append", abstract: "Appends documents, beside a floor in C: same rows, no JSON, no hashing.")

    @Option(help: "Events a round, at a thousand a commit.")
    var events = 20_000

    @Option(help: "Events a round, at one a commit.")
    var singles = 500

    @Option(help: "Rounds; each measures the floor and then the log.")
    var rounds = 15

    @Option(help: "A directory on the disk to measure.")
    var directory: String?

    @Option(help: "Measures nothing: appends once, so many a commit, for a profiler to watch.")
    var profile: Int?

    @Option(help: "Measures only how appending files of 30,000 events grows: so many of them, one after the other.")
    var growth: Int?

    @Option(help: "Measures only the peak memory of the command 'append' on a file of so many small documents.")
    var memory: Int?

    func run() throws {
        let workspace = try Workspace(in: directory)
        if let profile {
            _ = try measure(files(events, perCommit: profile), workspace)
            return
        }
        if let growth { return try showGrowth(growth, workspace) }
        if let memory { return try showMemory(memory, workspace) }
        let floor = try Floor(in: workspace)
        try compare(workspace, floor, events: events, perCommit: 1_000, target: 0.45)
        try compare(workspace, floor, events: singles, perCommit: 1, target: 0.8)
    }

    private func compare(
        _ workspace: Workspace, _ floor: Floor, events: Int, perCommit: Int, target: Double
    ) throws {
        let files = files(events, perCommit: perCommit)
        var (floors, logs): ([Cost], [Cost]) = ([], [])
        let sizes = try sizes(workspace)
        for _ in 0..<rounds {
            floors.append(try floor.measure(events: events, perCommit: perCommit, sizes))
            logs.append(try measure(files, workspace))
        }
        let ratio = zip(floors, logs).map { $0.seconds / $1.seconds }.median
        print("append, \(events) documents of \(files[0].count / perCommit) bytes, \(perCommit) a commit")
        show("floor", floors, events)
        show("log", logs, events)
        print("  ratio  \(ratio.shown(2)) (median of \(rounds); wanted: \(target))")
    }

    /// Each file's cost beside the first's: the log's indexes grow meanwhile.
    private func showGrowth(_ count: Int, _ workspace: Workspace) throws {
        let recorder = Recorder(try workspace.makeLog("growth.db"))
        defer { try? workspace.removeDatabase("growth.db") }
        var first: Cost?
        for number in 0..<count {
            let file = submission(SampleDocuments.file(number * 30_000..<(number + 1) * 30_000), recorder)
            let cost = try Cost.of { _ = try recorder.record([file]) }
            let base = first ?? cost
            first = base
            print(
                "append, file \(number + 1) of 30,000 documents  \(cost.seconds.shown(2)) s"
                    + "  \((cost.seconds / base.seconds).shown(2)) of the first"
                    + "  CPU \((cost.cpu(of: 30_000) / base.cpu(of: 30_000)).shown(2)) of the first (wanted: 1.3)")
        }
    }

    private func files(_ events: Int, perCommit: Int) -> [[UInt8]] {
        stride(from: 0, to: events, by: perCommit).map { SampleDocuments.file($0..<min($0 + perCommit, events)) }
    }

    private func show(_ name: String, _ costs: [Cost], _ events: Int) {
        let rate = costs.map { $0.rate(of: events) }.median
        let cpu = costs.map { $0.cpu(of: events) }.median
        print("  \(name)\(name.count < 4 ? "  " : "")  \(rate.shown()) events/s  \(cpu.shown(1)) µs CPU an event")
    }

    private func measure(_ files: [[UInt8]], _ workspace: Workspace) throws -> Cost {
        defer { try? workspace.removeDatabase("log.db") }
        let store = try workspace.makeLog("log.db")
        let recorder = Recorder(store)
        return try Cost.of {
            var next = files.first.map { submission($0, recorder) }
            for number in files.indices {
                guard let file = next else { break }
                // Read while the one before it is made durable: what preparing is for.
                next = number + 1 < files.count ? submission(files[number + 1], recorder) : nil
                guard case .decided(let receipt)? = try recorder.record([file]).first, receipt.outcome == .appended
                else { throw Workspace.Failure(description: "the documents were not appended") }
            }
        }
    }

    private func submission(_ bytes: [UInt8], _ recorder: Recorder) -> Submission {
        recorder.prepare(
            Submission(file: "batch.ndjson", bytes: bytes, format: .lines, defaultSource: "newsdesk"))
    }

    /// How large what the log stores of a document is, for the floor to store as much.
    private func sizes(_ workspace: Workspace) throws -> Floor.Sizes {
        defer { try? workspace.removeDatabase("sizes.db") }
        let store = try workspace.makeLog("sizes.db")
        let file = Submission(
            file: "batch.ndjson", bytes: SampleDocuments.file(0..<1_000), format: .lines, defaultSource: "newsdesk")
        _ = try Recorder(store).record([file])
        let events = try store.events(from: .first, limit: .max)
        let receipt = try store.receipts(limit: 1).first?.json.canonicalBytes.count ?? 0
        return Floor.Sizes(
            data: events.reduce(0) { $0 + ($1.content?.data.count ?? 0) } / events.count,
            leaf: events.reduce(0) { $0 + $1.leaf.count } / events.count, entry: receipt / events.count)
    }
}
