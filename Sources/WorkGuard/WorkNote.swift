import CWorkGuard
import Glibc
import Synchronization

/// A note, in a file, of what a process is working on: the next process learns from it at what the last one ended.
///
/// The note knows neither what the work is nor what to do about it. Whoever works says what is begun (``begin(_:)``) and
/// what is done (``done(below:)``, ``finish()``), takes ``suspects`` into account before the next work is begun, and lets each thread that
/// works enter a lane. Beside the file lies `NAME.suspects` while something is suspected.
///
/// What is noted survives the end of the process, however it ends, and mostly a power cut. A note belongs to one
/// process at a time; the system lets go of it when the process ends.
public final class WorkNote: Sendable {
    /// The file.
    public let path: String
    private let file: Int32
    // Stored to by the threads at work, each in its own lane; read by the watch, atomically.
    nonisolated(unsafe) let page: UnsafeMutablePointer<cguard_page>
    private let slot: Int32
    private let account: Mutex<Account>
    /// What the last process was at when it ended uncleanly; empty where it did not, or had no part in its end.
    public let lastEnd: [Suspect]
    /// The CPU clock of the thread in each lane.
    let clocks = Mutex<[clockid_t?]>(Array(repeating: nil, count: Int(CGUARD_LANES)))

    private struct Account {
        var items: [String] = []
        var suspects: Suspects
    }

    /// Takes the note, and the end of the last process that had it into account.
    ///
    /// - Parameter path: The file; made where there is none, and for its owner alone.
    /// - Returns: nil while another process, or this one, has it.
    public static func take(path: String) throws(WorkNoteError) -> WorkNote? {
        let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, NoteFile.mode)
        guard file >= 0 else { throw WorkNoteError(path) }
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            close(file)
            if code == EWOULDBLOCK || code == EINTR { return nil }
            throw WorkNoteError(path, code)
        }
        do throws(WorkNoteError) { return try WorkNote(path, file) } catch {
            close(file)
            throw error
        }
    }

    private init(_ path: String, _ file: Int32) throws(WorkNoteError) {
        let page = try NoteFile.map(file, path)
        self.path = path
        self.file = file
        self.page = page
        var suspects = NoteFile.suspects(of: path)
        let end = UncleanEnd(page.pointee, NoteFile.items(file, page.pointee))
        lastEnd = end.parts.map { suspects.judge($0.items, step: $0.step, $0.cause) }
        // First the account, then the end of what it accounts for: a process that is killed in between counts it twice.
        if !end.parts.isEmpty { try NoteFile.store(suspects, of: path) }
        NoteFile.reset(page)
        account = Mutex(Account(suspects: suspects))
        slot = cguard_add(page)
    }

    deinit {
        // A process that lets go of a note has not ended.
        cguard_open(page, 0)
        cguard_remove(slot)
        munmap(page, Int(CGUARD_PAGE))
        // A process that is being started may hold a copy of the descriptor until it runs its program.
        flock(file, LOCK_UN)
        close(file)
    }

    /// The work that is suspected, as the last end and what was done since left it.
    public var suspects: Suspects { account.withLock { $0.suspects } }

    /// What is suspected in a note that another process may have; nothing where there is none.
    public static func suspects(in path: String) -> Suspects { NoteFile.suspects(of: path) }

    /// Notes that work on some items begins. They are known by their names also to later processes.
    ///
    /// - Parameters:
    ///   - items: What is under way until ``finish()``.
    ///   - isSynced: Whether the note is to survive a power cut, too.
    public func begin(_ items: [String], isSynced: Bool = false) throws(WorkNoteError) {
        account.withLock { $0.items = items }
        NoteFile.reset(page)
        try NoteFile.write(StringList.encode(items), file, page, path)
        cguard_open(page, 1)
        if isSynced, msync(page, Int(CGUARD_PAGE), MS_SYNC) != 0 || fdatasync(file) != 0 { throw WorkNoteError(path) }
    }

    /// Notes that what was begun is done, and forgets what was suspected of it.
    public func finish() throws(WorkNoteError) {
        cguard_open(page, 0)
        try clear(account.withLock { $0.items })
    }

    /// Forgets what was suspected of steps below one, in all items begun. The work goes on.
    public func done(below step: Int64) throws(WorkNoteError) {
        try clear(account.withLock { $0.items }, below: step)
    }

    /// Forgets what is suspected of items, as when they are put aside.
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

    /// Lets the calling thread work in a lane: its traps are marked as this work's, those of other threads are not.
    ///
    /// - Parameter lane: 0 to 3; one thread each.
    public func onThisThread<Value, Failure: Error>(
        lane: Int = 0, _ body: () throws(Failure) -> Value
    ) throws(Failure) -> Value {
        let lane = Int32(clamping: max(0, min(lane, Int(CGUARD_LANES) - 1)))
        cguard_enter(slot, lane)
        clocks.withLock { $0[Int(lane)] = Self.clock() }
        defer {
            cguard_point(page, lane, 0)
            clocks.withLock { $0[Int(lane)] = nil }
            cguard_leave(slot)
        }
        return try body()
    }

    /// Notes at which of the items a lane is, so that an end there is no other item's. Costs a few stores.
    ///
    /// - Parameters:
    ///   - item: Index into the items begun.
    ///   - step: Where in the item, from 0; nil where it has no steps.
    public func point(lane: Int = 0, item: Int, step: Int64? = nil) {
        cguard_point(page, Int32(truncatingIfNeeded: lane & 3), NotePoint(item: item, step: step).word)
    }

    /// Notes that a lane is at no item in particular: an end there is suspected of all.
    public func unpoint(lane: Int = 0) {
        cguard_point(page, Int32(truncatingIfNeeded: lane & 3), 0)
    }

    /// Marks that a lane took too long, before the process ends on purpose.
    func markOverdue(lane: Int) { cguard_mark(page, Int32(truncatingIfNeeded: lane), Int64(CGUARD_OVERDUE)) }

    /// What a lane points at.
    func place(lane: Int) -> (item: String, step: Int64?)? {
        guard let point = NotePoint(cguard_read_lane(page, Int32(truncatingIfNeeded: lane)).point) else { return nil }
        return account.withLock { account in
            account.items.indices.contains(point.item) ? (account.items[point.item], point.step) : nil
        }
    }

    private static func clock() -> clockid_t? {
        var clock = clockid_t()
        return pthread_getcpuclockid(pthread_self(), &clock) == 0 ? clock : nil
    }
}
