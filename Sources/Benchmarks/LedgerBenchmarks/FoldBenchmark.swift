import ArgumentParser
import EventLog
import StoryEvents

/// Every event of a log, verified and folded into the state of its story, against a bare scan of the same rows.
struct FoldBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fold", abstract: "Folds all stories of a log, beside a bare scan of its rows.")

    @Option(help: "Events in the log.")
    var events = 100_000

    @Option(help: "Rounds; each measures the scan and then the fold.")
    var rounds = 3

    @Option(help: "A directory on the disk to measure.")
    var directory: String?

    func run() throws {
        let workspace = try Workspace(in: directory)
        let store = try workspace.makeLog("log.db")
        try SampleDocuments.fill(store, events: events)
        var (scans, reads, folds): ([Cost], [Cost], [Cost]) = ([], [], [])
        for _ in 0..<rounds {
            scans.append(try Cost.of { try BareScan.run(workspace.path("log.db")) })
            reads.append(try Cost.of { try eachPage(of: store) { _ in } })
            folds.append(try Cost.of { try fold(store) })
        }
        print("fold, \(events) events")
        for (name, costs) in [("scan", scans), ("read", reads), ("fold", folds)] {
            let rate = costs.map { $0.rate(of: events) }.median
            let cpu = costs.map { $0.cpu(of: events) }.median
            print("  \(name)   \(rate.shown()) events/s  \(cpu.shown(1)) µs CPU an event")
        }
        print("  fold/scan  \(zip(scans, folds).map { $0.seconds / $1.seconds }.median.shown(2, width: 0))")
    }

    private func fold(_ store: SQLiteEventStore) throws {
        var states: [StoryID: StoryState] = [:]
        try eachPage(of: store) { page in
            for event in page {
                states[event.envelope.story].apply(event.envelope, try event.payload())
            }
        }
        guard states.count >= events / 10 else { throw Workspace.Failure(description: "stories are missing") }
    }

    private func eachPage(of store: SQLiteEventStore, _ body: ([RecordedEvent]) throws -> Void) throws {
        var next = Position.first
        while case let page = try store.events(from: next, limit: 500), let last = page.last {
            try body(page)
            next = last.envelope.position.next
        }
    }
}
