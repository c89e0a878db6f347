import ArgumentParser
import Glibc

/// Runs a program and prints what it took: what another benchmark asks of a process of its own. The peak memory that the
/// kernel tells of a child includes that of the process which started it.
struct MeasureCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "measure", abstract: "Runs a program and prints what it took.", shouldDisplay: false)

    @Argument(parsing: .captureForPassthrough, help: "The program and its arguments.")
    var words: [String]

    func run() throws {
        let cost = try ProgramCost(running: words[0], Array(words.dropFirst()))
        print(cost.seconds, cost.cpuSeconds, cost.memory)
    }
}

/// What a whole program took, from its start to its end.
struct ProgramCost {
    /// On the wall.
    let seconds: Double
    /// Of all its threads, in user and kernel.
    let cpuSeconds: Double
    /// Peak resident memory, in MiB.
    let memory: Double

    /// Measures a program from a process of its own.
    static func of(_ program: String, _ arguments: [String], in workspace: Workspace) throws -> ProgramCost {
        let printed = try workspace.run(Programs.path("LedgerBenchmarks"), ["measure", program] + arguments)
        let numbers = printed.split(whereSeparator: \.isWhitespace).compactMap { Double($0) }
        guard numbers.count == 3 else { throw Workspace.Failure(description: "'measure' printed \(printed)") }
        return ProgramCost(seconds: numbers[0], cpuSeconds: numbers[1], memory: numbers[2])
    }

    private init(seconds: Double, cpuSeconds: Double, memory: Double) {
        (self.seconds, self.cpuSeconds, self.memory) = (seconds, cpuSeconds, memory)
    }

    /// Runs a program with its standard output thrown away.
    ///
    /// - Throws: ``Workspace/Failure`` where it does not end with 0.
    init(running program: String, _ arguments: [String]) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
        let words = ([program] + arguments).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var (child, status, used) = (pid_t(0), Int32(0), rusage())
        let cost = Cost.of {
            if posix_spawn(&child, program, &actions, nil, words, environ) == 0 {
                while wait4(child, &status, 0, &used) < 0, errno == EINTR {}
            }
        }
        guard child > 0, status == 0 else {
            throw Workspace.Failure(description: "\(program) \(arguments.joined(separator: " ")) ended with \(status)")
        }
        let times = [used.ru_utime, used.ru_stime].map { Double($0.tv_sec) + Double($0.tv_usec) / 1e6 }
        self.init(seconds: cost.seconds, cpuSeconds: times.reduce(0, +), memory: Double(used.ru_maxrss) / 1024)
    }
}
