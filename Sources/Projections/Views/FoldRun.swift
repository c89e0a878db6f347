import Crypto
import EventLog
import SQLite
import StoryEvents

/// Folds projections that have reached one position further, in batches; each batch is one transaction.
///
/// Rows are folded outside the transaction, so that other processes wait only for the write. If another process has
/// folded the same events, the commit finds out, and nothing of the batch is written.
final class FoldRun {
    /// One projection and its progress.
    struct Track {
        let projection: any LedgerProjection.Type
        let role: ProjectionProgress.Role
        let rows: RowStore
        var progress: ProjectionProgress
    }

    /// How much is folded before a write.
    struct Batch {
        var events: Int
        var bytes: Int
        var time: Duration

        /// Commits are few, so each row is written once for many events. A killed process loses at most one second of
        /// work.
        static let large = Batch(events: 16_384, bytes: 6 << 20, time: .seconds(1))
    }

    /// Why a batch was not written.
    enum Interruption: Error {
        case views(ViewsError)
        /// Another process has folded on, or has restarted the fold.
        case overtaken
        /// The file was deleted or replaced.
        case replaced
    }

    private(set) var tracks: [Track]
    private let database: ViewsDatabase
    private let store: any EventStore
    private let fold: LedgerFold
    private let note: FoldNote?
    /// The first position that no track has folded.
    private(set) var position: Position
    private var last: RecordedEvent?
    private let before: String?
    private var told = 0
    private var lastCommit = Duration.zero

    /// - Parameters:
    ///   - at: Events that happened later are skipped.
    ///   - note: Records which event is folded; nil for temporary rows.
    init(
        _ tracks: [Track], _ database: ViewsDatabase, _ store: any EventStore, at: EventTime? = nil,
        note: FoldNote? = nil
    ) {
        self.tracks = tracks
        self.note = note
        self.database = database
        self.store = store
        fold = LedgerFold(tracks.map(\.projection), store, at: at, note: note)
        position = tracks.map(\.progress.position).min() ?? .first
        before = tracks.first?.progress.last
    }

    /// Folds up to a position, until every track has stopped, or until `isStopped` returns true.
    ///
    /// - Parameters:
    ///   - end: The position after the last one to fold.
    ///   - isStopped: Called after each batch.
    ///   - show: Receives the progress after each page.
    func advance(
        to end: Position, batch: Batch = .large, isStopped: () -> Bool = { false }, show: (Position) -> Void = { _ in }
    ) throws(Interruption) {
        guard position < end, !fold.isStopped else { return }
        try noted { () throws(ViewsError) in try note?.begin(tracks) }
        while position < end {
            for (index, fault) in note?.condemned(at: position, tracks) ?? [] { stop(index, fault) }
            if fold.isStopped { return try commit() }
            let next = note?.boundary(after: position, tracks).map { min($0, end) } ?? end
            guard try fold(to: next, batch, isStopped, show), !isStopped() else { return }
        }
    }

    /// - Returns: Whether it reached the end and at least one track goes on.
    private func fold(
        to end: Position, _ batch: Batch, _ isStopped: () -> Bool, _ show: (Position) -> Void
    ) throws(Interruption) -> Bool {
        let feed = EventFeed(store, from: position, to: end, note: note?.note)
        defer { feed.stop() }
        var gathered = 0
        var start = ContinuousClock.now
        var page: [ReadEvent] = []
        while true {
            try log { () throws(EventLogError) in try feed.next(&page) }
            guard let newest = page.last else { break }
            for read in page { try log { () throws(EventLogError) in try take(read) } }
            position = newest.envelope.position.next
            last = newest.event
            gathered += page.count
            // When writing takes longer than folding, commits are rarer: only the newest row of a story is written.
            let time = max(batch.time, min(lastCommit, .seconds(10)))
            let isFull = gathered >= batch.events || fold.bytes >= batch.bytes || start.duration(to: .now) >= time
            if isFull || fold.isStopped {
                try commit()
                gathered = 0
                start = .now
                if isStopped() || fold.isStopped { return false }
            }
            show(position)
        }
        if gathered > 0 { try commit() }
        return position == end
    }

    /// Whether every track has stopped.
    var isStopped: Bool { fold.isStopped }

    /// The tracks that have stopped since the last call.
    func takeNews() -> [Track] {
        let stopped = tracks.filter { $0.progress.fault != nil }
        defer { told = stopped.count }
        return stopped.count > told ? stopped : []
    }

    private func stop(_ index: Int, _ fault: ProjectionFault) {
        fold.stop(index, fault)
        tracks[index].progress.fault = tracks[index].progress.fault ?? fault
    }

    private func take(_ read: ReadEvent) throws(EventLogError) {
        try fold.apply(read)
        for (index, fault) in fold.faults.enumerated() where fault != nil && tracks[index].progress.fault == nil {
            tracks[index].progress.fault = fault
        }
    }

    private func commit() throws(Interruption) {
        guard database.isInPlace else { throw .replaced }
        let start = ContinuousClock.now
        defer { lastCommit = start.duration(to: .now) }
        let (purged, changes) = fold.takeChanges()
        var written = tracks
        let last = last?.leafDigest ?? before
        try database.connection.transaction(.immediate, mapping: { .views(ViewsError($0)) }) {
            () throws(Interruption) in
            let stored = try sqlite { () throws(SQLiteError) in
                [.serving: try database.progress(.serving), .building: try database.progress(.building)]
                    as [ProjectionProgress.Role: [String: ProjectionProgress]]
            }
            for (index, track) in tracks.enumerated() {
                let found = stored[track.role]?[track.progress.name]
                // The row of a track that stopped in an earlier batch is already final.
                if let fault = found?.fault, fault == track.progress.fault { continue }
                guard let found, found.fault == nil, found.generation == track.progress.generation,
                    found.position == track.progress.position
                else { throw .overtaken }
                written[index].progress.position = track.progress.fault?.position ?? position
                written[index].progress.last = track.progress.fault == nil ? last : nil
                try sqlite { () throws(SQLiteError) in
                    for story in purged { try track.rows.remove(story) }
                    try track.rows.write(changes, index, note)
                    if !purged.isEmpty { try track.rows.purge() }
                    try database.store(written[index].progress, track.role)
                }
            }
        }
        tracks = written
        try noted { () throws(ViewsError) in try note?.done(below: fold.isStopped ? position.next : position) }
        if !purged.isEmpty { _ = try sqlite { () throws(SQLiteError) in try database.emptyWAL() } }
    }

    private func sqlite<Value>(_ body: () throws(SQLiteError) -> Value) throws(Interruption) -> Value {
        do throws(SQLiteError) { return try body() } catch { throw .views(ViewsError(error)) }
    }

    private func noted(_ body: () throws(ViewsError) -> Void) throws(Interruption) {
        do throws(ViewsError) { try body() } catch { throw .views(error) }
    }

    private func log<Value>(_ body: () throws(EventLogError) -> Value) throws(Interruption) -> Value {
        do throws(EventLogError) { return try body() } catch { throw .views(.log(error)) }
    }
}

extension RecordedEvent {
    /// A digest that distinguishes the log of this event from any other log.
    var leafDigest: String { Array(SHA256.hash(data: leaf)).hexadecimal }
}
