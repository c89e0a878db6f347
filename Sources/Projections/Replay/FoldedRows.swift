import EventLog
import Foundation
import SQLite
import StoryEvents

/// The rows of one ledger projection, folded from the log to a cut, in a temporary file of this process.
public final class FoldedRows {
    /// The rows; valid while this object exists.
    public private(set) var rows: ProjectedRows
    /// How many events were folded; events that happened after the cut do not count.
    public private(set) var size: Int64
    private let file: TemporaryFile
    private let run: FoldRun

    /// Folds the whole log, or one story.
    ///
    /// - Parameters:
    ///   - projection: The projection, registered or not.
    ///   - cut: The part of the log; a version cuts each story at its own version of that number.
    ///   - isStopped: Called at intervals; true ends the fold early.
    ///   - show: Receives the progress.
    /// - Throws: ``ViewsError``.
    public init(
        _ projection: any LedgerProjection.Type, of store: any EventStore, _ cut: LedgerCut = .none,
        isStopped: () -> Bool = { false }, show: (Views.Advance) -> Void = { _ in }
    ) throws(ViewsError) {
        let size = try cut.end(in: store)
        let file = try TemporaryFile()
        self.size = size
        self.file = file
        let database = try withViews { () throws(SQLiteError) in
            let database = try ViewsDatabase(path: file.path, access: .create)
            try database.connection.execute("PRAGMA journal_mode = OFF")
            try database.connection.execute("PRAGMA synchronous = OFF")
            try database.createSchema()
            return database
        }
        var track = try database.connection.transaction(.immediate, mapping: { ViewsError($0) }) {
            () throws(ViewsError) in
            try withViews { () throws(SQLiteError) in
                let progress = try database.begin(projection, .serving)
                return FoldRun.Track(
                    projection: projection, role: .serving,
                    rows: database.rowStore(projection, progress.generation), progress: progress)
            }
        }
        let run = FoldRun([track], database, store, at: cut.at)
        do throws(FoldRun.Interruption) {
            try run.advance(to: Position(size), isStopped: isStopped) { position in
                show(Views.Advance(position: position, size: size))
            }
        } catch {
            if case .views(let error) = error { throw error }
            throw .failed(path: file.path, "another process has deleted or changed it")
        }
        track = run.tracks[0]
        rows = ProjectedRows(track.progress, track.rows, database.connection)
        self.run = run
    }

    /// Folds on to the end of the log.
    public func catchUp(with store: any EventStore) throws(ViewsError) {
        try advance(to: Position(try LedgerCut.none.end(in: store)))
    }

    /// Folds on to a position of the log.
    func advance(to end: Position) throws(ViewsError) {
        guard end.value > size else { return }
        do throws(FoldRun.Interruption) { try run.advance(to: end, isStopped: { false }, show: { _ in }) } catch {
            if case .views(let error) = error { throw error }
            throw .failed(path: file.path, "another process has deleted or changed it")
        }
        size = end.value
        rows = rows.advanced(to: run.tracks[0].progress)
    }
}

/// The part of the whole log that a question is about.
public struct LedgerCut: Hashable, Sendable {
    /// A cut by recording, at a position or a moment; nil for no cut.
    public var asOf: Place?
    /// A cut by happening; nil for no cut.
    public var at: EventTime?

    /// A place in the log, not in one story.
    public enum Place: Hashable, Sendable {
        /// Includes this position.
        case position(Position)
        /// Includes this moment of recording.
        case time(EventTime)
    }

    /// No cut.
    public static let none = LedgerCut()

    /// Both cuts can apply at once.
    public init(asOf: Place? = nil, at: EventTime? = nil) {
        self.asOf = asOf
        self.at = at
    }

    /// Converts a story's cut into one of the whole log.
    ///
    /// - Returns: nil for a version, which belongs to one story.
    public init?(_ cut: StoryCut) {
        switch cut.asOf {
        case nil: self.init(asOf: nil, at: cut.at)
        case .position(let position): self.init(asOf: .position(position), at: cut.at)
        case .time(let time): self.init(asOf: .time(time), at: cut.at)
        case .version: return nil
        }
    }

    /// The same cut of one story.
    public var ofStory: StoryCut {
        let asOf: Cut? =
            switch asOf {
            case nil: nil
            case .position(let position): .position(position)
            case .time(let time): .time(time)
            }
        return StoryCut(asOf: asOf, at: at)
    }

    /// The position after the last event recorded by the cut.
    func end(in store: any EventStore) throws(ViewsError) -> Int64 {
        try withLog { () throws(EventLogError) in
            let size = try store.size()
            switch asOf {
            case nil: return size
            case .position(let position): return position.value < size ? position.value + 1 : size
            case .time(let time):
                return try store.position(recordedAtOrAfter: RecordedTime(microseconds: time.microseconds + 1)).value
            }
        }
    }
}

/// A file that is deleted with this object.
final class TemporaryFile {
    let path: String

    init() throws(ViewsError) {
        // An empty TMPDIR counts as unset.
        let wanted = ProcessInfo.processInfo.environment["TMPDIR"] ?? ""
        let directory = wanted.isEmpty ? "/tmp" : FileManager.default.temporaryDirectory.path
        var name = Array("\(directory)/storyledger-XXXXXX".utf8CString)
        let descriptor = mkstemp(&name)
        path = name.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
        guard descriptor >= 0 else { throw .readOnly(path: directory) }
        close(descriptor)
    }

    deinit {
        for ending in ["", "-wal", "-shm", "-journal"] { unlink(path + ending) }
    }
}
