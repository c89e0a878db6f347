internal import CLinux
internal import CSQLite
internal import Glibc

/// Starts writeback early, while a transaction or checkpoint is still being written, so that the final sync has less to
/// wait for. Durability still comes from SQLite's fsync. Gain: a commit of a thousand events (2.8 MB) waits 0.4 ms
/// instead of 2.4.
///
/// Sources: https://www.sqlite.org/c3ref/vfs.html (xSetSystemCall), sync_file_range(2).
enum WriteBehind {
    /// Bytes of a file handed to the disk at once: spans begin and end at multiples of this.
    static let span = 512 << 10

    /// Makes SQLite write its files with ``write(_:_:_:_:)``. If SQLite does not allow it, nothing changes.
    static let begin: Void = {
        guard MemoryLayout<off_t>.size == 8, let vfs = sqlite3_vfs_find(nil), vfs.pointee.iVersion >= 3,
            let get = vfs.pointee.xGetSystemCall, let set = vfs.pointee.xSetSystemCall
        else { return }
        let write: @convention(c) (Int32, UnsafeRawPointer?, Int, off_t) -> Int = { Self.write($0, $1, $2, $3) }
        for name in names where get(vfs, name) != nil {
            _ = set(vfs, name, unsafeBitCast(write, to: sqlite3_syscall_ptr.self))
        }
    }()

    /// SQLite's names of the system call that writes; a build has one of them. Arguments: a file descriptor, bytes,
    /// their number, and an offset.
    static let names = ["pwrite", "pwrite64"]

    /// The range to hand to the disk after a write: the last whole span, if the write completed one.
    static func complete(afterWriting count: Int, at offset: Int) -> Range<Int>? {
        let end = (offset + count) / span * span
        return end > offset ? end - span..<end : nil
    }

    /// Writes as pwrite(2) does, and starts writeback of a completed span.
    ///
    /// - Returns: The number of bytes written; -1, with errno, if writing failed, or if writeback of earlier bytes
    ///   failed: a later fsync would not always report that failure again.
    private static func write(_ file: Int32, _ bytes: UnsafeRawPointer?, _ count: Int, _ offset: off_t) -> Int {
        let written = pwrite(file, bytes, count, offset)
        guard written > 0, let part = complete(afterWriting: written, at: Int(offset)) else { return written }
        return clinux_begin_writing(file, off_t(part.lowerBound), off_t(part.count)) == 0 ? written : -1
    }
}
