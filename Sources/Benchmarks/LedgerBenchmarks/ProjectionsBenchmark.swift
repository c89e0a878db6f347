import ArgumentParser
import EventLog
import Foundation
import Glibc

/// A rebuild of all persisted projections by the real program, compared with a bare scan of the same rows.
struct ProjectionsBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "projections",
        abstract: "Makes all projections from the log as a whole process, at n, 2n and 4n events, beside a bare scan.")

    @Option(help: "Events in the log, n.")
    var events = 25_000

    @Option(help: "Rounds; each measures the scan and then the projections.")
    var rounds = 3

    @Option(help: "A directory on the disk to measure.")
    var directory: String?

    /// What a rebuild may take of memory, in MiB.
    private static let mostMemory = 128

    func run() throws {
        let workspace = try Workspace(in: directory)
        print(
            "projections, \(rounds) rounds, medians: CPU seconds at n = \(events) events, 2n and 4n, ratio of each to the"
        )
        print("one before; bytes of views.db an event; most MiB of a process, at most \(Self.mostMemory) are allowed")
        let runs = try [1, 2, 4].map { try Run(workspace, events: events * $0, rounds: rounds) }
        show("bare scan", runs.map(\.scan))
        show("rebuilt", runs.map(\.make))
        show("rebuilt", runs.map(\.rebuild))
        show("first page", runs.map(\.page))
        print("  views.db  \(runs.map { $0.bytes.shown(width: 9) }.joined())")
        print("  memory    \(runs.map { $0.memory.shown(width: 9) }.joined())")
        guard let most = runs.map(\.memory).max(), most <= Double(Self.mostMemory) else {
            throw Workspace.Failure(description: "a process took more memory than allowed")
        }
    }

    private func show(_ name: String, _ seconds: [Double]) {
        let ratios = zip(seconds, seconds.dropFirst()).map { ($1 / $0).shown(2, width: 7) }.joined()
        let padding = String(repeating: " ", count: max(0, 10 - name.count))
        print("  \(name)\(padding)\(seconds.map { $0.shown(3, width: 9) }.joined())  \(ratios)")
    }

    /// One ledger of sample documents, and what its projections take.
    private struct Run {
        /// CPU seconds: to read the log's rows, to make all projections, to rebuild them, to list one story.
        let scan, make, rebuild, page: Double
        /// Bytes of views.db after the rebuild, an event.
        let bytes: Double
        /// In MiB.
        let memory: Double

        init(_ workspace: Workspace, events: Int, rounds: Int) throws {
            let ledger = workspace.path("ledger-\(events)")
            let program = Programs.path("storyledger")
            _ = try workspace.run(program, ["init", "--ledger", ledger])
            try SampleDocuments.fill(try SQLiteEventStore(path: ledger + "/ledger.db"), events: events)
            let list = ["stories", "--limit", "1", "--ledger", ledger]
            var (scans, makes, rebuilds, pages): ([Double], [ProgramCost], [ProgramCost], [ProgramCost]) = (
                [], [], [], []
            )
            for _ in 0..<rounds {
                scans.append(try Cost.of { try BareScan.run(ledger + "/ledger.db") }.cpuSeconds)
                try workspace.removeDatabase("ledger-\(events)/views.db")
                makes.append(try ProgramCost.of(program, list, in: workspace))
                rebuilds.append(
                    try ProgramCost.of(program, ["projections", "rebuild", "--ledger", ledger], in: workspace))
                pages.append(try ProgramCost.of(program, list, in: workspace))
            }
            scan = scans.median
            make = makes.map(\.cpuSeconds).median
            rebuild = rebuilds.map(\.cpuSeconds).median
            page = pages.map(\.cpuSeconds).median
            memory = (makes + rebuilds).map(\.memory).max() ?? 0
            var facts = stat()
            guard stat(ledger + "/views.db", &facts) == 0 else {
                throw Workspace.Failure(description: "there is no views.db")
            }
            bytes = Double(facts.st_size) / Double(events)
        }
    }
}
