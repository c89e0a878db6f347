import CanonicalJSON
import MerkleLog

/// Holds what was said of a log at smaller sizes against its tree, which the walk found to be the signed one.
struct HistoryCheck {
    private let reader: TileHashReader<LogFiles>
    private let files: LogFiles

    init(_ checkpoint: Checkpoint, _ files: LogFiles) {
        reader = TileHashReader(size: checkpoint.size, root: checkpoint.root, source: files)
        self.files = files
    }

    /// Checks that the log still begins with a tree that was signed before.
    func check(_ known: Checkpoint, _ find: (LogFinding) -> Void) throws(LogFiles.Fault) {
        guard known.size <= reader.size else { return }
        if try root(ofSize: known.size) != known.root {
            find(
                LogFinding("the log was rewritten: its first \(known.size) events are not those that it signed before"))
        }
    }

    /// Checks that the statements of a log belong to events of it, and that forks name trees that exist.
    func check(
        _ statements: [StatementFile.Entry], against events: [StoryChains.OwnEvent], _ find: (LogFinding) -> Void
    ) throws(LogFiles.Fault) {
        for event in events {
            guard let entry = statements.first(where: { $0.position == event.position }) else {
                find(LogFinding("statements: nothing says what this event changes", at: UInt64(event.position)))
                continue
            }
            guard event.id == Text(entry.statement.eventID) else {
                find(LogFinding("statements: another statement than the one in the log", at: UInt64(event.position)))
                continue
            }
            try check(entry, find)
        }
        for entry in statements where !events.contains(where: { $0.position == entry.position }) {
            let isLater = entry.position >= Int64(clamping: reader.size)
            // A log that grew since the checkpoint was read may say more by now.
            if !isLater {
                find(LogFinding("statements: the event is not one of the log's own", at: UInt64(entry.position)))
            }
        }
    }

    private func check(_ entry: StatementFile.Entry, _ find: (LogFinding) -> Void) throws(LogFiles.Fault) {
        guard case .forked(let abandoned, let kept) = entry.statement.kind else { return }
        let position = UInt64(entry.position)
        if kept.size > position {
            find(LogFinding("the fork keeps \(kept.size) events, more than there are before it", at: position))
        } else if try root(ofSize: kept.size) != kept.root {
            find(LogFinding("the fork keeps another history of \(kept.size) events than this log has", at: position))
        }
        let path = "abandoned/\(abandoned.size)-\(abandoned.root.hex.prefix(16))/checkpoint"
        guard let bytes = try files.read(path, atMost: SignedNote.longest) else {
            return find(LogFinding("the fork gives up a history that is not there: \(path)", at: position))
        }
        do throws(MerkleLogError) {
            let note = try SignedNote(bytes: bytes)
            let checkpoint = try Checkpoint(text: note.text)
            _ = try note.verified(by: [entry.statement.old])
            guard checkpoint.size == abandoned.size, checkpoint.root == abandoned.root else {
                return find(LogFinding("\(path): it is not the history that the fork gives up", at: position))
            }
        } catch {
            find(LogFinding("\(path): \(error)", at: position))
        }
    }

    private func root(ofSize size: UInt64) throws(LogFiles.Fault) -> Hash {
        do throws(MerkleLogError) { return try reader.root(ofSize: size) } catch {
            if case .unreadable(_, let cause as LogFiles.Fault) = error { throw cause }
            throw .malformed("tile", error.description)
        }
    }
}
