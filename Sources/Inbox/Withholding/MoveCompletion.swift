import EventLog
import Logging
import StoryEvents

/// Finishes the moves that a killed daemon has left: the log lists them with the names of their files.
///
/// Only while no daemon runs, which makes its moves itself.
public struct MoveCompletion {
    private let store: any EventStore
    private let directories: InboxDirectories

    /// - Parameters:
    ///   - store: The log, opened for writing.
    ///   - directories: The ledger's directories.
    public init(_ store: any EventStore, _ directories: InboxDirectories) {
        self.store = store
        self.directories = directories
    }

    /// Makes the moves that can be made, and removes them from the log. The others stay in both.
    public func run() throws(EventLogError) {
        let pending = try store.pendingMoves()
        guard !pending.isEmpty else { return }
        let (staging, shelves) = (Staging(directories.staging), DestinationDirectories(directories))
        let tree = FolderTree(directories.inbox, nil)
        let mover = Mover(shelves, staging, tree, store, Logger(label: "moves") { _ in SwiftLogNoOpLogHandler() })
        // Only documents that were withheld are taken out of refused files, whatever their producers may know.
        mover.mayKnow = { _, _ in true }
        let left = LeftMoves(staging, tree, shelves, store, maximumFileBytes: .max)
        do {
            var files: [Recorded.File] = []
            var made: [PendingMove] = []
            for move in pending {
                do {
                    if let file = try left.leftover(move) { files.append(file) } else { made.append(move) }
                } catch let fault as FileFault where fault.isOfOneFile { continue }
            }
            try mover.eraseWithheld(from: made.map(left.filed))
            for move in made { mover.noteMade(move) }
            mover.add(files)
            try mover.run()
        } catch let error as EventLogError {
            throw error
        } catch {
            // What was not moved is still listed.
        }
        let settled = mover.made
        guard !settled.isEmpty else { return }
        try store.append(dryRun: false) { transaction throws(EventLogError) in try transaction.settle(settled) }
    }
}
