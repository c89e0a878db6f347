import Foundation
import Glibc
import Synchronization
import Testing

@testable import SQLite

@Suite("Commits and checkpoints take turns")
struct CommitLockTests {
    let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
    }

    private func connection(locked: Bool = true, patience: Duration = .seconds(60)) throws -> Connection {
        try Self.connection(directory.path("test.db"), locked: locked, patience: patience)
    }

    private static func connection(
        _ path: String, locked: Bool = true, patience: Duration = .seconds(60)
    ) throws -> Connection {
        let connection = try Connection(path: path, access: .create, busyTimeout: patience)
        if locked { try lock(connection) }
        try connection.execute("PRAGMA journal_mode = WAL")
        return connection
    }

    private static func lock(_ connection: Connection) throws {
        let path = connection.path + "-lock"
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o640)
        try #require(descriptor >= 0)
        connection.lockCommits(with: descriptor, path: path)
    }

    @Test func keepsOthersFromCommittingAndCheckpointing() throws {
        let (first, second) = (try connection(), try connection())
        try first.execute("CREATE TABLE t (a)")
        try second.setBusyTimeout(.zero)
        try first.transaction(.immediate) { () throws in
            for use in [
                { try second.transaction(.immediate) {} }, { try second.execute("INSERT INTO t VALUES (1)") },
                { _ = try second.walCheckpoint(.passive) },
            ] {
                let error = #expect(throws: SQLiteError.self) { try use() }
                #expect(error?.code == .busy)
                #expect(error?.operation == .lock)
            }
            // Reading is not committing.
            #expect(try second.integer("SELECT count(*) FROM t") == 0)
        }
        try second.execute("INSERT INTO t VALUES (1)")
        #expect(try first.integer("SELECT count(*) FROM t") == 1)
    }

    @Test func letsGoWhateverHappens() throws {
        let (first, second) = (try connection(), try connection(patience: .zero))
        struct Undone: Error {}
        #expect(throws: Undone.self) { try first.transaction(.immediate) { throw Undone() } }
        #expect(throws: SQLiteError.self) { try first.execute("no SQL") }
        try second.transaction(.immediate) {}
    }

    @Test func checkpointsOnceTheWALIsLong() throws {
        let writer = try connection()
        writer.checkpointedFrames = 20
        try writer.execute("CREATE TABLE t (a)")
        for _ in 0..<200 { try writer.execute("INSERT INTO t VALUES (randomblob(3000))") }
        #expect(try directory.bytes(of: "test.db-wal").count < 60 * 4_200)
    }

    /// Writers with tiny WALs, and checkpoints of every kind between them: what each has committed stays, in its order.
    @Test(arguments: [1] as [UInt64])
    func losesNoCommit(_ seed: UInt64) throws {
        try connection().execute("CREATE TABLE t (writer INTEGER, number INTEGER, PRIMARY KEY (writer, number))")
        let faults = Mutex<[String]>([])
        let (writers, commits, path) = (4, 60, directory.path("test.db"))
        DispatchQueue.concurrentPerform(iterations: writers + 1) { writer in
            do {
                let connection = try Self.connection(path)
                connection.checkpointedFrames = 3
                for number in 0..<commits {
                    if writer == writers {
                        let modes = [WALCheckpointMode.passive, .restart, .truncate]
                        do { _ = try connection.walCheckpoint(modes[number % 3]) } catch let error as SQLiteError {
                            guard error.code == .busy else { throw error }
                        }
                        continue
                    }
                    try connection.transaction(.immediate) {
                        try connection.execute("INSERT INTO t VALUES (\(writer), \(number))")
                        let found = try connection.integer("SELECT count(*) FROM t WHERE writer = \(writer)")
                        if found != Int64(number) + 1 {
                            faults.withLock { $0.append("writer \(writer) has \(found ?? -1) of \(number + 1)") }
                        }
                    }
                }
            } catch {
                faults.withLock { $0.append("\(error)") }
            }
        }
        #expect(faults.withLock { $0 } == [])
        let reader = try connection(locked: false)
        #expect(try reader.integer("SELECT count(*) FROM t") == Int64(writers * commits))
        #expect(try reader.textPragma("integrity_check") == "ok")
    }
}
