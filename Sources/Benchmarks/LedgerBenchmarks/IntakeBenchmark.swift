import ArgumentParser
import EventLog
import Foundation

/// Small files renamed into the inbox of a real daemon, until they are durable.
struct IntakeBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "intake",
        abstract: "Feeds small files to the daemon, beside the same moves of files, and what one fsync takes.")

    @Option(help: "Files, each with one document, renamed in as fast as that goes.")
    var files = 10_000

    @Option(help: "Files renamed in one after the other, each once the one before is durable.")
    var single = 300

    @Option(help: "Sizes of long files of another source, in MiB.")
    var long = [8, 16, 64]

    @Option(help: "Small files renamed in one after the other beside long ones of each size.")
    var beside = 40

    @Option(help: "A directory on the disk to measure.")
    var directory: String?

    func run() throws {
        let workspace = try Workspace(in: directory)
        let daemon = try RunningDaemon(in: workspace)
        defer { daemon.stop() }
        let store = try SQLiteEventStore(path: daemon.ledger + "/ledger.db", access: .readOnly)

        let fsyncs = try (0..<single).map { number in
            try Cost.of { try writeDurably(workspace.path("fsync-\(number)")) }.seconds
        }
        let latencies = try (0..<single).map { number in
            let file = try prepare(number, in: workspace)
            return try Cost.of {
                try FileManager.default.moveItem(atPath: file, toPath: "\(daemon.ledger)/inbox/single-\(number).json")
                try wait(for: Int64(number) + 1, in: store)
            }.seconds
        }
        let prepared = try (single..<(single + files)).map { try prepare($0, in: workspace) }
        let burst = try Cost.of {
            for (number, file) in prepared.enumerated() {
                try FileManager.default.moveItem(atPath: file, toPath: "\(daemon.ledger)/inbox/burst-\(number).json")
            }
            try wait(for: Int64(single + files), in: store, pause: 2_000)
        }
        let floor = try FilingFloor(in: workspace).run(files: files)
        print("intake, \(files) files")
        print(
            "  floor    \(floor.rate(of: files).shown()) files/s  (the same files copied, moved and removed, and nothing else)"
        )
        print("  durable  \(burst.rate(of: files).shown()) files/s")
        print("  ratio    \((floor.seconds / burst.seconds).shown(2))")
        print("  rename to durable, one at a time, beside one write and fsync:")
        for (name, part) in [("p50", 0.5), ("p99", 0.99)] {
            let (ours, floor) = (latencies.percentile(part), fsyncs.percentile(part))
            print(
                "    \(name)  \((ours * 1e3).shown(2)) ms  fsync \((floor * 1e3).shown(2)) ms  ratio \((ours / floor).shown(1, width: 0))"
            )
        }
        print("  rename to durable beside long files of another source without end:")
        let flood = LongFilesFlood(ledger: daemon.ledger, workspace: workspace, store: store)
        for size in long {
            let waits = try flood.run(mebibytes: size, small: beside)
            let (half, most) = (waits.percentile(0.5), waits.max() ?? 0)
            print("    \(size) MiB  p50 \(half.shown(2, width: 0)) s  max \(most.shown(2, width: 0)) s")
        }
        print("  peak resident memory of the daemon  \(try daemon.peakMemory() / 1024) MiB")
    }

    /// A file beside the inbox, on the same file system.
    private func prepare(_ number: Int, in workspace: Workspace) throws -> String {
        let path = workspace.path("prepared-\(number).json")
        try Data(SampleDocuments.small(number)).write(to: URL(filePath: path))
        return path
    }

    private func wait(for size: Int64, in store: SQLiteEventStore, pause: UInt32 = 100) throws {
        for _ in 0..<(120_000_000 / pause) {
            if try store.size() >= size { return }
            usleep(pause)
        }
        throw Workspace.Failure(description: "the daemon did not take \(size) files within two minutes")
    }

    private func writeDurably(_ path: String) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL, 0o600)
        defer { close(descriptor) }
        let bytes = [UInt8](repeating: 0x61, count: 16_384)
        guard write(descriptor, bytes, bytes.count) == bytes.count, fsync(descriptor) == 0 else {
            throw Workspace.Failure(description: "\(path) cannot be written")
        }
    }
}
