import ArgumentParser
import Crypto
import EventLog
import SQLite
import StoryEvents
import Verification

/// A whole ledger verified, against reading the same rows and hashing the same bytes with the same library.
struct VerifyBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Verifies a log, beside reading and hashing its rows and nothing else.")

    @Option(help: "Events in the log.")
    var events = 100_000

    @Option(help: "Documents a file, and so events a receipt.")
    var perFile = 1_000

    @Option(help: "Rounds; each measures the floor and then the verifier.")
    var rounds = 3

    @Option(help: "A directory on the disk to measure.")
    var directory: String?

    @Flag(help: "Fill the log in another process, so that the memory shown is the floor's and the verifier's alone.")
    var apart = false

    func run() throws {
        let workspace = try Workspace(in: directory)
        if apart {
            _ = try workspace.run(
                CommandLine.arguments[0],
                ["fill", workspace.path("log.db"), "--events", "\(events)", "--per-file", "\(perFile)"])
        } else {
            try SampleDocuments.fill(try workspace.makeLog("log.db"), events: events, perFile: perFile)
        }
        let store = try SQLiteEventStore(path: workspace.path("log.db"), access: .readOnly)
        var (floors, verifications): ([Cost], [Cost]) = ([], [])
        for _ in 0..<rounds {
            floors.append(try Cost.of { try readAndHash(workspace.path("log.db")) })
            verifications.append(try Cost.of { try verify(store) })
        }
        print("verify, \(events) events, \(perFile) a receipt")
        for (name, costs) in [("floor ", floors), ("verify", verifications)] {
            let rate = costs.map { $0.rate(of: events) }.median
            let cpu = costs.map { $0.cpu(of: events) }.median
            print("  \(name)  \(rate.shown()) events/s  \(cpu.shown(1)) µs CPU an event")
        }
        print("  verify/floor  \(zip(floors, verifications).map { $0.seconds / $1.seconds }.median.shown(2, width: 0))")
        print("  most memory   \(Cost.mostMemory / 1024 / 1024) MiB, everything in this process")
    }

    /// The least that a verifier must do: read each row, hash leaf, content and one node a leaf, and for as many pieces as the
    /// data has the salt and an equal part of the data, wherever the pieces may end.
    private func readAndHash(_ path: String) throws {
        let pieces = try pieceCount(path)
        let connection = try Connection(path: path, access: .readOnly)
        let select = try connection.prepare(
            "SELECT position, story, revision, type, source, id, recorded, hash, leaf, salt, data, fingerprint, receipt"
                + " FROM event ORDER BY position")
        let key = SymmetricKey(size: .bits256)
        var matches = 0
        while try select.step() {
            let digest = select.withBlob(8) { leaf in
                var hash = SHA256()
                withUnsafeBytes(of: UInt8(0)) { hash.update(bufferPointer: $0) }
                hash.update(bufferPointer: leaf)
                return hash.finalize()
            }
            let commitment = select.withBlob(9) { salt in select.withBlob(10) { hash($0, pieces, salt) } }
            var content = HMAC<SHA256>(key: key)
            select.withBlob(10) { content.update(data: $0) }
            let fingerprint = content.finalize()
            var node = SHA256()
            commitment.withUnsafeBytes { node.update(bufferPointer: $0) }
            fingerprint.withUnsafeBytes { node.update(bufferPointer: $0) }
            _ = node.finalize()
            matches += digest.withUnsafeBytes { digest in select.withBlob(7) { $0.elementsEqual(digest) } } ? 1 : 0
        }
        guard matches == events else { throw Workspace.Failure(description: "\(matches) leaves have their hash") }
    }

    /// Hashes the parts of some data, a skeleton and what commits to them.
    private func hash(_ data: UnsafeRawBufferPointer, _ pieces: Int, _ salt: UnsafeRawBufferPointer) -> SHA256.Digest {
        var whole = SHA256()
        let length = data.count / (pieces + 1)
        // As long as the salt's message and the prefix of a piece.
        var message = [UInt8](repeating: 0, count: 56)
        for piece in 0...pieces {
            message.withUnsafeMutableBytes { $0.copyBytes(from: salt) }
            var own = SHA256()
            message.withUnsafeBytes { own.update(bufferPointer: $0) }
            let salted = own.finalize()
            var part = SHA256()
            message.withUnsafeBytes { part.update(bufferPointer: UnsafeRawBufferPointer(rebasing: $0[..<21])) }
            salted.withUnsafeBytes { part.update(bufferPointer: $0) }
            part.update(bufferPointer: UnsafeRawBufferPointer(rebasing: data[piece * length..<(piece + 1) * length]))
            part.finalize().withUnsafeBytes { whole.update(bufferPointer: $0) }
        }
        return whole.finalize()
    }

    /// How many pieces the first event's data has.
    private func pieceCount(_ path: String) throws -> Int {
        let store = try SQLiteEventStore(path: path, access: .readOnly)
        return try store.event(at: .first)?.disclosed?.pieces.count ?? 0
    }

    private func verify(_ store: SQLiteEventStore) throws {
        let summary = try Verifier(store).run { print("  \($0)") }
        guard summary.events == events, summary.findings == 0 else {
            throw Workspace.Failure(description: "\(summary.findings) things are wrong with \(summary.events) events")
        }
    }
}
