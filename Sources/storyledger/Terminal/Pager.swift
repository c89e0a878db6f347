import Files
import Foundation
import LedgerService
import Synchronization

/// Shows long output one page at a time, as git does: on a terminal only, with $STORYLEDGER_PAGER, else $PAGER, else
/// less(1). An empty command and `cat` mean no pager.
///
/// The pager stays in the process group of this program. In a group of its own it would be a background job: the
/// terminal would stop it at its first read of a key, and this program would wait for it for ever.
enum Pager {
    /// The process id of the pager, 0 while none runs. Signal handlers read it.
    private static let process = Atomic<pid_t>(0)
    /// A copy of the standard output that the pager replaced.
    nonisolated(unsafe) private static var terminal: Int32 = -1

    /// Sends what is printed from here on through the pager, if standard output is a terminal and a pager is set.
    static func start() {
        let environment = ProcessInfo.processInfo.environment
        let command = environment[EffectiveConfiguration.pagerVariable] ?? environment["PAGER"] ?? "less"
        let name = command.trimmingCharacters(in: .whitespaces)
        guard Terminal.isTerminal, process.load(ordering: .relaxed) == 0, !name.isEmpty, name != "cat",
            isThere(name, path: environment["PATH"] ?? "")
        else { return }
        // Both ask standard output, which is about to become a pipe.
        _ = (Terminal.hasColour, Terminal.width)
        var ends: [Int32] = [-1, -1]
        // Without a pager the output goes straight to the terminal.
        guard pipe(&ends) == 0 else { return }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        let spawned = spawn(command, reading: ends[0], environment.merging(["LESS": "FRX"]) { set, _ in set })
        close(ends[0])
        terminal = spawned == nil ? -1 : fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 0)
        if let spawned, terminal >= 0 {
            process.store(spawned, ordering: .relaxed)
            for number in [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE] { signal(number, end) }
            dup2(ends[1], STDOUT_FILENO)
        }
        close(ends[1])
    }

    /// Waits until the reader has left the pager, and gives standard output back to the terminal.
    static func finish() {
        let running = process.load(ordering: .relaxed)
        guard running != 0 else { return }
        dup2(terminal, STDOUT_FILENO)
        close(terminal)
        // A signal that comes now must find the pager, and wait for it too.
        _ = uninterrupted { waitpid(running, nil, 0) }
        process.store(0, ordering: .relaxed)
    }

    /// Whether the program of a command is there. Of what the shell has to make out first, it is taken to be.
    private static func isThere(_ command: String, path: String) -> Bool {
        let program = command.split(separator: " ").first.map(String.init) ?? ""
        guard !program.contains(where: { "\"'`$;|&<>()=\\~*".contains($0) }) else { return true }
        if program.contains("/") { return access(program, X_OK) == 0 }
        return path.split(separator: ":").contains { access("\($0)/\(program)", X_OK) == 0 }
    }

    /// Starts the shell command in this process group, with a pipe as its standard input.
    private static func spawn(_ command: String, reading input: Int32, _ environment: [String: String]) -> pid_t? {
        var actions = posix_spawn_file_actions_t()
        guard posix_spawn_file_actions_init(&actions) == 0 else { return nil }
        defer { posix_spawn_file_actions_destroy(&actions) }
        guard posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO) == 0 else { return nil }
        let arguments = strings(["sh", "-c", command])
        let variables = strings(environment.map { "\($0.key)=\($0.value)" })
        defer { for text in arguments + variables { free(text) } }
        var child: pid_t = 0
        return posix_spawn(&child, "/bin/sh", &actions, nil, arguments, variables) == 0 ? child : nil
    }

    /// Copies strings for C, with the null that ends the list. The caller frees them.
    private static func strings(_ texts: [String]) -> [UnsafeMutablePointer<CChar>?] {
        texts.map { strdup($0) } + [nil]
    }

    /// Handles a signal that ends this program: the pager restores the terminal before the shell gets it back.
    ///
    /// Calls async-signal-safe functions only (signal-safety(7)).
    private static let end: @convention(c) (Int32) -> Void = { number in
        close(STDOUT_FILENO)
        let running = Pager.process.load(ordering: .relaxed)
        if running != 0 { waitpid(running, nil, 0) }
        signal(number, SIG_DFL)
        raise(number)
    }
}
