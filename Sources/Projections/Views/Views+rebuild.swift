import EventLog
import SQLite
import StoryEvents

extension Views {
    /// The result of rebuilding a projection.
    public struct Rebuilt: Sendable {
        /// The projection's name.
        public let name: String
        /// How many events were folded.
        public let size: Int64
        /// Whether the new rows replaced the old.
        public let isServing: Bool
        /// The first differences from the old rows; nil when there were none to compare with.
        public let differences: [RowDifference]?
        /// The number of all differences.
        public let differenceCount: Int
        /// The event at which the new rows stopped.
        public let fault: ProjectionFault?
    }

    /// The projections with these names; all of them when there are no names.
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

    /// Rebuilds rows beside the serving ones, and swaps them once they have caught up.
    ///
    /// A rebuild that was stopped or killed resumes when it is called again. The old rows keep serving, and other
    /// processes keep folding them.
    ///
    /// - Parameters:
    ///   - projections: Registered projections.
    ///   - most: The most differences to return for each projection.
    ///   - isStopped: Called after each batch.
    ///   - show: Receives the progress.
    /// - Returns: One result for each projection; nil when it was stopped.
    public func rebuild(
        _ projections: [any LedgerProjection.Type], keeping most: Int = 1_000, isStopped: () -> Bool = { false },
        show: (Advance) -> Void = { _ in }
    ) throws(ViewsError) -> [Rebuilt]? {
        for _ in 0..<Self.mostAttempts {
            try reopenIfReplaced()
            do throws(FoldRun.Interruption) {
                return try rebuildOnce(projections, most, isStopped, show)
            } catch {
                // The file was deleted meanwhile, and the rebuilt rows with it.
                guard database.isInPlace else { continue }
                switch error {
                case .views(let error): throw error
                case .overtaken, .replaced: throw .rebuiltElsewhere(Self.names(projections))
                }
            }
        }
        throw .failed(path: path, "it was deleted or replaced \(Self.mostAttempts) times during the rebuild")
    }

    /// How often a rebuild starts again because the file was deleted.
    private static let mostAttempts = 5

    private static func names(_ projections: [any LedgerProjection.Type]) -> String {
        projections.map { $0.name }.joined(separator: ", ")
    }

    /// Folds new rows up to the position of the serving rows, each event once. Later events are left to the next
    /// catch-up.
    private func rebuildOnce(
        _ projections: [any LedgerProjection.Type], _ most: Int, _ isStopped: () -> Bool, _ show: (Advance) -> Void
    ) throws(FoldRun.Interruption) -> [Rebuilt]? {
        guard try views({ () throws(ViewsError) in try takeNote(rebuildNote) }) else {
            throw .views(.rebuiltElsewhere(Self.names(projections)))
        }
        let swapped: [Rebuilt]?
        do {
            defer { rebuildNote.release() }
            swapped = try rebuildNote.onThisThread { () throws(FoldRun.Interruption) in
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

    /// Folds each run up to the position of the serving rows.
    private func advance(
        _ runs: [FoldRun], _ isStopped: () -> Bool, _ show: (Advance) -> Void
    ) throws(FoldRun.Interruption) {
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

    /// Folds up to the position of the serving rows under the lock that stops their catch-up, and swaps them.
    private func finish(
        _ runs: [FoldRun], most: Int, _ isStopped: () -> Bool, _ show: (Advance) -> Void
    ) throws(FoldRun.Interruption) -> [Rebuilt]? {
        let lock = try views { () throws(ViewsError) in try ViewsLock.wait(path: lockPath) }
        defer { withExtendedLifetime(lock) {} }
        try advance(runs, isStopped, show)
        if isStopped() { return nil }
        return try swap(runs.flatMap(\.tracks), most: most)
    }

    private func views<Value>(_ body: () throws(ViewsError) -> Value) throws(FoldRun.Interruption) -> Value {
        do throws(ViewsError) { return try body() } catch { throw .views(error) }
    }

    /// Returns what a rebuild would change, and writes nothing.
    ///
    /// - Returns: nil when it was stopped.
    public func dryRun(
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
            // The daemon may have folded the persisted rows further meanwhile.
            try folded.advance(to: rows.progress.position)
            return try rows.compared(with: folded.rows, most: most)
        }
        return Rebuilt(
            name: projection.name, size: folded.size, isServing: false, differences: comparison?.value.differences,
            differenceCount: comparison?.value.count ?? 0, fault: folded.rows.progress.fault)
    }

    private func startBuilding(_ projections: [any LedgerProjection.Type]) throws(FoldRun.Interruption) -> [FoldRun] {
        let tracks = try database.connection.transaction(.immediate, mapping: { .views(ViewsError($0)) }) {
            () throws(FoldRun.Interruption) in
            do throws(SQLiteError) {
                let (building, serving) = (try database.progress(.building), try database.progress(.serving))
                var tracks: [FoldRun.Track] = []
                for projection in projections {
                    var progress = building[projection.name].flatMap { isOwn($0, projection) ? $0 : nil }
                    // Rows that stopped would stop there again, so the rebuild starts over.
                    if progress?.fault != nil { progress = nil }
                    let now: ProjectionProgress
                    if let progress { now = progress } else { now = try database.begin(projection, .building) }
                    tracks.append(
                        FoldRun.Track(
                            projection: projection, role: .building,
                            rows: database.rowStore(projection, now.generation), progress: now))
                }
                // Runs that start and end at the same positions are folded together.
                return Dictionary(grouping: tracks) { [$0.progress.position, serving[$0.progress.name]?.position] }
            } catch {
                throw .views(ViewsError(error))
            }
        }
        return tracks.values.map { FoldRun($0, database, store, note: rebuildNote) }
    }

    /// Compares new and old rows and swaps them, in one transaction.
    private func swap(_ tracks: [FoldRun.Track], most: Int) throws(FoldRun.Interruption) -> [Rebuilt] {
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
        // New rows that stopped do not replace rows that came further.
        let isServing = new.fault == nil || new.position >= old?.position ?? .first
        if isServing { try database.serve(new) }
        return Rebuilt(
            name: new.name, size: new.position.value, isServing: isServing, differences: comparison?.differences,
            differenceCount: comparison?.count ?? 0, fault: new.fault)
    }
}

extension Views.Rebuilt {
    /// The result after a catch-up of the rows that now serve.
    fileprivate func followed(by standings: [ProjectionStanding]) -> Views.Rebuilt {
        guard isServing, let serving = standings.first(where: { $0.name == name })?.serving else { return self }
        return Views.Rebuilt(
            name: name, size: serving.position.value, isServing: true, differences: differences,
            differenceCount: differenceCount, fault: serving.fault)
    }
}

extension ProjectedRows {
    /// The differences between these rows and others.
    func compared(with other: ProjectedRows, most: Int) throws(ViewsError) -> RowComparison {
        try withViews { () throws(SQLiteError) in
            var comparison = try RowComparison(cursor().next, other.cursor().next, table, most: most)
            comparison.compare(try tallies(), try other.tallies())
            return comparison
        }
    }
}
