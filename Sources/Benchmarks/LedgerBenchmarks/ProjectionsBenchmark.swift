import ArgumentParser
import EventLog
import Foundation
import Glibc
import StoryEvents

/// Everything that is kept of projections made from the log by the real program, against a bare scan of the same rows.
struct ProjectionsBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "projections",
        abstract: "Makes all projections from the log as a whole process, beside a bare scan of its rows.")

    @Option(help: "Events in the log.")
    var events = 100_000

    @Option(help: "Rounds; each measures the scan and then the projections.")
    var rounds = 3

    @Option(help: "A directory on the disk to measure.")
    var directory: String?

    /// What a rebuild may take of memory, in MiB.
    private static let mostMemory = 128

    func run() throws {
        let workspace = try Workspace(in: directory)
        let ledger = workspace.path("ledger")
        let program = Programs.path("storyledger")
        _ = try workspace.run(program, ["init", "--ledger", ledger])
        try SampleDocuments.fill(try SQLiteEventStore(path: ledger + "/ledger.db"), events: events)
        let begin = ["stories", "--limit", "1", "--ledger", ledger]
        var (scans, makes, rebuilds, reads): ([Cost], [Cost], [Cost], [Cost]) = ([], [], [], [])
        for _ in 0..<rounds {
            scans.append(try Cost.of { try BareScan.run(ledger + "/ledger.db") })
            try workspace.removeDatabase("ledger/views.db")
            makes.append(try Cost.of { _ = try workspace.run(program, begin) })
            rebuilds.append(
                try Cost.of { _ = try workspace.run(program, ["projections", "rebuild", "--ledger", ledger]) })
            reads.append(try Cost.of { _ = try workspace.run(program, begin) })
        }
        print("projections, \(events) events, \(rounds) rounds")
        for (name, costs) in [("bare scan", scans), ("made anew", makes), ("rebuilt  ", rebuilds)] {
            print("  \(name)  \(costs.map { $0.rate(of: events) }.median.shown()) events/s")
        }
        print("  made/scan  \(zip(scans, makes).map { $1.seconds / $0.seconds }.median.shown(2, width: 0))")
        print("  'stories --limit 1' of what is kept  \((reads.map(\.seconds).median * 1e3).shown(1, width: 0)) ms")
        var used = rusage()
        getrusage(__rusage_who_t(RUSAGE_CHILDREN.rawValue), &used)
        let memory = used.ru_maxrss / 1024
        print("  most memory of a process  \(memory) MiB; at most \(Self.mostMemory) are allowed")
        guard memory <= Self.mostMemory else {
            throw Workspace.Failure(description: "a rebuild took \(memory) MiB")
        }
    }
}
