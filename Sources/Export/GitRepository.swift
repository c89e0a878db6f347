import Foundation

/// Runs git(1) on one repository, untouched by the settings of the user and the machine.
struct GitRepository {
    private let path: String
    /// The file in `.git` that holds the commit which an export ended with.
    private static let mark = ".git/storyledger-export"

    init(_ path: String) { self.path = path }

    /// Why the repository may not be replaced; nil where an export wrote all that it has.
    var foreign: String? {
        if let names = try? FileManager.default.contentsOfDirectory(atPath: path), names.isEmpty { return nil }
        guard let mark = FileManager.default.contents(atPath: "\(path)/\(Self.mark)") else {
            return "it was not written by an export"
        }
        guard let head = try? read(["rev-parse", "--verify", "--quiet", "HEAD"]),
            let status = try? read(["status", "--porcelain", "--ignored"]),
            let refs = try? read(["for-each-ref", "--format=%(refname)"])
        else { return "git cannot read it" }
        guard Data(head.utf8) == mark, refs.split(separator: "\n") == ["refs/heads/main"] else {
            return "it has commits that no export wrote"
        }
        return status.isEmpty ? nil : "it has files that were changed since"
    }

    /// Makes the repository of a stream of git-fast-import(1), with its files.
    ///
    /// - Parameters:
    ///   - stream: The path of the stream.
    ///   - isEmpty: Whether it has no commit.
    func create(from stream: String, isEmpty: Bool) throws(ExportError) {
        guard mkdir(path, 0o755) == 0 else { throw .system(path: path, action: "create", code: errno) }
        try run(["init", "--quiet", "--initial-branch=main", "--template="])
        guard !isEmpty else { return }
        try run(["fast-import", "--quiet", "--done"], input: stream)
        try run(["reset", "--quiet", "--hard"])
        let head = try read(["rev-parse", "--verify", "HEAD"])
        let file = try FileOutput("\(path)/\(Self.mark)")
        try file.write(Array(head.utf8))
        _ = try file.finish()
    }

    private func run(_ words: [String], input: String? = nil) throws(ExportError) {
        let git = process(words)
        git.standardInput = input.flatMap { FileHandle(forReadingAtPath: $0) } ?? FileHandle.nullDevice
        git.standardOutput = FileHandle.nullDevice
        try start(git)
        git.waitUntilExit()
        try check(git)
    }

    private func read(_ words: [String]) throws(ExportError) -> String {
        let git = process(words)
        let pipe = Pipe()
        (git.standardOutput, git.standardError) = (pipe, FileHandle.nullDevice)
        git.standardInput = FileHandle.nullDevice
        try start(git)
        let answer = pipe.fileHandleForReading.readDataToEndOfFile()
        git.waitUntilExit()
        try check(git)
        return String(decoding: answer, as: UTF8.self)
    }

    private func process(_ words: [String]) -> Process {
        let git = Process()
        git.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        git.arguments =
            [
                "git", "-C", path, "-c", "core.autocrlf=false", "-c", "core.fsmonitor=false", "-c",
                "core.hooksPath=/dev/null",
            ]
            + words
        var environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("GIT_") }
        environment["GIT_CONFIG_NOSYSTEM"] = "1"
        environment["GIT_CONFIG_GLOBAL"] = "/dev/null"
        environment["GIT_CEILING_DIRECTORIES"] = URL(fileURLWithPath: path).deletingLastPathComponent().path
        environment["LC_ALL"] = "C"
        git.environment = environment
        return git
    }

    private func start(_ git: Process) throws(ExportError) {
        do { try git.run() } catch { throw .noProgram("git") }
    }

    private func check(_ git: Process) throws(ExportError) {
        // env(1) ends so where there is no such program.
        guard git.terminationReason != .exit || git.terminationStatus != 127 else { throw .noProgram("git") }
        guard git.terminationReason == .exit, git.terminationStatus == 0 else {
            throw .program("git", status: git.terminationStatus)
        }
    }
}
