import SQLite
import StoryEvents

/// Reads the rows that hold pieces for others, and remembers the newest it has read.
///
/// Rows are objects, and buffers go from one event to the next: a first rebuild of the projections takes 9 % less CPU time than
/// with copies of both (`LedgerBenchmarks projections`, 24.6 and 22.4 µs an event).
final class HolderRows {
    /// One event's row.
    final class Row {
        let story: [UInt8]
        /// nil where nothing of the data is there, or it cannot be taken apart.
        let pieces: StoredPieces?
        /// The pieces that other events hold; nil where there are none.
        let shared: SharedPieces?

        init(story: [UInt8], pieces: StoredPieces?, shared: SharedPieces? = nil) {
            self.story = story
            self.pieces = pieces
            self.shared = shared
        }

        /// Approximate memory, in bytes.
        var weight: Int {
            (pieces?.weight ?? 0) + (shared?.runs.count ?? 0) * MemoryLayout<SharedPieces.Run>.stride + story.count
        }
    }

    /// What is wrong with the references of a row.
    struct Fault: Error {
        let message: String

        init(message: String) { self.message = message }

        fileprivate init(of run: SharedPieces.Run, _ what: String) {
            message = "@\(run.holder), which it names as the holder of pieces, \(what)"
        }
    }

    private let connection: Connection
    private var parts = DataPieces()
    private var hashing = PieceHashing()
    /// The rows that were asked for since ``older`` was begun, and those before.
    private var newer: [Int64: Row] = [:]
    private var older: [Int64: Row] = [:]
    /// Approximate bytes of memory of ``newer``.
    private var bytes = 0
    private let mostBytes: Int
    /// Rows without much data are remembered in this number at most.
    private static let mostRows = 4_096
    private var version: Int64?

    /// The number of rows that are remembered.
    var count: Int { newer.count + older.count }

    /// - Parameter mostBytes: Approximate bytes of memory of the rows to remember.
    init(_ connection: Connection, mostBytes: Int = 4 << 20) {
        self.connection = connection
        self.mostBytes = mostBytes
    }

    /// Forgets all rows.
    func forgetAll() {
        newer.removeAll()
        older.removeAll()
        bytes = 0
    }

    /// Forgets all rows where another connection has written since the last call. Called while a statement of the
    /// connection is at a row, it holds for all that is read until that statement is reset.
    func refresh() throws(SQLiteError) {
        let select = try connection.cached("PRAGMA data_version")
        defer { select.reset() }
        let version = try select.step() ? select.integer(0) : 0
        if version != self.version { forgetAll() }
        self.version = version
    }

    /// The row of an event; nil where there is none.
    func row(at position: Int64) throws(SQLiteError) -> Row? {
        if let row = newer[position] { return row }
        if let row = older[position] {
            remember(row, at: position)
            return row
        }
        let select = try connection.cached("SELECT story, shared, data, pieces FROM event WHERE position = ?")
        try select.bind(1, position)
        defer { select.reset() }
        guard try select.step() else { return nil }
        let row = row(
            story: select.blob(0), shared: select.optionalBlob(1), data: select.optionalBlob(2),
            records: select.optionalBlob(3))
        remember(row, at: position)
        return row
    }

    private func row(story: [UInt8], shared column: [UInt8]?, data: [UInt8]?, records: [UInt8]?) -> Row {
        let shared = column?.withUnsafeBytes { SharedPieces($0) }
        guard let data, column == nil || shared != nil else { return Row(story: story, pieces: nil) }
        let pieces = StoredPieces(data, shared: shared, records: records, &parts)
        return Row(story: story, pieces: pieces, shared: shared)
    }

    private func remember(_ row: Row, at position: Int64) {
        newer[position] = row
        bytes += row.weight
        guard bytes > mostBytes / 2 || newer.count > Self.mostRows else { return }
        older = newer
        newer.removeAll(keepingCapacity: true)
        bytes = 0
    }

    /// Commits to the data of an event, as ``Commitment/init(to:salt:)`` does. The buffers are those of the event before.
    func commitment(to data: [UInt8], salt: [UInt8]) -> Commitment? {
        data.withUnsafeBytes { data in
            guard salt.count == Commitment.saltLength, parts.read(data) else { return nil }
            return salt.withUnsafeBytes { hashing.commitment(to: parts, of: data, salt: $0) }
        }
    }

    /// The data of an event that shares pieces, with all of them, and its column `pieces`.
    func whole(at position: Int64) throws(SQLiteError) -> Result<([UInt8], records: [UInt8]?), Fault> {
        let select = try connection.cached("SELECT story, data, shared, pieces FROM event WHERE position = ?")
        try select.bind(1, position)
        defer { select.reset() }
        guard try select.step() else { return .failure(Fault(message: "it is missing")) }
        let records = select.optionalBlob(3)
        return try whole(
            position, story: select.blob(0), data: select.blob(1), shared: select.blob(2), records: records
        ).map { ($0, records) }
    }

    /// The data of an event with all its pieces, wherever they are held.
    ///
    /// - Parameters:
    ///   - position: The event's.
    ///   - shared: The column.
    ///   - records: The column `pieces`.
    /// - Returns: What the row would have for data if it held all that was not withheld; or the fault.
    func whole(
        _ position: Int64, story: [UInt8], data: [UInt8], shared column: [UInt8], records: [UInt8]?
    ) throws(SQLiteError) -> Result<[UInt8], Fault> {
        guard let shared = column.withUnsafeBytes({ SharedPieces($0) }) else {
            return .failure(Fault(message: "what it says of pieces that other events hold cannot be read"))
        }
        guard let stored = StoredPieces(data, shared: shared, records: records, &parts) else {
            return .failure(Fault(message: "its data and the pieces that other events hold do not go together"))
        }
        var holders: [StoredPieces] = []
        holders.reserveCapacity(shared.runs.count)
        for run in shared.runs {
            guard run.holder < position else { return .failure(Fault(of: run, "is not before it")) }
            guard let row = try row(at: run.holder) else { return .failure(Fault(of: run, "is missing")) }
            guard row.story == story else { return .failure(Fault(of: run, "is of another story")) }
            guard let pieces = row.pieces, pieces.holds(run.piece..<run.piece + run.count) else {
                return .failure(Fault(of: run, "does not hold them"))
            }
            holders.append(pieces)
        }
        // Later events are likely to refer to what it holds itself.
        remember(Row(story: story, pieces: stored, shared: shared), at: position)
        return .success(stored.whole(shared, held: holders))
    }
}
