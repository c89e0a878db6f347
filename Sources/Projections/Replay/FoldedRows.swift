import EventLog
import Foundation
import SQLite
import StoryEvents

/// The rows of one ledger projection, folded from the log to a cut into a file of their own that nobody else sees.
public final class FoldedRows {
    /// The rows, to be used as long as this lives.
    public private(set) var rows: ProjectedRows
    /// How many events were folded; those that happened after the cut are passed over.
    public private(set) var size: Int64
    private let file: TemporaryFile
    private let run: FoldRun

    /// Folds the whole log, or only one story.
    ///
    /// - Parameters:
    ///   - projection: Registered or not.
    ///   - cut: What of the log; a version is of one story, and cuts each story there.
    ///   - isStopped: Asked now and then; the fold ends there then.
    ///   - show: Told how far it is.
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
        do throws(FoldRun.Obstacle) {
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

    /// Folds on to a position of the log, as others have done meanwhile.
    func advance(to end: Position) throws(ViewsError) {
        guard end.value > size else { return }
        do throws(FoldRun.Obstacle) { try run.advance(to: end, isStopped: { false }, show: { _ in }) } catch {
            if case .views(let error) = error { throw error }
            throw .failed(path: file.path, "another process has deleted or changed it")
        }
        size = end.value
        rows = rows.advanced(to: run.tracks[0].progress)
    }
}

/// Which part of the whole log is looked at.
public struct LedgerCut: Hashable, Sendable {
    /// By what was recorded, up to and with a position or a moment; nil for all of it.
    public var asOf: Place?
    /// By what had happened in the world; nil for all of it.
    public var at: EventTime?

    /// A place in the log, and not in one story.
    public enum Place: Hashable, Sendable {
        /// Up to and with this position.
        case position(Position)
        /// Up to and with this moment of recording.
        case time(EventTime)
    }

    /// Everything.
    public static let none = LedgerCut()

    /// Joins the two kinds of cut; both may hold at once.
    public init(asOf: Place? = nil, at: EventTime? = nil) {
        self.asOf = asOf
        self.at = at
    }

    /// The cut of a story as one of the whole log.
    ///
    /// - Returns: nil for a version, which is of one story.
    public init?(_ cut: StoryCut) {
        switch cut.asOf {
        case nil: self.init(asOf: nil, at: cut.at)
        case .position(let position): self.init(asOf: .position(position), at: cut.at)
        case .time(let time): self.init(asOf: .time(time), at: cut.at)
        case .version: return nil
        }
    }

    /// The position after the last event that was recorded by the cut.
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

/// A file for as long as this lives.
final class TemporaryFile {
    let path: String

    init() throws(ViewsError) {
        // An empty TMPDIR is none.
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
