import CanonicalJSON
import EventLog
import Inbox
import Projections
import StoryEvents

/// Withholds the data of one event everywhere under a ledger's directory: in the log, in its write-ahead log, and in the
/// files that it came from, and in what is kept of projections.
///
/// The log comes first, in one transaction. Killed after that, the same takedown asked for again goes on from there.
public struct EventTakedown: Sendable {
    private let directory: LedgerDirectory
    private let store: any EventStore

    /// - Parameters:
    ///   - directory: The ledger.
    ///   - store: Its log, opened for writing.
    public init(_ directory: LedgerDirectory, _ store: any EventStore) {
        self.directory = directory
        self.store = store
    }

    /// What was done.
    public struct Outcome: Sendable {
        /// The event, who withheld its data, and why.
        public let withheld: Withholder.Outcome
        /// What became of files.
        public let files: FileErasure.Report
        /// Why the write-ahead log may still hold the data; nil when it does not.
        public let logFault: EventLogError?
        /// Why what is kept of projections may still hold the data; nil when it does not.
        public let viewsFault: ViewsError?

        /// Whether the data is in no file any more that the ledger can reach.
        public var isFinished: Bool { logFault == nil && viewsFault == nil && files.faults.isEmpty }
    }

    /// Withholds an event's data.
    ///
    /// - Parameter patience: How long to wait for others who read the log as it was before.
    /// - Throws: ``WithholdingError``; nothing is changed then, unless the log fails after it was recorded.
    public func withhold(
        _ position: Position, reason: Text, authority: Text, patience: Duration = .seconds(30)
    ) throws(WithholdingError) -> Outcome {
        let withheld = try Withholder(store).withhold(position, reason: reason, authority: authority)
        do throws(EventLogError) {
            var erasure = FileErasure(
                store, InboxDirectories(ledger: directory.path), of: withheld.event.envelope, texts: withheld.texts)
            let files = try erasure.run()
            let outcome = Outcome(
                withheld: withheld, files: files, logFault: purge(patience), viewsFault: purgeViews(patience))
            if outcome.isFinished {
                try store.append(rehearsal: false) { transaction throws(EventLogError) in
                    try transaction.settleErasure(of: position)
                }
            }
            return outcome
        } catch {
            throw .log(error)
        }
    }

    private func purgeViews(_ patience: Duration) -> ViewsError? {
        do throws(ViewsError) { try Views.purge(path: directory.views, of: store, patience: patience) } catch {
            return error
        }
        return nil
    }

    private func purge(_ patience: Duration) -> EventLogError? {
        do throws(EventLogError) { try store.purgeErased(patience: patience) } catch { return error }
        return nil
    }
}
