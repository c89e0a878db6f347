import EventLog
import Glibc
import LedgerService
import Projections
import StoryEvents

/// The rows of ledger projections, as reading verbs ask for them.
struct ProjectionRows {
    private let store: any EventStore
    private let directory: LedgerDirectory

    init(_ store: any EventStore, _ directory: LedgerDirectory) {
        self.store = store
        self.directory = directory
    }

    /// Reads the rows of a projection: the persisted ones after a catch-up or, at a cut, rows folded from the log.
    ///
    /// Where views.db cannot be written and is behind the log, the log is folded instead.
    func read<Value>(
        _ projection: any LedgerProjection.Type, _ cut: LedgerCut = .none,
        _ body: (ProjectedRows) throws(ViewsError) -> Value
    ) throws(Failure) -> Value {
        try orFail { () throws(ViewsError) in
            if cut == .none, let views = try current(projection) {
                if let (value, standing) = try views.read(projection, body) {
                    if let staleness = standing.staleness {
                        Failure.say(
                            "'\(projection.name)' is stale: \(staleness)",
                            remedy: "see 'storyledger projections status'")
                    }
                    return value
                }
            }
            return try body(fold(projection, cut).rows)
        }
    }

    /// Folds the log to a cut, with a bar on a terminal.
    func fold(_ projection: any LedgerProjection.Type, _ cut: LedgerCut) throws(ViewsError) -> FoldedRows {
        var bar = Progress(projection.name, unit: "events")
        defer { bar.clear() }
        return try FoldedRows(projection, of: store, cut, show: { bar.show($0.position.value, of: $0.size) })
    }

    /// The persisted rows after a catch-up; nil when they cannot be read.
    private func current(_ projection: any LedgerProjection.Type) throws(ViewsError) -> Views? {
        do throws(ViewsError) {
            guard directory.isOwn else { throw .readOnly(path: directory.views) }
            let views = try open(.readWrite)
            var bar = Progress("catch up", unit: "events")
            defer { bar.clear() }
            _ = try views.catchUp(patience: .seconds(5), show: { bar.show($0.position.value, of: $0.size) })
            return views
        } catch {
            switch error {
            case .readOnly, .outOfSpace, .busy: break
            default: throw error
            }
        }
        if let views = try upToDate(projection) { return views }
        Failure.say(
            "\(directory.views) is behind the log and cannot be written: '\(projection.name)' is folded from the log",
            remedy: "start the daemon, which keeps it up to date, or run this as the ledger's user")
        return nil
    }

    /// Persisted rows as they are, once they are up to the log: the daemon needs a moment after a commit.
    private func upToDate(_ projection: any LedgerProjection.Type) throws(ViewsError) -> Views? {
        for _ in 0..<20 {
            do throws(ViewsError) {
                let views = try open(.readOnly)
                let standing = try views.standings().first { $0.name == projection.name }
                // One that has stopped serves what it had, and says so.
                if let serving = standing?.serving, standing?.lag == 0 || serving.fault != nil { return views }
            } catch {
                return nil
            }
            usleep(50_000)
        }
        return nil
    }

    /// Opens views.db as it is, without a catch-up.
    func open(_ access: Views.Access) throws(ViewsError) -> Views {
        try Views(
            store, path: directory.views, access: access, overdue: { Failure.say($0.message) },
            hear: { Failure.say($0.message) })
    }
}
