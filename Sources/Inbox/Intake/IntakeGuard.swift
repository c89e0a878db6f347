import CanonicalJSON
import EventLog
import Glibc
import Logging
import WorkGuard

/// Finds the file whose reading ends the process: a note that survives the process names the files in work.
final class IntakeGuard {
    private let note: WorkNote
    private let logger: Logger
    private var said: ContinuousClock.Instant?
    /// The files that are being read, or were last.
    private var begun: [Found] = []
    /// Until when files of other sources come before the next try of a suspect, in uptime; nil while none is waited for.
    private(set) var othersUntil: Duration?

    /// How long files of other sources come first: longer than the usual time in which a file settles.
    private static let timeOfOthers: Duration = .seconds(3)

    /// - Parameter board: Is told why the note cannot be used.
    /// - Returns: nil if it cannot: then no end of the process is attributed to a file.
    init?(_ path: String, _ board: StatusBoard, _ logger: Logger) {
        let reason, remedy: String
        do throws(WorkNoteError) {
            if let note = try WorkNote.take(path: path, putsOff: true) {
                (self.note, self.logger) = (note, logger)
                return
            }
            (reason, remedy) = (
                "another process holds \(path)", "end that process, then systemctl restart storyledgerd"
            )
        } catch {
            let isDirectory = error.code == EISDIR
            let fault = FileFault("write", error.path, code: error.code)
            let first = isDirectory ? "rm -r \(error.path)" : fault.remedy
            (reason, remedy) = (error.message, "\(first); then systemctl restart storyledgerd")
        }
        logger.warning("there is no note of work", metadata: ["reason": "\(reason)", "remedy": "\(remedy)"])
        board.note(InboxStatus.Unguarded(reason: reason, remedy: remedy))
        return nil
    }

    /// Logs what ended an earlier process.
    func report() {
        guard let suspect = note.suspects.next else { return }
        logger.warning(
            "an earlier process has ended while it took files in",
            metadata: ["files": "\(suspect.items.count)", "first": "\(suspect.items.first ?? "")"])
    }

    /// Runs the intake thread.
    func onThisThread<Failure: Error>(_ body: () throws(Failure) -> Void) throws(Failure) {
        try note.onThisThread { () throws(Failure) in try body() }
    }

    /// Notes which file each thread works on: intake's own, and the thread that reads ahead.
    var marks: WorkMarks {
        let note = note
        var marks = WorkMarks()
        marks.reading = { work in note.onThisThread(lane: 1) { work() } }
        marks.readsFile = { tag in Self.point(note, lane: 1, tag) }
        marks.decidesFile = { tag in Self.point(note, lane: 0, tag) }
        return marks
    }

    private static func point(_ note: WorkNote, lane: Int, _ tag: Int?) {
        guard let tag else { return note.unpoint(lane: lane) }
        note.point(lane: lane, item: tag)
        #if DEBUG
            InjectedTrap.shared?.strike(lane, tag)
        #endif
    }

    /// The sources of files that may have ended an earlier process.
    var suspectedSources: Set<FileName?> {
        Set(note.suspects.all.lazy.flatMap(\.items).compactMap { WorkItem($0)?.place.source })
    }

    /// Until when files of other sources come first, before each try of a suspect: they do not wait for the end of it,
    /// which may be the end of the process.
    func othersComeFirst(uptime: Duration) -> Duration {
        let until = othersUntil ?? uptime + Self.timeOfOthers
        othersUntil = until
        return until
    }

    /// Files that may have ended an earlier process: they are taken before all others of their sources, and alone.
    ///
    /// - Parameter mayTry: Whether a file can be read now. Others stay suspects.
    /// - Returns: nil if there are none.
    func next(in tree: FolderTree, where mayTry: (Found) -> Bool) throws(FileFault) -> Whole? {
        othersUntil = nil
        for suspect in note.suspects.inOrder {
            var (files, gone) = ([Found](), [String]())
            for item in suspect.items {
                do throws(FileFault) {
                    if let file = try WorkItem(item)?.found(in: tree) {
                        if mayTry(file) { files.append(file) }
                    } else {
                        gone.append(item)
                    }
                } catch {
                    // One in a folder that is closed for now stays a suspect.
                    if error.isOfProcess { throw error }
                }
            }
            if !files.isEmpty { return Whole(files: files, ends: suspect.isCondemned ? suspect.message : nil) }
            do throws(WorkNoteError) { try note.clear(gone) } catch {
                say(error)
                return nil
            }
        }
        return nil
    }

    /// Notes the files that are about to be read.
    func begin(_ files: [Found]) {
        begun = files
        #if DEBUG
            InjectedTrap.shared?.note(files)
        #endif
        do throws(WorkNoteError) { try note.begin(files.map { WorkItem($0).text }, isSynced: true) } catch {
            say(error)
        }
    }

    /// Notes that the work ends in good order. Files that were not decided stay suspects if they were.
    ///
    /// - Parameter decided: The files that were read and decided.
    func finish(decided: [Found] = []) {
        let rest = Set(begun.map { WorkItem($0).text }).subtracting(decided.map { WorkItem($0).text })
        do throws(WorkNoteError) { try note.finish(except: rest) } catch {
            say(error)
        }
    }

    /// At most once a minute.
    private func say(_ error: WorkNoteError) {
        let now = ContinuousClock.now
        if let said, now - said < .seconds(60) { return }
        said = now
        logger.warning("the note of work cannot be written", metadata: ["reason": "\(error.message)"])
    }
}
