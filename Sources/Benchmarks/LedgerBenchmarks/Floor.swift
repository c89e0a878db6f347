import Foundation

/// `scripts/bench-floor.c`, compiled for this run.
struct Floor {
    /// Bytes of what a row holds.
    struct Sizes {
        let data, leaf, entry: Int
    }

    private let workspace: Workspace

    init(in workspace: Workspace) throws {
        self.workspace = workspace
        let source = URL(filePath: #filePath).appending(path: "../../../../scripts/bench-floor.c").standardized.path
        _ = try workspace.run("gcc", ["-O2", "-o", workspace.path("bench-floor"), source, "-lsqlite3"])
    }

    func measure(events: Int, perCommit: Int, _ sizes: Sizes) throws -> Cost {
        defer { try? workspace.removeDatabase("floor.db") }
        let numbers = [events, perCommit, sizes.data, sizes.leaf, sizes.entry].map(String.init)
        let printed = try workspace.run(workspace.path("bench-floor"), [workspace.path("floor.db")] + numbers)
        let costs = printed.split(whereSeparator: \.isWhitespace).compactMap { Double($0) }
        guard costs.count == 2 else { throw Workspace.Failure(description: "bench-floor printed: \(printed)") }
        return Cost(seconds: costs[0], cpuSeconds: costs[1])
    }
}
