import EventLog
import Glibc
import SQLite
import StoryEvents

extension Views {
    /// Progress, in events.
    public struct Advance: Hashable, Sendable {
        /// The first position that is not folded yet.
        public let position: Position
        /// How many events the log holds.
        public let size: Int64
    }

    /// Folds all projections up to the end of the log, unless another process is doing it.
    ///
    /// - Parameters:
    ///   - patience: How long to wait for another process.
    ///   - isStopped: Called at intervals; true ends the catch-up, and the work done so far is kept.
    ///   - show: Receives the progress.
    /// - Returns: Whether every projection has reached the end of the log or has stopped.
    public func catchUp(
        patience: Duration = .zero, isStopped: () -> Bool = { false }, show: (Advance) -> Void = { _ in }
    ) throws(ViewsError) -> Bool {
        try reopenIfReplaced()
        do throws(ViewsError) {
            return try catchUpOnce(patience: patience, isStopped: isStopped, show: show)
        } catch {
            if database.isInPlace {
                guard case .unusable(_, let reason) = error else { throw error }
                try makeAnew(reason)
            }
            return try catchUpOnce(patience: patience, isStopped: isStopped, show: show)
        }
    }

    private func catchUpOnce(
        patience: Duration, isStopped: () -> Bool, show: (Advance) -> Void
    ) throws(ViewsError) -> Bool {
        var waited = Duration.zero
        while true {
            try reopenIfReplaced()
            let size = try withLog { () throws(EventLogError) in try store.size() }
            if isChecked, try isCurrent(size) { return true }
            if let isThere = try advanceAlone(to: size, isStopped: isStopped, show: show) {
                if isThere { return true }
                if isStopped() { return false }
            } else {
                guard waited < patience, !isStopped() else { return false }
                usleep(20_000)
                waited += .milliseconds(20)
            }
        }
    }

    /// - Returns: Whether it reached the end; nil while another process is catching up.
    private func advanceAlone(
        to size: Int64, isStopped: () -> Bool, show: (Advance) -> Void
    ) throws(ViewsError) -> Bool? {
        guard let lock = try ViewsLock.take(path: lockPath) else { return nil }
        defer { withExtendedLifetime(lock) {} }
        guard try takeNote(catchUpNote) else { return nil }
        defer { catchUpNote.release() }
        return try catchUpNote.onThisThread { () throws(ViewsError) in
            try advance(to: size, isStopped: isStopped, show: show)
        }
    }

    /// Takes a note and reports how its last holder ended.
    ///
    /// - Returns: Whether it was taken; false while another process holds it.
    func takeNote(_ note: FoldNote) throws(ViewsError) -> Bool {
        guard let ends = try note.take() else { return false }
        for end in ends where end.step != nil && !end.isCondemned {
            hear(.ended(FoldNote.projection(end.items.first), Position(end.step ?? 0), end.message))
        }
        return true
    }

    /// Whether every projection has folded this many events with this program's version, or has stopped.
    private func isCurrent(_ size: Int64) throws(ViewsError) -> Bool {
        let serving = try withViews { () throws(SQLiteError) in try database.progress(.serving) }
        for projection in registry.ledger {
            guard let progress = serving[projection.name], isOwn(progress, projection) else { return false }
            if progress.fault == nil, progress.position.value != size { return false }
        }
        return true
    }

    /// - Returns: Whether it reached the end; false when another process was faster or `isStopped` returned true.
    private func advance(
        to size: Int64, isStopped: () -> Bool, show: (Advance) -> Void
    ) throws(ViewsError) -> Bool {
        do throws(FoldRun.Interruption) {
            if try !runsAreCurrent() { runs = try startRuns() }
            isChecked = true
            let end = Position(size)
            while let run = nextRun(end) {
                let next = runs.map(\.position).filter { $0 > run.position }.min() ?? end
                try run.advance(to: min(next, end), isStopped: isStopped) { position in
                    show(Advance(position: position, size: size))
                }
                report(run)
                if isStopped() { return false }
                if runs.count > 1 { runs = try startRuns() }
            }
            if try replaceServing() { runs = [] }
            try withObstacle { () throws(SQLiteError) in
                try database.collectGarbage()
                try database.giveBackFreePages()
            }
            return true
        } catch {
            runs = []
            guard case .views(let error) = error else { return false }
            throw error
        }
    }

