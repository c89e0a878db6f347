import CWorkGuard
import Files
import Glibc
import Synchronization

/// A note, in a file, of the work that a process has in progress. From it the next process learns what ended the last
/// one.
///
/// The note knows neither the work nor the consequences. The user calls ``begin(_:)`` and ``done(below:)`` or
/// ``finish()``, takes ``suspects`` into account before beginning more work, and runs each working thread in a lane.
/// The file `NAME.suspects` is beside the note while something is suspected.
///
/// The note survives every end of the process, and usually a power cut. It belongs to one process at a time; the system
/// releases it when the process ends.
public final class WorkNote: Sendable {
    /// The file.
    public let path: String
    private let file: Int32
    // Written by the working threads, each in its own lane; read by the watch, atomically.
    nonisolated(unsafe) let page: UnsafeMutablePointer<cguard_page>
    private let slot: Int32
    private let account: Mutex<Account>
    /// The work in progress when the last process ended uncleanly; empty if it ended cleanly or the work had no part in
    /// its end.
    public let lastEnd: [Suspect]
    /// The threads in the lanes.
    let crew = Mutex(Crew())

    private struct Account {
        var items: [String] = []
        var suspects: Suspects
    }

    /// Takes the note, and records the end of the last process that had it.
    ///
    /// - Parameters:
    ///   - path: The file; created if missing, readable by its owner alone.
    ///   - putsOff: Whether a suspect that is tried is always cleared or ends the process: then an end at other work
    ///     leaves its count as it is.
    /// - Returns: nil while another process, or this one, has the note.
    public static func take(path: String, putsOff: Bool = false) throws(WorkNoteError) -> WorkNote? {
        let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, NoteFile.mode)
        guard file >= 0 else { throw WorkNoteError(path) }
        switch FileLock.attempt(file) {
        case .taken: break
        case .held:
            close(file)
            return nil
        case .failed(let code):
            close(file)
            throw WorkNoteError(path, code)
        }
        do throws(WorkNoteError) { return try WorkNote(path, file, putsOff) } catch {
            close(file)
            throw error
        }
    }

    private init(_ path: String, _ file: Int32, _ putsOff: Bool) throws(WorkNoteError) {
        let page = try NoteFile.map(file, path)
        self.path = path
        self.file = file
        self.page = page
        var suspects = NoteFile.suspects(of: path)
        let end = UncleanEnd(page.pointee, NoteFile.items(file, page.pointee))
        lastEnd = suspects.judge(end.parts, othersPutOff: putsOff)
        // First the suspects, then the end itself: if the process is killed in between, the end is counted twice.
        if !end.parts.isEmpty { try NoteFile.store(suspects, of: path) }
        NoteFile.reset(page)
        try NoteFile.dropList(file, page, path)
        account = Mutex(Account(suspects: suspects))
        slot = cguard_add(page)
    }

    deinit {
        // A process that releases a note has not ended.
        cguard_open(page, 0)
        cguard_remove(slot)
        munmap(page, Int(CGUARD_PAGE))
        // A child process may hold a copy of the descriptor until it runs its program.
        flock(file, LOCK_UN)
        close(file)
    }

    /// The suspected work, after the last end and the work done since.
    public var suspects: Suspects { account.withLock { $0.suspects } }

    /// The suspects of a note that another process may have; empty if there are none.
    public static func suspects(in path: String) -> Suspects { NoteFile.suspects(of: path) }

    /// Notes that work on some items begins. Later processes know the items by their names.
    ///
    /// - Parameters:
    ///   - items: The items in progress until ``finish()``.
    ///   - isSynced: Whether the note must survive a power cut.
    public func begin(_ items: [String], isSynced: Bool = false) throws(WorkNoteError) {
        account.withLock { $0.items = items }
        NoteFile.reset(page)
        try NoteFile.write(StringList.encode(items), file, page, path)
        cguard_open(page, 1)
        if isSynced, msync(page, Int(CGUARD_PAGE), MS_SYNC) != 0 || fdatasync(file) != 0 { throw WorkNoteError(path) }
    }

    /// Notes that the items begun are done, erases their names, and removes them from the suspects.
    ///
    /// - Parameter unfinished: Items that are continued later. They stay suspects if they were.
    public func finish(except unfinished: Set<String> = []) throws(WorkNoteError) {
        cguard_open(page, 0)
        try NoteFile.eraseList(file, page, path)
        try clear(account.withLock { $0.items.filter { !unfinished.contains($0) } })
    }

    /// Removes steps below one, of all items begun, from the suspects. The work goes on.
    public func done(below step: Int64) throws(WorkNoteError) {
        try clear(account.withLock { $0.items }, below: step)
    }

    /// Removes items from the suspects, for example when they are put aside.
    public func clear(_ items: [String]) throws(WorkNoteError) {
        try clear(items, below: nil)
    }

    private func clear(_ items: [String], below step: Int64?) throws(WorkNoteError) {
        let changed = account.withLock { account -> Suspects? in
            let before = account.suspects
            account.suspects.clear(items, below: step)
            return account.suspects == before ? nil : account.suspects
        }
        if let changed { try NoteFile.store(changed, of: path) }
    }

    /// Runs the calling thread in a lane: its traps are marked as this work's, those of other threads are not.
    ///
    /// - Parameter lane: 0 to 3; one thread each.
    public func onThisThread<Value, Failure: Error>(
        lane: Int = 0, _ body: () throws(Failure) -> Value
    ) throws(Failure) -> Value {
        let lane = Int32(clamping: max(0, min(lane, Int(CGUARD_LANES) - 1)))
        cguard_enter(slot, lane)
        enter(Int(lane))
        defer {
            cguard_point(page, lane, 0)
            crew.withLock { $0.clocks[Int(lane)] = nil }
            cguard_leave(slot)
        }
        return try body()
    }

    /// Notes which item a lane works on, so that an end is attributed to no other item. Costs a few stores.
    ///
    /// - Parameters:
    ///   - item: Index into the items begun.
    ///   - step: The step in the item, from 0; nil if it has no steps.
    public func point(lane: Int = 0, item: Int, step: Int64? = nil) {
        cguard_point(page, Int32(truncatingIfNeeded: lane & 3), NotePoint(item: item, step: step).word)
    }

    /// Notes that a lane works on no particular item: an end is then attributed to all.
    public func unpoint(lane: Int = 0) {
        cguard_point(page, Int32(truncatingIfNeeded: lane & 3), 0)
    }

    /// Marks a lane as overdue, before the process ends on purpose.
    func markOverdue(lane: Int) { cguard_mark(page, Int32(truncatingIfNeeded: lane), Int64(CGUARD_OVERDUE)) }

    /// The item and step that a lane points at.
    func place(lane: Int) -> (item: String, step: Int64?)? {
        guard let point = NotePoint(cguard_read_lane(page, Int32(truncatingIfNeeded: lane)).point) else { return nil }
        return account.withLock { account in
            account.items.indices.contains(point.item) ? (account.items[point.item], point.step) : nil
        }
    }

}
