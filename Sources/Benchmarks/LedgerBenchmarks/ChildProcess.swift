import Glibc

/// What a whole program took, from its start to its end.
struct ProgramCost {
    /// On the wall.
    let seconds: Double
    /// Of all its threads, in user and kernel.
    let cpuSeconds: Double
    /// Peak resident memory, in MiB.
    let memory: Double

    /// Runs a program with its standard output thrown away.
    ///
    /// - Throws: ``Workspace/Failure`` where it does not end with an expected status.
    static func of(_ program: String, _ arguments: [String], statuses: Set<Int32> = [0]) throws -> ProgramCost {
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
        guard child > 0, statuses.contains(status >> 8), status & 0x7F == 0 else {
            throw Workspace.Failure(description: "\(program) \(arguments.joined(separator: " ")) ended with \(status)")
        }
        let times = [used.ru_utime, used.ru_stime].map { Double($0.tv_sec) + Double($0.tv_usec) / 1e6 }
        return ProgramCost(
            seconds: cost.seconds, cpuSeconds: times.reduce(0, +), memory: Double(used.ru_maxrss) / 1024)
    }
}
