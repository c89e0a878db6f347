import EventLog
import LedgerService
import Projections
import StoryEvents

/// The rows of ledger projections, as reading verbs ask for them.
struct KeptRows {
    private let store: any EventStore
    private let directory: LedgerDirectory

    init(_ store: any EventStore, _ directory: LedgerDirectory) {
        self.store = store
        self.directory = directory
    }

    /// Asks the rows of a projection: those that are kept, brought up to the log, or at a cut those folded from it.
    ///
    /// Where nothing may be written, what the daemon keeps is asked as it is; what nobody keeps is folded.
    func read<Value>(
        _ projection: any LedgerProjection.Type, _ cut: LedgerCut = .none,
        _ body: (ProjectedRows) throws(ViewsError) -> Value
    ) throws(Failure) -> Value {
        try orFail { () throws(ViewsError) in
            if cut == .none, let views = try current() {
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

    /// What is kept, brought up to the log; nil where there is nothing that could be read.
    private func current() throws(ViewsError) -> Views? {
        do throws(ViewsError) {
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
        do throws(ViewsError) { return try open(.readOnly) } catch { return nil }
    }

    /// What is kept, as it is.
    func open(_ access: Views.Access) throws(ViewsError) -> Views {
        try Views(
            store, path: directory.views, access: access, overdue: { Failure.say($0.message) },
            hear: { Failure.say($0.message) })
    }
}
