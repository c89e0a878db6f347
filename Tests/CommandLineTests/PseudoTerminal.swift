import Foundation

/// A program on a terminal of its own, which the test sees and types on.
final class PseudoTerminal {
    /// What did not come.
    struct Silence: Error, CustomStringConvertible {
        let description: String
    }

    private let shell: Shell
    private let process = Process()
    private let screen: FileHandle
    private let terminal: FileHandle

    /// Runs `storyledger` in the shell's directory.
    init(_ shell: Shell, _ arguments: [String]) throws {
        self.shell = shell
        let (ours, theirs) = try Self.open()
        screen = FileHandle(fileDescriptor: ours, closeOnDealloc: true)
        terminal = FileHandle(fileDescriptor: theirs, closeOnDealloc: true)
        process.executableURL = Shell.programs.appendingPathComponent("storyledger")
        process.arguments = arguments
        process.currentDirectoryURL = shell.directory
        process.environment = ["TERM": "dumb", "TZ": "UTC"]
        // The fault that Tests/mutants has switched on.
        process.environment?["F_1"] = ProcessInfo.processInfo.environment["F_1"]
        (process.standardInput, process.standardOutput, process.standardError) = (terminal, terminal, terminal)
        try process.run()
    }

    deinit {
        if process.isRunning { process.terminate() }
        shell.remove()
    }

    private static func open() throws -> (Int32, Int32) {
        var (ours, theirs): (Int32, Int32) = (-1, -1)
        guard openpty(&ours, &theirs, nil, nil, nil) == 0 else {
            throw Silence(description: "there is no pseudo-terminal: \(String(cString: strerror(errno)))")
        }
        return (ours, theirs)
    }

    func press(_ keys: String) throws { try screen.write(contentsOf: Data(keys.utf8)) }

    /// Reads on until the program has printed something.
    func wait(for text: String) throws {
        var seen = ""
        while !seen.contains(text) {
            var poll = pollfd(fd: screen.fileDescriptor, events: Int16(POLLIN), revents: 0)
            guard Glibc.poll(&poll, 1, 60_000) == 1 else { throw Silence(description: "no \(text) in \(seen)") }
            seen += String(decoding: screen.availableData, as: UTF8.self)
        }
    }

    /// Whether the terminal shows what is typed, as it does for a shell.
    var echoes: Bool {
        var settings = termios()
        return tcgetattr(terminal.fileDescriptor, &settings) == 0 && settings.c_lflag & tcflag_t(ECHO) != 0
    }

    /// Waits for the program's end.
    func exitStatus() -> Int32 {
        process.waitUntilExit()
        return process.terminationStatus
    }
}
