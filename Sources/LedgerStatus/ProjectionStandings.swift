import EventLog
import Glibc
import LedgerService
import Projections

/// The state of each ledger projection, also of one that is not persisted yet.
public struct ProjectionStandings {
    /// Each of them, in their order.
    public let all: [ProjectionStanding]
    /// Why views.db cannot be read; nil when it can, or when there is none.
    public let obstacle: String?

    /// - Throws: ``StandingError``
    public init(_ store: any EventStore, _ directory: LedgerDirectory) throws(StandingError) {
        let path = directory.views
        do throws(ViewsError) {
            guard access(path, F_OK) == 0 else {
                (all, obstacle) = (try Views.standingsOfNothing(store), nil)
                return
            }
            do throws(ViewsError) {
                all = try Views(store, path: path, access: .readOnly).standings()
                obstacle = nil
            } catch {
                let reason =
                    if case .unusable(_, let reason) = error { "\(reason); it will be rebuilt" } else { error.message }
                (all, obstacle) = (try Views.standingsOfNothing(store), reason)
            }
        } catch {
            throw .views(error)
        }
    }
}
