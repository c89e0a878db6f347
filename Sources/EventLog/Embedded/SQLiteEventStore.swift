import Foundation
import SQLite
import StoryEvents

/// A log in one SQLite file, in WAL mode, durable at every commit; other processes may append to it too.
///
/// One connection writes and one reads, each behind a lock; readers see the last commit and never wait for a writer.
public final class SQLiteEventStore: EventStore, @unchecked Sendable {
    /// The ledger's own facts.
    public let ledger: LedgerFacts
    /// Where the file is.
    public let path: String
    /// Says that the secret is not the one that the ledger was made with; nil where it is, or where it cannot be read.
    public let secretFault: EventLogError?
    let clock: @Sendable () -> RecordedTime
    /// Decides whether the clock is believed; nil where it always is.
    let clockGuard: ClockGuard?
    private let salts: @Sendable () -> [UInt8]
    // Connections are not Sendable: each is touched only under its own lock.
    private let writing = NSLock()
    private let reading = NSLock()
    private let reader: Connection
    /// The rows that hold pieces of others, as the reader sees them.
    private let holders: HolderRows
    let writer: Writer?
    // Both touched only under the writer's lock.
    private var edge = TreeEdge()
    /// Where the last transaction left the log; nil where the next one has to look.
    private var end: SQLiteAppendTransaction.End?
    /// Whether complete tiles are stored. They always are, but for a benchmark that shows what they cost.
    package var keepsTiles = true

    /// How a log is opened.
    public enum Access: Hashable, Sendable {
        /// Nothing can be appended.
        case readOnly
        /// Appending is possible.
        case readWrite
    }

    /// Opens the log of a ledger.
    ///
    /// - Parameters:
    ///   - path: The file `ledger.db`.
    ///   - secret: Where the ledger's secret is stored; nil for the file `secret` beside the log.
    ///   - clock: The time now; recorded times never go back, even if the clock does.
    ///   - uptime: What the clock is held against; nil where it is always believed.
    ///   - salts: 32 random bytes at each call.
    ///   - patience: How long a call waits for another process that holds the log.
    ///   - putsOffUpkeep: Whether the caller calls ``doUpkeep()`` when no append waits; otherwise appends do it.
    /// - Throws: ``EventLogError`` when it is missing, no ledger, newer than this program, or cannot be read; without its
    ///   secret it can be opened only to read.
    public init(
        path: String, access: Access = .readWrite, secret: SecretFile? = nil,
        clock: @escaping @Sendable () -> RecordedTime = SystemClock.now, uptime: MachineUptime? = nil,
        salts: @escaping @Sendable () -> [UInt8] = RandomSalts.next, patience: Duration = .seconds(30),
        putsOffUpkeep: Bool = false
    ) throws(EventLogError) {
        guard try FileProbe.exists(path) else { throw .missing(path: path) }
        // SQLite would name another file, or change its mode and fail all the same.
        if access == .readWrite, let closed = FileOwner.denied(path) {
            throw .denied(path: closed.path, reason: closed.reason)
        }
        do {
            let writing =
                access == .readWrite ? try Connection.ledger(path, access: .readWrite, patience: patience) : nil
            reader = try Connection.ledger(path, access: .readOnly, patience: patience)
            holders = HolderRows(reader)
            let (application, version) = (try reader.applicationID, try reader.userVersion)
            if let refusal = Self.refusal(path, application, version, access) { throw refusal }
            // Without one, a takedown or retention would stop half-way.
            let lacking = access == .readWrite ? try reader.lackingTables() : []
            if !lacking.isEmpty { throw EventLogError.lacksTables(path: path, lacking) }
            try writing?.migrate()
            writing?.checkpointsLater = putsOffUpkeep
            let secret = secret ?? SecretFile(beside: path)
            ledger = try reader.ledgerFacts(secret)
            secretFault = try reader.secretFault(secret.path, ledger)
            if access == .readWrite, let secretFault { throw secretFault }
            writer = if let writing { try Writer(writing, RowSeals(try ledger.secret.get())) } else { nil }
        } catch {
            throw EventLogError(anything: error, path: path)
        }
        self.path = path
        self.clock = clock
        clockGuard = uptime.map(ClockGuard.init)
        self.salts = salts
    }

    /// Leaves an empty write-ahead log behind, so that a copy of ledger.db alone is whole.
    deinit {
        guard let writer else { return }
        // Nothing is lost where a checkpoint cannot be made: the WAL stays, and the next writer goes on with it.
        do throws(SQLiteError) {
            try reader.close()
            try writer.connection.emptyWAL()
        } catch {}
    }

    private static func refusal(
        _ path: String, _ application: Int32, _ version: Int32, _ access: Access
    ) -> EventLogError? {
        if application != Schema.applicationID || version < 1 { return .notALedger(path: path) }
        if version > Schema.version {
            return .newerProgram(path: path, found: Int(version), known: Int(Schema.version))
        }
        if version < Schema.version, access == .readOnly {
            return .failed(
                path: path, "schema \(version) must be migrated to \(Schema.version) by a program that may write")
        }
        return nil
    }

    /// Opens a way to wait for commits, as ``CommitSource/commits()`` says.
    public func commits() -> any CommitSignal { WALSignal(of: path) }

