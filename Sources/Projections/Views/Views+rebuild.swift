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
        for _ in 0..<Self.mostAttempts {
            try reopenIfReplaced()
            do throws(FoldRun.Obstacle) {
                return try rebuildOnce(projections, most, isStopped, show)
            } catch {
                // Somebody deleted the file meanwhile: what was rebuilt in it is no more.
                guard database.isInPlace else { continue }
                switch error {
                case .views(let error): throw error
                case .overtaken, .replaced: throw .rebuiltElsewhere(Self.names(projections))
                }
            }
        }
        throw .failed(path: path, "it was deleted or replaced \(Self.mostAttempts) times during the rebuild")
    }

    /// So often a rebuild begins again because the file was deleted under it.
    private static let mostAttempts = 5

    private static func names(_ projections: [any LedgerProjection.Type]) -> String {
        projections.map { $0.name }.joined(separator: ", ")
    }

    /// Folds new rows as far as those that serve have come, and no event twice; what follows is a catch-up of whatever
    /// serves then.
    private func rebuildOnce(
        _ projections: [any LedgerProjection.Type], _ most: Int, _ isStopped: () -> Bool, _ show: (Advance) -> Void
    ) throws(FoldRun.Obstacle) -> [Rebuilt]? {
        guard try views({ () throws(ViewsError) in try takeNote(rebuildNote) }) else {
            throw .views(.rebuiltElsewhere(Self.names(projections)))
        }
        let swapped: [Rebuilt]?
        do {
            defer { rebuildNote.release() }
            swapped = try rebuildNote.onThisThread { () throws(FoldRun.Obstacle) in
                let runs = try startBuilding(projections)
                try advance(runs, isStopped, show)
                return isStopped() ? nil : try finish(runs, most: most, isStopped, show)
            }
        }
        guard let swapped else { return nil }
        let standings = try views { () throws(ViewsError) in
            _ = try catchUp(patience: .seconds(5), isStopped: isStopped, show: show)
            return try self.standings()
        }
        guard database.isInPlace else { throw .replaced }
        return isStopped() ? nil : swapped.map { $0.followed(by: standings) }
    }

    /// Brings each run to where those rows are that serve.
    private func advance(
        _ runs: [FoldRun], _ isStopped: () -> Bool, _ show: (Advance) -> Void
    ) throws(FoldRun.Obstacle) {
        let (serving, size) = try views { () throws(ViewsError) in
            (
                try withViews { () throws(SQLiteError) in try database.progress(.serving) },
                try withLog { () throws(EventLogError) in try store.size() }
            )
        }
        for run in runs.sorted(by: { $0.position < $1.position }) where !isStopped() {
            let end = run.tracks.compactMap { serving[$0.progress.name]?.position }.max() ?? .first
            try run.advance(to: min(end, Position(size)), isStopped: isStopped) { position in
                show(Advance(position: position, size: size))
            }
        }
    }

    /// Comes to where the rows that serve are, while nobody brings those further, and takes their place.
    private func finish(
        _ runs: [FoldRun], most: Int, _ isStopped: () -> Bool, _ show: (Advance) -> Void
    ) throws(FoldRun.Obstacle) -> [Rebuilt]? {
        let lock = try views { () throws(ViewsError) in try FileLock.wait(path: lockPath) }
        defer { withExtendedLifetime(lock) {} }
        try advance(runs, isStopped, show)
        if isStopped() { return nil }
        return try swap(runs.flatMap(\.tracks), most: most)
    }

    private func views<Value>(_ body: () throws(ViewsError) -> Value) throws(FoldRun.Obstacle) -> Value {
        do throws(ViewsError) { return try body() } catch { throw .views(error) }
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
            // The daemon has brought them further meanwhile.
            try folded.advance(to: rows.progress.position)
            return try rows.compared(with: folded.rows, most: most)
        }
        return Rebuilt(
            name: projection.name, size: folded.size, isServing: false, differences: comparison?.value.differences,
            differenceCount: comparison?.value.count ?? 0, fault: folded.rows.progress.fault)
    }

    private func startBuilding(_ projections: [any LedgerProjection.Type]) throws(FoldRun.Obstacle) -> [FoldRun] {
        let tracks = try database.connection.transaction(.immediate, mapping: { .views(ViewsError($0)) }) {
            () throws(FoldRun.Obstacle) in
            do throws(SQLiteError) {
                let (building, serving) = (try database.progress(.building), try database.progress(.serving))
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
                // Those that begin and end at one position are folded together.
                return Dictionary(grouping: tracks) { [$0.progress.position, serving[$0.progress.name]?.position] }
            } catch {
                throw .views(ViewsError(error))
            }
        }
        return tracks.values.map { FoldRun($0, database, store, note: rebuildNote) }
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
            try database.giveBackFreePages()
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
                RowCursor(rows, database.connection).next, RowCursor(track.rows, database.connection).next,
                track.projection.table, most: most)
            comparison?.compare(
                try StoredTallies(rows, database.connection), try StoredTallies(track.rows, database.connection))
        }
        // What stopped does not take the place of what came further.
        let isServing = new.fault == nil || new.position >= old?.position ?? .first
        if isServing { try database.serve(new) }
        return Rebuilt(
            name: new.name, size: new.position.value, isServing: isServing, differences: comparison?.differences,
            differenceCount: comparison?.count ?? 0, fault: new.fault)
    }
}

extension Views.Rebuilt {
    /// The same after a catch-up of the rows that serve now.
    fileprivate func followed(by standings: [ProjectionStanding]) -> Views.Rebuilt {
        guard isServing, let serving = standings.first(where: { $0.name == name })?.serving else { return self }
        return Views.Rebuilt(
            name: name, size: serving.position.value, isServing: true, differences: differences,
            differenceCount: differenceCount, fault: serving.fault)
    }
}

extension ProjectedRows {
    /// How other rows differ from these.
    func compared(with other: ProjectedRows, most: Int) throws(ViewsError) -> RowComparison {
        try withViews { () throws(SQLiteError) in
            var comparison = try RowComparison(cursor().next, other.cursor().next, table, most: most)
            comparison.compare(try tallies(), try other.tallies())
            return comparison
        }
    }
}
