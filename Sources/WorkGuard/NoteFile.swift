import CWorkGuard
import Files
import Glibc

/// The bytes of a note: a mapped page, and after it the list of items.
enum NoteFile {
    /// `STLWORK1`
    private static let magic: UInt64 = 0x314b_524f_574c_5453
    /// The longest list that is read, in bytes; no batch has a longer one.
    private static let mostBytes: UInt64 = 16 << 20
    /// For the owner alone: a process that can read the file can lock it.
    static let mode: mode_t = 0o600

    /// Maps the page and allocates its room on the disk.
    static func map(_ file: Int32, _ path: String) throws(WorkNoteError) -> UnsafeMutablePointer<cguard_page> {
        var facts = stat()
        guard fstat(file, &facts) == 0 else { throw WorkNoteError(path) }
        let length = Int(CGUARD_PAGE)
        if facts.st_size < length || facts.st_mode & 0o7777 != mode { giveAway(file, path) }
        if facts.st_size < length {
            guard pwrite(file, [UInt8](repeating: 0, count: length), length, 0) == length else {
                throw WorkNoteError(path)
            }
        }
        guard let found = mmap(nil, length, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0), found != MAP_FAILED else {
            throw WorkNoteError(path)
        }
        let page = found.bindMemory(to: cguard_page.self, capacity: 1)
        if page.pointee.magic != magic {
            page.pointee = cguard_page()
            page.pointee.magic = magic
        }
        return page
    }

    /// Gives a file that root makes to the owner of its directory.
    private static func giveAway(_ file: Int32, _ path: String) {
        var facts = stat()
        fchmod(file, mode)
        guard geteuid() == 0, stat(DirectoryNames.directory(of: path), &facts) == 0 else { return }
        _ = fchown(file, facts.st_uid, facts.st_gid)
    }

    static func reset(_ page: UnsafeMutablePointer<cguard_page>) {
        cguard_open(page, 0)
        page.pointee.lanes = cguard_page().lanes
    }

    /// Writes the list of items, and only then marks it as written in the page.
    static func write(
        _ bytes: [UInt8], _ file: Int32, _ page: UnsafeMutablePointer<cguard_page>, _ path: String
    ) throws(WorkNoteError) {
        (page.pointee.length, page.pointee.checksum) = (UInt64(bytes.count), StringList.checksum(bytes))
        try write(bytes, file, at: off_t(CGUARD_PAGE), path)
    }

    /// Overwrites the list: the names in it are needed only while the work is in progress. It is not synced; the next list
    /// takes the same place.
    static func eraseList(
        _ file: Int32, _ page: UnsafeMutablePointer<cguard_page>, _ path: String
    ) throws(WorkNoteError) {
        let length = Int(min(page.pointee.length, mostBytes))
        page.pointee.length = 0
        try write([UInt8](repeating: 0, count: length), file, at: off_t(CGUARD_PAGE), path)
    }

    /// Cuts off what an earlier process has left behind the page.
    static func dropList(
        _ file: Int32, _ page: UnsafeMutablePointer<cguard_page>, _ path: String
    ) throws(WorkNoteError) {
        page.pointee.length = 0
        guard ftruncate(file, off_t(CGUARD_PAGE)) == 0 else { throw WorkNoteError(path) }
    }

