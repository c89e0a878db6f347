import Foundation

/// A command of git that runs, and what it prints.
final class GitOutput {
    private let git = Process()
    private let output = Pipe()
    private let input = Pipe()
    private var buffer: ArraySlice<UInt8> = []
    private var isAtEnd = false

    init(_ directory: String, _ words: [String]) throws(ImportError) {
        git.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        git.arguments = ["git", "-C", directory, "-c", "core.quotePath=false", "-c", "diff.renameLimit=10000"] + words
        var environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("GIT_") }
        environment["GIT_CONFIG_NOSYSTEM"] = "1"
        environment["GIT_CONFIG_GLOBAL"] = "/dev/null"
        environment["LC_ALL"] = "C"
        git.environment = environment
        (git.standardOutput, git.standardInput) = (output, input)
        do { try git.run() } catch { throw .noProgram("git", package: "git") }
    }

    deinit { if git.isRunning { git.terminate() } }

    /// The bytes up to the next U+0000; nil at the end.
    func field() throws(ImportError) -> [UInt8]? {
        while true {
            if let end = buffer.firstIndex(of: 0) {
                defer { buffer = buffer[(end + 1)...] }
                return Array(buffer[..<end])
            }
            if try !grow() {
                defer { buffer = [] }
                return buffer.isEmpty ? nil : Array(buffer)
            }
        }
    }

    /// One blob, of `cat-file --batch`.
    func blob(_ hash: Substring) throws(ImportError) -> [UInt8] {
        input.fileHandleForWriting.write(Data("\(hash)\n".utf8))
        while !buffer.contains(0x0A) { if try !grow() { throw damaged } }
        let head = buffer.prefix { $0 != 0x0A }
        let words = String(decoding: head, as: UTF8.self).split(separator: " ")
        guard words.count == 3, let count = Int(words[2]), count >= 0 else { throw damaged }
        buffer = buffer.dropFirst(head.count + 1)
        while buffer.count < count + 1 { if try !grow() { throw damaged } }
        defer { buffer = buffer.dropFirst(count + 1) }
        return Array(buffer.prefix(count))
    }

    /// - Throws: Where git ended with another status than 0.
    func check() throws(ImportError) {
        git.waitUntilExit()
        guard git.terminationStatus != 127 else { throw .noProgram("git", package: "git") }
        guard git.terminationReason == .exit, git.terminationStatus == 0 else { throw damaged }
    }

    private var damaged: ImportError { .git(status: git.isRunning ? 0 : git.terminationStatus) }

    /// Reads more; false at the end.
    private func grow() throws(ImportError) -> Bool {
        guard !isAtEnd else { return false }
        let more = output.fileHandleForReading.availableData
        isAtEnd = more.isEmpty
        buffer.append(contentsOf: more)
        return !isAtEnd
    }
}
