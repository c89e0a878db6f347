import Foundation

/// Shows long output a page at a time, as git does: on a terminal, by $STORYLEDGER_PAGER or $PAGER, else less(1).
enum Pager {
    nonisolated(unsafe) private static var running: Process?
    nonisolated(unsafe) private static var terminal: Int32 = -1

    /// Sends what is printed from here on through the pager, when there is a terminal and a pager.
    static func start() {
        let environment = ProcessInfo.processInfo.environment
        let command = environment["STORYLEDGER_PAGER"] ?? environment["PAGER"] ?? "less"
        guard Terminal.isTerminal, running == nil, !command.isEmpty, command != "cat" else { return }
        _ = (Terminal.hasColour, Terminal.width)
        let pipe = Pipe()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", command]
        process.environment = environment.merging(["LESS": "FRX"]) { set, _ in set }
        process.standardInput = pipe
        // Without a pager the output goes straight to the terminal.
        do { try process.run() } catch { return }
        signal(SIGPIPE, SIG_DFL)
        terminal = dup(STDOUT_FILENO)
        dup2(pipe.fileHandleForWriting.fileDescriptor, STDOUT_FILENO)
        pipe.fileHandleForWriting.closeFile()
        running = process
    }

    /// Waits until the reader has seen everything.
    static func finish() {
        guard let process = running else { return }
        dup2(terminal, STDOUT_FILENO)
        close(terminal)
        process.waitUntilExit()
        running = nil
    }
}