    private static func write(_ bytes: [UInt8], _ file: Int32, at start: off_t, _ path: String) throws(WorkNoteError) {
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { bytes in
                uninterrupted { pwrite(file, bytes.baseAddress! + done, bytes.count - done, start + off_t(done)) }
            }
            guard count > 0 else { throw WorkNoteError(path, count == 0 ? ENOSPC : errno) }
            done += count
        }
    }

    /// The items of the work in progress; none if there is none, or if the list was not written to its end.
    static func items(_ file: Int32, _ page: cguard_page) -> [String] {
        guard page.is_open != 0, page.length <= mostBytes else { return [] }
        guard let bytes = read(file, from: off_t(CGUARD_PAGE), count: Int(page.length)),
            StringList.checksum(bytes) == page.checksum
        else { return [] }
        return StringList.decode(bytes) ?? []
    }

    private static func read(_ file: Int32, from start: off_t, count: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        var done = 0
        while done < count {
            let got = bytes.withUnsafeMutableBytes { bytes in
                uninterrupted { pread(file, bytes.baseAddress! + done, count - done, start + off_t(done)) }
            }
            guard got > 0 else { return nil }
            done += got
        }
        return bytes
    }

    /// The suspects stored beside a note; empty if there are none.
    static func suspects(of path: String) -> Suspects {
        let file = open(path + ".suspects", O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard file >= 0 else { return Suspects() }
        defer { close(file) }
        var facts = stat()
        guard fstat(file, &facts) == 0, facts.st_size <= off_t(mostBytes) else { return Suspects() }
        return Suspects(bytes: read(file, from: 0, count: Int(facts.st_size)) ?? [])
    }

    /// Replaces the stored suspects, atomically and durably. Without a suspect there is no file: one that came back in a
    /// power cut would count ends that are not in a row, and its names may be withheld by then.
    static func store(_ suspects: Suspects, of path: String) throws(WorkNoteError) {
        let name = path + ".suspects"
        if suspects.all.isEmpty {
            guard unlink(name) == 0 else {
                if errno == ENOENT { return }
                throw WorkNoteError(name)
            }
            return try syncDirectory(of: name)
        }
        let draft = name + ".new"
        let file = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, mode)
        guard file >= 0 else { throw WorkNoteError(draft) }
        defer { close(file) }
        giveAway(file, draft)
        try write(suspects.bytes, file, at: 0, draft)
        guard fsync(file) == 0, rename(draft, name) == 0 else { throw WorkNoteError(draft) }
        try syncDirectory(of: name)
    }

    private static func syncDirectory(of path: String) throws(WorkNoteError) {
        let directory = DirectoryNames.directory(of: path)
        do { try DirectoryNames.sync(directory) } catch { throw WorkNoteError(directory, error.code) }
    }
}

/// The point that a lane is at, in one word: the item from 1 in the upper 16 bits, the step below; all ones for no
/// step.
struct NotePoint: Hashable {
    let item: Int
    let step: Int64?

    private static let noStep: UInt64 = (1 << 48) - 1

    init(item: Int, step: Int64?) {
        (self.item, self.step) = (item, step)
    }

    /// - Returns: nil for a lane without a point.
    init?(_ word: UInt64) {
        guard word >> 48 > 0 else { return nil }
        let step = word & Self.noStep
        self.init(item: Int(word >> 48) - 1, step: step == Self.noStep ? nil : Int64(step))
    }

    /// 0 for an item or a step that does not fit: then all items are suspected.
    var word: UInt64 {
        guard item >= 0, item < 0xFFFF else { return 0 }
        guard let step else { return UInt64(item + 1) << 48 | Self.noStep }
        return step >= 0 && step < Int64(Self.noStep) ? UInt64(item + 1) << 48 | UInt64(step) : 0
    }
}

/// The unclean end of a process, as its page shows it.
struct UncleanEnd {
    /// The work that is suspected of it.
    private(set) var parts: [Suspects.Part] = []

    init(_ page: cguard_page, _ items: [String]) {
        guard page.is_open != 0, !items.isEmpty else { return }
        let lanes = withUnsafeBytes(of: page.lanes) { Array($0.bindMemory(to: cguard_lane.self)) }
        let marked = lanes.filter { $0.end != 0 && $0.end != Int64(CGUARD_ELSEWHERE) }
        if !marked.isEmpty {
            for lane in marked { add(lane, items, Self.cause(lane.end)) }
        } else if lanes.allSatisfy({ $0.end == 0 }) {
            let pointed = lanes.filter { NotePoint($0.point) != nil }
            for lane in pointed { add(lane, items, .unmarked) }
            if pointed.isEmpty { parts.append((items, nil, .unmarked)) }
        }
        // All are marked as ended by another thread: this work had no part in it.
    }

    private mutating func add(_ lane: cguard_lane, _ items: [String], _ cause: Suspect.Cause) {
        if let point = NotePoint(lane.point), items.indices.contains(point.item) {
            parts.append(([items[point.item]], point.step, cause))
        } else {
            parts.append((items, nil, cause))
        }
    }

    private static func cause(_ end: Int64) -> Suspect.Cause {
        end == Int64(CGUARD_OVERDUE) ? .overdue : .signal(Int32(truncatingIfNeeded: end))
    }
}
