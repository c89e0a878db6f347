import Foundation

/// A shell in an empty directory of its own, with the programs that were just built before all others.
struct Shell {
    let directory: URL

    /// `demo` in the directory leads to the demonstration's files, `evidence` to proofs of a ledger that is not there.
    init() throws {
        directory = FileManager.default.temporaryDirectory.appendingPathComponent("transcript-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        let project = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        for (name, path) in [("demo", "scripts/demo"), ("evidence", "Tests/Evidence")] {
            try FileManager.default.createSymbolicLink(
                at: directory.appendingPathComponent(name),
                withDestinationURL: project.appendingPathComponent(path))
        }
    }

    func remove() {
        do { try FileManager.default.removeItem(at: directory) } catch {
            print("left behind: \(directory.path): \(error)")
        }
    }

    /// Runs a command and returns what it printed on both outputs, with what differs from run to run replaced.
    func type(_ command: String) throws -> String {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", command]
        process.currentDirectoryURL = directory
        process.environment = [
            "PATH": "\(Self.programs.path):/usr/bin:/bin", "TZ": "UTC", "LC_ALL": "C.UTF-8", "HOME": directory.path,
        ]
        // The fault that Tests/mutants has switched on.
        process.environment?["F_1"] = ProcessInfo.processInfo.environment["F_1"]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let printed = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        var text = Self.steady(printed)
        if !text.isEmpty, !text.hasSuffix("\n") { text += "\n" }
        return process.terminationStatus == 0 ? text : text + "[exit \(process.terminationStatus)]\n"
    }

    /// Where the programs are that were just built.
    static let programs = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()

    private static func steady(_ text: String) -> String {
        let changing: [(pattern: String, replacement: String)] = [
            (#"(?m)^(storyledger_disk_free_\w+|storyledger_inbox_oldest_seconds) [0-9.e+]+$"#, "$1 N"),
            (#"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z"#, "RECORDED"),
            (#"sha256:[0-9a-f]{64}"#, "sha256:HASH"),
            (#"(?<="root":")[0-9a-f]{64}"#, "HASH"),
            (#"(, root )[0-9a-f]{64}"#, "$1HASH"),
            (#"((?:forked|rekeyed)-)[0-9a-f]{16,64}"#, "$1HASH"), (#"(abandoned/\d+-)[0-9a-f]{16}"#, "$1HASH"),
            // Verifier keys, key ids, and the lines of notes.
            (#"(ledger(?:/\d+)?\+)[0-9a-f]{8}(\+[A-Za-z0-9+/]{44}=*)?"#, "$1KEY"),
            (#"((?:abandoned|kept) \d+ )[A-Za-z0-9+/]{43}="#, "$1ROOT"),
            (#"(— \S+ )[A-Za-z0-9+/]{80,}=*"#, "$1SIGNATURE"), (#"(?<=^|\n|\\n)[A-Za-z0-9+/]{43}="#, "ROOT"),
        ]
        return changing.reduce(text) { text, change in
            text.replacingOccurrences(of: change.pattern, with: change.replacement, options: .regularExpression)
        }
    }
}
