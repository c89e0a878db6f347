import EventLog
import Foundation
import StoryEvents

/// A directory for the files of a benchmark, removed at the end.
final class Workspace {
    private let url: URL

    /// - Parameter parent: On the disk to be measured; the system's place for temporary files where nil.
    init(in parent: String?) throws {
        let parent = parent.map { URL(filePath: $0) } ?? FileManager.default.temporaryDirectory
        url = parent.appending(path: "LedgerBenchmarks-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }

    func path(_ name: String) -> String { url.appending(path: name).path }

    /// Removes a database and what SQLite keeps beside it.
    func removeDatabase(_ name: String) throws {
        for ending in ["", "-wal", "-shm"] where FileManager.default.fileExists(atPath: path(name + ending)) {
            try FileManager.default.removeItem(atPath: path(name + ending))
        }
    }

    /// Makes and opens an empty log.
    func makeLog(_ name: String) throws -> SQLiteEventStore { try Self.makeLog(path: path(name)) }

    /// Makes and opens an empty log anywhere.
    static func makeLog(path: String) throws -> SQLiteEventStore {
        guard let drawn = LedgerSecret(RandomSalts.next()) else { preconditionFailure("a salt is 32 bytes") }
        let secret = try SecretFile(beside: path).create(drawn)  // logs of one directory share it
        let facts = LedgerFacts(origin: "bench.example/ledger", created: SystemClock.now(), secret: secret)
        try SQLiteEventStore.create(path: path, facts: facts)
        return try SQLiteEventStore(path: path)
    }

    /// Runs a program to its end.
    ///
    /// - Returns: What it printed.
    func run(_ program: String, _ arguments: [String]) throws -> String {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [program] + arguments
        process.standardOutput = output
        try process.run()
        let printed = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure(description: "\(program) ended with \(process.terminationStatus)")
        }
        return String(decoding: printed, as: UTF8.self)
    }

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }
}
