import EventLog
import SQLite
import StoryEvents

extension Views {
    /// What came of making a projection's rows anew.
    public struct Rebuilt: Sendable {
        /// The projection.
        public let name: String
        /// How many events were folded.
        public let size: Int64
        /// Whether the rows took the place of those before.
        public let isServing: Bool
        /// What was not the same in the rows before, the first of it; nil where there was nothing to compare with.
        public let differences: [RowDifference]?
        /// How much was not the same.
        public let differenceCount: Int
        /// Where the new rows stopped, and why.
        public let fault: ProjectionFault?
    }

    /// The projections of some names; all of them for none.
    public func projections(named names: [String]) throws(ViewsError) -> [any LedgerProjection.Type] {
        guard !names.isEmpty else { return registry.ledger }
        var found: [any LedgerProjection.Type] = []
        for name in names {
            guard let projection = registry.ledger.first(where: { $0.name == name }) else {
                throw .unknownProjection(name, known: registry.ledger.map { $0.name })
            }
            found.append(projection)
        }
        return found
    }

    /// Makes rows anew beside those that serve, and lets them take their place once they have come as far.
    ///
    /// Stopped or killed, it goes on where it was when it is asked for again. Those that serve go on serving, and
    /// are brought up to the log by whoever does so.
    ///
    /// - Parameters:
    ///   - projections: Some of those registered.
    ///   - most: How many differences to keep of each.
    ///   - isStopped: Asked after each batch.
    ///   - show: Told how far it is.
    /// - Returns: What came of each; nil when it was stopped.
    public func rebuild(
        _ projections: [any LedgerProjection.Type], keeping most: Int = 1_000, isStopped: () -> Bool = { false },
        show: (Advance) -> Void = { _ in }
    ) throws(ViewsError) -> [Rebuilt]? {
        try reopenIfReplaced()
        do throws(FoldRun.Obstacle) {
            let runs = try startBuilding(projections)
            let size = try withLogObstacle { () throws(EventLogError) in try store.size() }
            try advance(runs, to: size, isStopped, show)
            if isStopped() { return nil }
            do throws(ViewsError) { _ = try catchUp(isStopped: isStopped) } catch { throw .views(error) }
            if isStopped() { return nil }
            return try finish(runs, most: most, isStopped, show)
        } catch {
            switch error {
            case .views(let error): throw error
            case .overtaken: throw .rebuiltElsewhere(projections.map { $0.name }.joined(separator: ", "))
            }
        }
    }

    private func advance(
        _ runs: [FoldRun], to size: Int64, _ isStopped: () -> Bool, _ show: (Advance) -> Void
    ) throws(FoldRun.Obstacle) {
        for run in runs.sorted(by: { $0.position < $1.position }) where !isStopped() {
            try run.advance(to: Position(size), isStopped: isStopped) { position in
                show(Advance(position: position, size: size))
            }
        }
    }

    /// Comes to where the rows that serve are, while nobody brings those further, and takes their place.
    private func finish(
        _ runs: [FoldRun], most: Int, _ isStopped: () -> Bool, _ show: (Advance) -> Void
    ) throws(FoldRun.Obstacle) -> [Rebuilt]? {
        let lock: FileLock
        do throws(ViewsError) { lock = try FileLock.wait(path: lockPath) } catch { throw .views(error) }
        defer { withExtendedLifetime(lock) {} }
        let serving: [String: ProjectionProgress]
        do throws(SQLiteError) { serving = try database.progress(.serving) } catch { throw .views(ViewsError(error)) }
        let furthest = runs.flatMap(\.tracks).compactMap { serving[$0.progress.name]?.position.value }.max() ?? 0
        try advance(runs, to: furthest, isStopped, show)
        if isStopped() { return nil }
        return try swap(runs.flatMap(\.tracks), most: most)
    }

