import Foundation

/// The programs that were built beside this one.
enum Programs {
    static func path(_ name: String) -> String {
        URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent().appending(path: name).path
    }
}

/// A real daemon on a ledger of its own.
final class RunningDaemon {
    let ledger: String
    private let process = Process()

    init(in workspace: Workspace) throws {
        ledger = workspace.path("ledger")
        _ = try workspace.run(Programs.path("storyledger"), ["init", "--ledger", ledger])
        process.executableURL = URL(filePath: Programs.path("storyledgerd"))
        process.arguments = ["--ledger", ledger]
        process.environment = ["STORYLEDGER_LOG_LEVEL": "error"]
        try process.run()
    }

    /// Peak resident memory so far, in KiB.
    func peakMemory() throws -> Int {
        let status = try String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") } ?? ""
        return line.split(whereSeparator: { !$0.isNumber }).first.flatMap { Int($0) } ?? 0
    }

    func stop() {
        process.terminate()
        process.waitUntilExit()
    }
}
