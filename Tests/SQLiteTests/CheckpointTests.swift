import Glibc
import SQLite
import Testing

@Suite struct CheckpointTests {
    let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
    }

    private func writer() throws -> Connection {
        let writer = try directory.connection()
        try writer.execute("PRAGMA journal_mode = WAL; CREATE TABLE t (a); INSERT INTO t VALUES (1)")
        return writer
    }

    @Test(arguments: [WALCheckpointMode.passive, .full, .restart])
    func copiesEveryFrame(mode: WALCheckpointMode) throws {
        let (log, checkpointed) = try writer().walCheckpoint(mode)
        #expect(log > 0)
        #expect(checkpointed == log)
    }

    @Test func knowsWhenItsFileIsAnotherOrGone() throws {
        let writer = try writer()
        #expect(try !writer.hasMoved())
        try #require(rename(writer.path, writer.path + "-aside") == 0)
        #expect(try writer.hasMoved())
        let other = try directory.connection()
        #expect(try other.hasMoved() == false)
        #expect(try writer.hasMoved())
    }

    @Test func truncatesTheWAL() throws {
        let writer = try writer()
        #expect(try !directory.bytes(of: "test.db-wal").isEmpty)
        #expect(try writer.walCheckpoint(.truncate) == (0, 0))
        #expect(try directory.bytes(of: "test.db-wal").isEmpty)
    }

    /// A checkpoint by a connection that closes could overlap a commit of another.
    @Test func leavesTheWALAsItIsWhenItCloses() throws {
        let writer = try writer()
        let frames = try directory.bytes(of: "test.db-wal")
        try writer.close()
        #expect(try directory.bytes(of: "test.db-wal") == frames)
        #expect(try !directory.bytes(of: "test.db-shm").isEmpty)
        let reader = try directory.connection()
        #expect(try reader.prepare("SELECT a FROM t").step())
        try reader.close()
    }

    @Test func checkpointsNothingByItself() throws {
        let writer = try writer()
        for _ in 0..<1_100 { try writer.execute("INSERT INTO t VALUES (randomblob(3000))") }
        let (log, checkpointed) = try writer.walCheckpoint(.passive)
        #expect(log > 1_100)
        #expect(checkpointed == log)
    }

    private func lockedWriter() throws -> Connection {
        let writer = try writer()
        writer.checkpointedFrames = 10
        let lock = open(directory.path("test.db-lock"), O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        writer.lockCommits(with: lock, path: directory.path("test.db-lock"))
        return writer
    }

    private func insert(_ count: Int, _ writer: Connection) throws {
        for _ in 0..<count { try writer.execute("INSERT INTO t VALUES (randomblob(3000))") }
    }

    @Test func aCommitIsFollowedByOneUnlessTheOwnerSaysWhen() throws {
        let writer = try lockedWriter()
        try insert(20, writer)
        #expect(!writer.isCheckpointDue)
        writer.checkpointsLater = true
        try insert(20, writer)
        #expect(writer.isCheckpointDue)
        let before = try directory.bytes(of: "test.db")
        try writer.checkpointIfDue()
        #expect(try directory.bytes(of: "test.db") != before && !writer.isCheckpointDue)
        // One that forgets to say so keeps the WAL from growing without end.
        try insert(400, writer)
        #expect(try directory.bytes(of: "test.db-wal").count < 200 * 4200)
    }

    @Test func aReaderThatHoldsALongWALIsTold() throws {
        let writer = try lockedWriter()
        let reader = try directory.connection()
        try reader.execute("BEGIN")
        let select = try reader.prepare("SELECT count(*) FROM t")
        #expect(try select.step())
        select.reset()
        try insert(6, writer)
        #expect(!writer.isWALHeld)
        try insert(300, writer)
        #expect(writer.isWALHeld)
        try reader.execute("COMMIT")
        try writer.checkpointIfDue()
        #expect(!writer.isWALHeld)
    }

    private func begin(_ reader: Connection) throws {
        try reader.execute("BEGIN")
        let select = try reader.prepare("SELECT count(*) FROM t")
        #expect(try select.step())
        select.reset()
    }

    /// All of the WAL is copied at each checkpoint, but it cannot begin again: one of them always reads from it.
    @Test func readersThatTakeTurnsHoldIt() throws {
        let writer = try lockedWriter()
        writer.checkpointsLater = true
        let readers = try [directory.connection(), directory.connection()]
        try begin(readers[0])
        for turn in 1...60 {
            try insert(2, writer)
            let (next, last) = (readers[turn % 2], readers[1 - turn % 2])
            try begin(next)
            try last.execute("COMMIT")
            try writer.checkpointIfDue()
            if turn > 30 { #expect(writer.isWALHeld, "turn \(turn)") }
        }
        let length = try directory.bytes(of: "test.db-wal").count
        for reader in readers { try reader.close() }
        try writer.checkpointIfDue()
        #expect(!writer.isWALHeld)
        try insert(5, writer)
        #expect(try directory.bytes(of: "test.db-wal").count == length, "it did not begin again")
    }

    /// Readers that read from the database file alone do not.
    @Test func aReaderOfWhatIsCopiedHoldsNothing() throws {
        let writer = try lockedWriter()
        writer.checkpointsLater = true
        try insert(100, writer)
        try writer.checkpointIfDue()
        let reader = try directory.connection()
        try reader.execute("BEGIN; SELECT count(*) FROM t")
        #expect(!writer.isWALHeld)
        try insert(2, writer)
        try writer.checkpointIfDue()
        #expect(!writer.isWALHeld)
        try reader.execute("COMMIT")
    }

    @Test func aReaderHoldsBackWhatItHasNotSeen() throws {
        let writer = try writer()
        let select = try directory.connection().prepare("SELECT a FROM t")
        #expect(try select.step())
        try writer.execute("INSERT INTO t VALUES (2)")
        let (log, checkpointed) = try writer.walCheckpoint(.passive)
        #expect(checkpointed < log)
        for mode in [WALCheckpointMode.full, .restart, .truncate] {
            let error = #expect(throws: SQLiteError.self) { try writer.walCheckpoint(mode) }
            #expect(error?.code == .busy)
            #expect(error?.operation == .checkpoint)
        }
        select.reset()
        #expect(try writer.walCheckpoint(.truncate) == (0, 0))
    }

    @Test func isRefusedInsideATransaction() throws {
        let writer = try writer()
        try writer.transaction(.immediate) {
            let error = #expect(throws: SQLiteError.self) { try writer.walCheckpoint(.full) }
            #expect(error?.code == .locked)
        }
    }

    @Test func thereIsNothingToDoOutsideWALMode() throws {
        #expect(try directory.connection().walCheckpoint(.truncate) == (-1, -1))
    }
}