    /// Says what would be other than it is if rows were made anew, and changes nothing.
    ///
    /// - Returns: nil when it was stopped.
    public func rehearse(
        _ projection: any LedgerProjection.Type, keeping most: Int = 1_000, isStopped: () -> Bool = { false },
        show: (Advance) -> Void = { _ in }
    ) throws(ViewsError) -> Rebuilt? {
        let serving = try withViews { () throws(SQLiteError) in try database.progress(.serving)[projection.name] }
        let end = serving?.position.value ?? 0
        let folded = try FoldedRows(
            projection, of: store, end == 0 ? .none : LedgerCut(asOf: .position(Position(end - 1))),
            isStopped: isStopped, show: show)
        if isStopped() { return nil }
        let comparison = try read(projection) { rows throws(ViewsError) in
            try rows.compared(with: folded.rows, most: most)
        }
        return Rebuilt(
            name: projection.name, size: folded.size, isServing: false, differences: comparison?.value.differences,
            differenceCount: comparison?.value.count ?? 0, fault: folded.rows.progress.fault)
    }

    private func startBuilding(_ projections: [any LedgerProjection.Type]) throws(FoldRun.Obstacle) -> [FoldRun] {
        let tracks = try database.connection.transaction(.immediate, mapping: { .views(ViewsError($0)) }) {
            () throws(FoldRun.Obstacle) in
            do throws(SQLiteError) {
                let building = try database.progress(.building)
                var tracks: [FoldRun.Track] = []
                for projection in projections {
                    var progress = building[projection.name].flatMap { isOwn($0, projection) ? $0 : nil }
                    // One that stopped would stop there again: it begins anew.
                    if progress?.fault != nil { progress = nil }
                    let now: ProjectionProgress
                    if let progress { now = progress } else { now = try database.begin(projection, .building) }
                    tracks.append(
                        FoldRun.Track(
                            projection: projection, role: .building,
                            rows: database.rowStore(projection, now.generation), progress: now))
                }
                return tracks
            } catch {
                throw .views(ViewsError(error))
            }
        }
        return Dictionary(grouping: tracks) { $0.progress.position }.values.map { FoldRun($0, database, store) }
    }

    /// Compares what was made with what serves and puts it in its place, at one moment.
    private func swap(_ tracks: [FoldRun.Track], most: Int) throws(FoldRun.Obstacle) -> [Rebuilt] {
        do throws(SQLiteError) {
            let results = try database.connection.transaction(.immediate, mapping: { $0 }) {
                () throws(SQLiteError) in
                let serving = try database.progress(.serving)
                var results: [Rebuilt] = []
                for track in tracks {
                    results.append(try swap(track, with: serving[track.progress.name], most: most))
                }
                return results
            }
            try database.collectGarbage()
            return results
        } catch {
            throw .views(ViewsError(error))
        }
    }

    private func swap(
        _ track: FoldRun.Track, with old: ProjectionProgress?, most: Int
    ) throws(SQLiteError) -> Rebuilt {
        let new = track.progress
        var comparison: RowComparison?
        if let old, old.shape == new.shape, old.position == new.position {
            let rows = database.rowStore(track.projection, old.generation)
            comparison = try RowComparison(
                RowCursor(rows, database.connection), RowCursor(track.rows, database.connection),
                track.projection.table, most: most)
        }
        // What stopped does not take the place of what came further.
        let isServing = new.fault == nil || new.position >= old?.position ?? .first
        if isServing { try database.serve(new) }
        return Rebuilt(
            name: new.name, size: new.position.value, isServing: isServing, differences: comparison?.differences,
            differenceCount: comparison?.count ?? 0, fault: new.fault)
    }

    private func withLogObstacle<Value>(
        _ body: () throws(EventLogError) -> Value
    ) throws(FoldRun.Obstacle) -> Value {
        do throws(EventLogError) { return try body() } catch { throw .views(.log(error)) }
    }
}

extension ProjectedRows {
    /// How other rows differ from these.
    func compared(with other: ProjectedRows, most: Int) throws(ViewsError) -> RowComparison {
        try withViews { () throws(SQLiteError) in
            try RowComparison(cursor(), other.cursor(), table, most: most)
        }
    }
}
