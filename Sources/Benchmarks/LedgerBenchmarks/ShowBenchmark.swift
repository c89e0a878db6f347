import ArgumentParser
import EventLog
import Foundation

/// `storyledger show` of one story among many events, as a whole process.
struct ShowBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Shows one story of a large log as a whole process, beside 'storyledger --version'.")

    @Option(help: "Events in the log.")
    var events = 100_000

    @Option(help: "Rounds.")
    var rounds = 21

    @Option(help: "A directory on the disk to measure.")
    var directory: String?

    func run() throws {
        let workspace = try Workspace(in: directory)
        let ledger = workspace.path("ledger")
        let program = Programs.path("storyledger")
        _ = try workspace.run(program, ["init", "--ledger", ledger])
        try SampleDocuments.fill(try SQLiteEventStore(path: ledger + "/ledger.db"), events: events)
        let story = SampleDocuments.story(events / 2)
        var (starts, shows): ([Double], [Double]) = ([], [])
        for _ in 0..<rounds {
            starts.append(try Cost.of { _ = try workspace.run(program, ["--version"]) }.seconds * 1e3)
            shows.append(
                try Cost.of { _ = try workspace.run(program, ["show", story, "--ledger", ledger]) }.seconds * 1e3)
        }
        print("show, one story of 10 events among \(events)")
        print("  show      \(shows.median.shown(1)) ms")
        print("  --version \(starts.median.shown(1)) ms")
        print("  ratio     \(zip(shows, starts).map { $0 / $1 }.median.shown(2))")
    }
}
