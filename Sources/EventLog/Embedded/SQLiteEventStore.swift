import Foundation
import SQLite
import StoryEvents

/// A log in one SQLite file, in WAL mode, durable at every commit; other processes may append to it too.
///
/// One connection writes and one reads, each behind a lock; readers see the last commit and never wait for a writer.
public final class SQLiteEventStore: EventStore, @unchecked Sendable {
    public let ledger: LedgerFacts
    /// Where the file is.
    public let path: String
    private let clock: @Sendable () -> RecordedTime
    private let salts: @Sendable () -> [UInt8]
    // Connections are not Sendable: each is touched only under its own lock.
    private let writing = NSLock()
    private let reading = NSLock()
    private let writer: Connection?
    private let reader: Connection
    /// Touched only under the writer's lock.
    private var edge = TreeEdge()

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
    ///   - clock: The time now; what is recorded never goes back, whatever it says.
    ///   - salts: 32 random bytes at each call.
    /// - Throws: ``EventLogError`` when it is missing, no ledger, newer than this program, or cannot be read.
    public init(
        path: String, access: Access = .readWrite, clock: @escaping @Sendable () -> RecordedTime = SystemClock.now,
        salts: @escaping @Sendable () -> [UInt8] = RandomSalts.next
    ) throws(EventLogError) {
        guard FileProbe.exists(path) else { throw .missing(path: path) }
        let facts: LedgerFacts?
        do {
            writer = access == .readWrite ? try Connection.ledger(path, access: .readWrite) : nil
            reader = try Connection.ledger(path, access: .readOnly)
            let (application, version) = (try reader.applicationID, try reader.userVersion)
            if let refusal = Self.refusal(path, application, version, access) { throw refusal }
            try writer?.migrate()
            facts = try reader.ledgerFacts()
        } catch {
            throw EventLogError(anything: error, path: path)
        }
        guard let facts else { throw .damaged(path: path, "it does not know its own name or secret") }
        ledger = facts
        self.path = path
        self.clock = clock
        self.salts = salts
    }

    private static func refusal(
        _ path: String, _ application: Int32, _ version: Int32, _ access: Access
    ) -> EventLogError? {
        if application != Schema.applicationID { return .notALedger(path: path) }
        if version > Schema.version {
            return .newerProgram(path: path, found: Int(version), known: Int(Schema.version))
        }
        if version < Schema.version, access == .readOnly {
            return .failed(
                path: path, "schema \(version) is to be brought up to \(Schema.version) by a program that may write")
        }
        return nil
    }

    /// Makes an empty log.
    ///
    /// - Parameters:
    ///   - path: The file `ledger.db`; its directory must be there, it itself must not.
    ///   - facts: What the ledger is called, and its secret.
    /// - Throws: ``EventLogError``; nothing is left behind then.
    public static func create(path: String, facts: LedgerFacts) throws(EventLogError) {
        guard !FileProbe.exists(path) else { throw .exists(path: path) }
        do throws(SQLiteError) {
            let connection = try Connection(path: path, access: .create)
            try connection.execute("PRAGMA page_size = \(Schema.pageSize)")
            try connection.execute("PRAGMA journal_mode = WAL")
            try connection.configureLedger()
            try connection.createLedger(facts)
            try connection.close()
        } catch {
            throw EventLogError(error)
        }
    }

    public func append<Result>(
        rehearsal: Bool, _ body: (any AppendTransaction) throws(EventLogError) -> Result
    ) throws(EventLogError) -> Result {
        guard let writer else { throw .readOnly(path: path) }
        writing.lock()
        defer { writing.unlock() }
        return try write(on: writer, rehearsal: rehearsal, body)
    }

    private func write<Result>(
        on writer: Connection, rehearsal: Bool, _ body: (any AppendTransaction) throws(EventLogError) -> Result
    ) throws(EventLogError) -> Result {
        var rehearsed: Result?
        var grown = edge
        do throws(Interruption) {
            let result = try writer.transaction(.immediate, mapping: { .failed(EventLogError($0)) }) {
                () throws(Interruption) -> Result in
                do throws(EventLogError) {
                    let transaction = try SQLiteAppendTransaction(writer, clock: clock, salts: salts)
                    rehearsed = try body(transaction)
                    if !rehearsal { grown = try transaction.grow(edge, reading: self) }
                } catch {
                    throw .failed(error)
                }
                if rehearsal { throw .rehearsed }
                return rehearsed!
            }
            edge = grown
            return result
        } catch {
            switch error {
            case .failed(let error): throw error
            case .rehearsed: return rehearsed!
            }
        }
    }

    /// Why a transaction is undone.
    private enum Interruption: Error {
        case failed(EventLogError)
        case rehearsed
    }

    /// Reads under the reader's lock.
    func read<Value>(_ body: (Connection) throws(SQLiteError) -> Value) throws(EventLogError) -> Value {
        try withReader { connection throws(EventLogError) in
            do throws(SQLiteError) { return try body(connection) } catch { throw EventLogError(error) }
        }
    }

    func withReader<Value>(_ body: (Connection) throws(EventLogError) -> Value) throws(EventLogError) -> Value {
        reading.lock()
        defer { reading.unlock() }
        return try body(reader)
    }
}
