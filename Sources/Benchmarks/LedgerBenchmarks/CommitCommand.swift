import ArgumentParser
import EventLog
import Glibc
import SQLite

/// One of several processes that commit to one database with the connections of the product: what the test of the commit lock
/// asks of processes of their own.
struct CommitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "commit",
        abstract:
            "Commits rows to one database among other processes, with a tiny WAL, and looks for those that are lost.",
        discussion: """
            The table t (writer, number, bytes) is there. At the end the number of commits is printed. A row of a commit that is \
            not there any more, and an error, end with status 1.
            """,
        shouldDisplay: false)

    @Argument(help: "The database.")
    var path: String

    @Option(help: "Which of the processes it is.")
    var writer: Int

    @Option(help: "How long.")
    var seconds: Double

    @Flag(help: "Without the lock that every writer of a ledger takes: the control.")
    var unlocked = false

    func run() throws {
        let end = ContinuousClock.now + .seconds(seconds)
        var committed = 0
        var connection = try open()
        while ContinuousClock.now < end {
            // A process that ends and another that begins.
            if committed.isMultiple(of: 50) { connection = try open() }
            let size = Int.random(in: 0...9_000)
            try connection.transaction(.immediate) { () throws in
                try connection.execute("INSERT INTO t VALUES (\(writer), \(committed), randomblob(\(size)))")
            }
            committed += 1
            let found = try rows(connection)
            guard found == committed else { throw Lost(committed: committed, found: found) }
            switch Int.random(in: 0..<8) {
            case 0: try checkpoint(connection, .restart)
            case 1: try checkpoint(connection, .truncate)
            case 2: try checkpoint(connection, .passive)
            case 3: try connection.checkpointIfDue()
            default: break
            }
        }
        print(committed)
    }

    /// How many rows of this process are there.
    private func rows(_ connection: Connection) throws -> Int {
        let statement = try connection.prepare("SELECT count(*) FROM t WHERE writer = \(writer)")
        return try statement.step() ? Int(statement.integer(0)) : 0
    }

    /// A connection that checkpoints after each few pages.
    private func open() throws -> Connection {
        let connection = try Connection(path: path, access: .readWrite, busyTimeout: .seconds(120))
        if !unlocked { try connection.lockCommits(beside: path) }
        // More of them meet: no power is cut here.
        try connection.execute("PRAGMA synchronous = OFF")
        connection.checkpointedFrames = .random(in: 1...8)
        connection.checkpointsLater = .random()
        return connection
    }

    /// One that another process does at this moment is none of ours.
    private func checkpoint(_ connection: Connection, _ mode: WALCheckpointMode) throws {
        do throws(SQLiteError) {
            _ = try connection.walCheckpoint(mode)
        } catch  where error.code == .busy {}
    }

    private struct Lost: Error, CustomStringConvertible {
        let committed: Int
        let found: Int

        var description: String { "of \(committed) commits \(found) are there" }
    }
}
