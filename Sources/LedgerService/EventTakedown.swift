import CanonicalJSON
import EventLog
import Glibc
import Inbox
import Projections
import StoryEvents

/// Withholds data of events everywhere in a ledger's directory: in the log, in its write-ahead log, in the files that
/// the events came from, and in persisted projections.
///
/// The log comes first, in one transaction. If the process is killed after that, the same takedown goes on from there.
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
        /// What was withheld, by whom, and why.
        public let withheld: Withholder.Outcome
        /// What was done to files.
        public let files: FileErasure.Report
        /// Where withheld texts still are in the log.
        public let remaining: Withholder.Remaining
        /// Why the write-ahead log may still hold the data; nil when it does not.
        public let logFault: EventLogError?
        /// Why persisted projections may still hold the data; nil when they do not.
        public let viewsFault: ViewsError?

        /// Whether the data is gone from every file that the ledger can reach.
        public var isFinished: Bool { logFault == nil && viewsFault == nil && files.faults.isEmpty }
    }

    /// Withholds data.
    ///
    /// - Parameter patience: How long to wait for readers of the log as it was before.
    /// - Throws: ``WithholdingError``; then nothing is changed, unless the log fails after the takedown was recorded.
    public func withhold(
        _ request: WithholdingRequest, reason: Text, authority: Text, patience: Duration = .seconds(30)
    ) throws(WithholdingError) -> Outcome {
        let withheld = try Withholder(store).withhold(request, reason: reason, authority: authority)
        let files: FileErasure.Report
        do throws(EventLogError) { files = try erase(withheld, request, patience) } catch { throw .log(error) }
        let remaining = try remaining(withheld, request)
        // No event holds the words any more, and no other place that is known.
        if withheld.before != nil, !files.hasChanged, files.faults.isEmpty, files.holding.isEmpty, remaining.isEmpty {
            throw .nothingFound(otherLetters: remaining.otherLetters.keys.sorted())
        }
        do throws(EventLogError) {
            let outcome = Outcome(
                withheld: withheld, files: files, remaining: remaining,
                logFault: purge(patience), viewsFault: purgeViews(patience))
            if outcome.isFinished {
                try store.append(dryRun: false) { transaction throws(EventLogError) in
                    for position in withheld.pending { try transaction.settleErasure(of: position) }
                }
            }
            return outcome
        } catch {
            throw .log(error)
        }
    }

    private func remaining(
        _ withheld: Withholder.Outcome, _ request: WithholdingRequest
    ) throws(WithholdingError) -> Withholder.Remaining {
        var words: Text?
        if case .words(let text, _, _) = request { words = text }
        do throws(EventLogError) {
            return try Withholder(store).remaining(withheld.texts, wholes: withheld.wholes, words: words)
        } catch {
            throw .log(error)
        }
    }

    private func erase(
        _ withheld: Withholder.Outcome, _ request: WithholdingRequest, _ patience: Duration
    ) throws(EventLogError) -> FileErasure.Report {
        var (events, named): ([Envelope], [Envelope]) = ([], [])
        var takedown = withheld.before ?? withheld.by?.position
        for position in withheld.pending {
            guard let event = try store.event(at: position) else { continue }
            if event.lostItsFileAlone { named.append(event.envelope) } else { events.append(event.envelope) }
            let takedowns = event.withheld.map { [$0] } ?? event.partial?.takedowns ?? []
            takedown = (takedowns.map(\.by) + [takedown].compactMap(\.self)).max()
        }
        let directories = InboxDirectories(ledger: directory.path)
        // A daemon that runs makes its moves itself.
        try LedgerLock.whileFree(directory) { () throws(EventLogError) in
            try MoveCompletion(store, directories).run()
        }
        var wanted = FileErasure.Wanted(events: events, texts: withheld.texts)
        wanted.wholes = withheld.wholes
        (wanted.named, wanted.takedown) = (named, takedown)
        if case .words(let words, let story, let everywhere) = request {
            wanted.words = words
            wanted.story = everywhere ? nil : story
        }
        var erasure = FileErasure(store, directories, wanted)
        var report = try erasure.run(patience: patience)
        for list in [directories.state, directories.work] {
            try empty(list, of: erasure, &report)
        }
        return report
    }

    /// The state of a daemon says which files waited, and its note of work which file it took. One that runs writes them again,
    /// and those of a killed one are of no use any more.
    private func empty(
        _ list: String, of erasure: FileErasure, _ report: inout FileErasure.Report
    ) throws(EventLogError) {
        let place = Text(String(list.dropFirst(directory.path.count + 1)))
        var isDaemonRunning = true
        try LedgerLock.whileFree(directory) { () throws(EventLogError) in isDaemonRunning = false }
        // It looks for files that are gone every 10 seconds, unless set otherwise, and writes its state at most once a second.
        let isState = list == InboxDirectories(ledger: directory.path).state
        if isDaemonRunning, isState, report.removed.contains(where: { $0.string.hasPrefix("inbox/") }) {
            usleep(1_200_000)
        }
        let end = ContinuousClock.now + .seconds(isDaemonRunning ? 15 : 5)
        while erasure.isHeld(byList: list) {
            try LedgerLock.whileFree(directory) { () throws(EventLogError) in _ = unlink(list) }
            guard ContinuousClock.now < end else {
                report.leftovers.removeAll { $0.place == place }
                report.leftovers.append(Leftover(place, isDaemonRunning ? .list : .file))
                return
            }
            usleep(50_000)
        }
        report.leftovers.removeAll { $0.place == place }
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

extension RecordedEvent {
    /// Whether nothing was withheld of the event but the name and the hash of its file.
    fileprivate var lostItsFileAlone: Bool {
        guard let data = disclosed, let paths = data.paths else { return false }
        return paths.indices.allSatisfy { paths[$0].isCustody || !data.pieces[$0].isHidden }
    }
}