    /// A salt, as ``LogAppender/newSalt()`` says.
    public func newSalt() -> [UInt8] { salts() }

    /// Appends in one durable transaction, as ``LogAppender/append(dryRun:_:)`` says.
    ///
    /// Other threads and processes wait meanwhile, for as long as they have patience. `body` may read this store, but not
    /// append to it except through its transaction.
    public func append<Result>(
        dryRun: Bool, _ body: (any AppendTransaction) throws(EventLogError) -> Result
    ) throws(EventLogError) -> Result {
        guard let writer else { throw .readOnly(path: path) }
        writing.lock()
        defer { writing.unlock() }
        var tried: Result?
        var growth: TreeEdge.Growth?
        var newEnd: SQLiteAppendTransaction.End?
        let known = end
        end = nil
        do throws(Interruption) {
            let result = try writer.connection.transaction(.immediate, mapping: { .failed(EventLogError($0)) }) {
                () throws(Interruption) -> Result in
                let result: Result
                do throws(EventLogError) {
                    (result, growth, newEnd) = try run(body, on: writer, dryRun: dryRun, known: known)
                } catch {
                    throw .failed(error)
                }
                guard dryRun else { return result }
                tried = result
                throw .tried
            }
            if let growth { edge.grow(by: growth) }
            end = newEnd
            WALSignal.send(for: path)
            return result
        } catch {
            switch error {
            case .failed(let error): throw error
            case .tried: return tried!
            }
        }
    }

    /// Whether the write-ahead log is to be copied into the database, as ``LogAppender/needsUpkeep`` says.
    public var needsUpkeep: Bool {
        writing.lock()
        defer { writing.unlock() }
        return writer?.connection.isCheckpointDue ?? false
    }

    /// Copies the write-ahead log into the database, as ``LogAppender/doUpkeep()`` says.
    public func doUpkeep() {
        writing.lock()
        defer { writing.unlock() }
        // Where another process holds the log, the next append leaves the same to be done.
        do throws(SQLiteError) { try writer?.connection.checkpointIfDue() } catch {}
    }

    /// Whether a reader keeps the write-ahead log from being copied, as ``LogAppender/isUpkeepHeld`` says.
    public var isUpkeepHeld: Bool {
        writing.lock()
        defer { writing.unlock() }
        return writer?.connection.isWALHeld ?? false
    }

    private func run<Result>(
        _ body: (any AppendTransaction) throws(EventLogError) -> Result, on writer: Writer, dryRun: Bool,
        known: SQLiteAppendTransaction.End?
    ) throws(EventLogError) -> (Result, TreeEdge.Growth?, SQLiteAppendTransaction.End) {
        let transaction = try SQLiteAppendTransaction(
            writer.connection, writer.statements, seals: writer.seals, hints: writer.hints, clock: clock,
            clockGuard: clockGuard, created: ledger.created, known: known)
        let result = try body(transaction)
        try transaction.noteClock()
        let growth = dryRun || !keepsTiles ? nil : try transaction.grow(edge, reading: self)
        if let failure = transaction.failure { throw failure }
        try writer.files.check(path)
        return (result, growth, transaction.end)
    }

    /// Why a transaction is undone.
    private enum Interruption: Error {
        case failed(EventLogError)
        case tried
    }

    /// The connection that appends, and its statements.
    struct Writer {
        let connection: Connection
        let statements: AppendStatements
        let seals: RowSeals
        /// Where texts may be held.
        let hints = PieceHints()
        /// The files that the connection has open.
        let files: LogFiles

        init(_ connection: Connection, _ seals: RowSeals) throws(EventLogError) {
            self.connection = connection
            self.seals = seals
            let hasMoved: Bool
            do throws(SQLiteError) {
                // Compiling the statements reads the schema, and so opens all three files.
                statements = try AppendStatements(connection)
                // A file that cannot be looked at counts as moved: one I/O error does not make it so.
                let (first, second) = (try connection.hasMoved(), try connection.hasMoved())
                hasMoved = first && second
            } catch {
                throw EventLogError(error)
            }
            files = try LogFiles(of: connection.path)
            if hasMoved { throw .replaced(path: connection.path) }
        }
    }

    /// Does something with the connection that appends, outside a transaction.
    func write(_ body: (Connection) throws(SQLiteError) -> Void) throws(EventLogError) {
        guard let writer else { throw .readOnly(path: path) }
        writing.lock()
        defer { writing.unlock() }
        end = nil
        do throws(SQLiteError) { try body(writer.connection) } catch { throw EventLogError(error) }
    }

    /// Reads under the reader's lock.
    func read<Value>(_ body: (Connection) throws(SQLiteError) -> Value) throws(EventLogError) -> Value {
        try withReader { connection throws(EventLogError) in
            do throws(SQLiteError) { return try body(connection) } catch { throw EventLogError(error) }
        }
    }

    /// Reads events under the reader's lock.
    func readEvents(
        _ body: (Connection, HolderRows) throws(EventLogError) -> [RecordedEvent]
    ) throws(EventLogError) -> [RecordedEvent] {
        try withReader { connection throws(EventLogError) in try body(connection, holders) }
    }

    func withReader<Value>(_ body: (Connection) throws(EventLogError) -> Value) throws(EventLogError) -> Value {
        reading.lock()
        defer { reading.unlock() }
        return try body(reader)
    }
}