    /// The run that is furthest behind.
    private func nextRun(_ end: Position) -> FoldRun? {
        runs.filter { $0.position < end && !$0.isStopped }.min { $0.position < $1.position }
    }

    /// Whether the one fold in memory can go on: no other process has folded on or restarted it.
    private func runsAreCurrent() throws(FoldRun.Interruption) -> Bool {
        guard runs.count == 1 else { return false }
        let (serving, building) = try withObstacle { () throws(SQLiteError) in
            (try database.progress(.serving), try database.progress(.building))
        }
        return runs[0].tracks.allSatisfy { track in
            (track.role == .serving ? serving : building)[track.progress.name] == track.progress
        }
    }

    /// Starts projections that have no rows, and groups those that have reached the same position.
    private func startRuns() throws(FoldRun.Interruption) -> [FoldRun] {
        let tracks = try database.connection.transaction(.immediate, mapping: { .views(ViewsError($0)) }) {
            () throws(FoldRun.Interruption) in
            var tracks: [FoldRun.Track] = []
            for projection in registry.ledger {
                if let track = try track(of: projection) { tracks.append(track) }
            }
            return tracks
        }
        return Dictionary(grouping: tracks) { $0.progress.position }
            .map { FoldRun($0.value, database, store, note: catchUpNote) }
    }

    /// The track on which a projection goes on; nil when it has stopped.
    private func track(
        of projection: any LedgerProjection.Type
    ) throws(FoldRun.Interruption) -> FoldRun.Track? {
        let name = projection.name
        let (serving, building) = try withObstacle { () throws(SQLiteError) in
            (try database.progress(.serving)[name], try database.progress(.building)[name])
        }
        var role = ProjectionProgress.Role.serving
        var progress = serving
        if let serving, !isOwn(serving, projection) {
            // Rows of another version serve until this version's rows can replace them.
            role = .building
            progress = building.flatMap { isOwn($0, projection) ? $0 : nil }
            if progress == nil {
                hear(
                    .restarted(name, reason: "it is of version \(serving.version), the program's \(projection.version)")
                )
            }
        }
        if let found = progress, let reason = try mismatch(found) {
            hear(.restarted(name, reason: reason))
            progress = nil
        }
        let now: ProjectionProgress
        if let progress {
            now = progress
        } else {
            now = try withObstacle { () throws(SQLiteError) in try database.begin(projection, role) }
        }
        guard now.fault == nil else { return nil }
        return FoldRun.Track(
            projection: projection, role: role, rows: database.rowStore(projection, now.generation), progress: now)
    }

    /// Why rows do not come from this log; nil when they do.
    private func mismatch(_ progress: ProjectionProgress) throws(FoldRun.Interruption) -> String? {
        guard progress.position.value > 0 else { return nil }
        do throws(EventLogError) {
            let size = try store.size()
            if progress.position.value > size { return "it has \(progress.position.value) events, the log \(size)" }
            guard let last = progress.last else { return nil }
            let event = try store.event(at: Position(progress.position.value - 1))
            if event?.leafDigest == last { return nil }
        } catch {
            throw .views(.log(error))
        }
        return "it comes from another log"
    }

    func isOwn(_ progress: ProjectionProgress, _ projection: any LedgerProjection.Type) -> Bool {
        progress.version == projection.version
            && progress.shape == database.rowStore(projection, progress.generation).shape
    }

    /// Replaces the serving rows with the rebuilt ones.
    private func replaceServing() throws(FoldRun.Interruption) -> Bool {
        let automatic = runs.filter { !$0.isStopped }.flatMap(\.tracks)
            .filter { $0.role == .building && $0.progress.fault == nil }
        for track in automatic {
            try withObstacle { () throws(SQLiteError) in
                try database.connection.transaction(.immediate, mapping: { $0 }) { () throws(SQLiteError) in
                    try database.serve(track.progress)
                }
            }
            hear(.replaced(track.progress.name, version: track.progress.version))
        }
        return !automatic.isEmpty
    }

    private func report(_ run: FoldRun) {
        for track in run.takeNews() {
            if let fault = track.progress.fault { hear(.stopped(track.progress.name, fault)) }
        }
    }

    private func withObstacle<Value>(
        _ body: () throws(SQLiteError) -> Value
    ) throws(FoldRun.Interruption) -> Value {
        do throws(SQLiteError) { return try body() } catch { throw .views(ViewsError(error)) }
    }
}
