internal import CLinux
internal import CSQLite
internal import Glibc

/// Has the disk begin with what was written while more is being written, so that less is left to wait for when a
/// transaction, or a checkpoint, is made durable. What is durable, and when, is SQLite's to say, as before.
///
/// Sources: https://www.sqlite.org/c3ref/vfs.html (xSetSystemCall), sync_file_range(2).
enum WriteBehind {
    /// How many bytes of a file the disk is given at once, and from which multiple to which.
    static let span = 512 << 10

    /// Makes SQLite write its files with ``write(_:_:_:_:)``. Where it does not let that happen, everything is as it was.
    static let begin: Void = {
        guard MemoryLayout<off_t>.size == 8, let vfs = sqlite3_vfs_find(nil), vfs.pointee.iVersion >= 3,
            let get = vfs.pointee.xGetSystemCall, let set = vfs.pointee.xSetSystemCall
        else { return }
        let write: @convention(c) (Int32, UnsafeRawPointer?, Int, off_t) -> Int = { Self.write($0, $1, $2, $3) }
        for name in names where get(vfs, name) != nil {
            _ = set(vfs, name, unsafeBitCast(write, to: sqlite3_syscall_ptr.self))
        }
    }()

    /// How SQLite calls what writes; it has one of them, as it was built. Each takes a file descriptor, bytes, their number,
    /// and an offset.
    static let names = ["pwrite", "pwrite64"]

    /// The part of a file that the disk can be given once some more of it was written: the last whole span, if it ends
    /// there.
    static func complete(afterWriting count: Int, at offset: Int) -> Range<Int>? {
        let end = (offset + count) / span * span
        return end > offset ? end - span..<end : nil
    }

    /// Writes as pwrite(2) does, and has the disk begin with what is complete.
    ///
    /// - Returns: The number of bytes written; -1, with errno, where they could not be, or where the disk could not be
    ///   given those before: it would not always say so again when it is asked to make them durable.
    private static func write(_ file: Int32, _ bytes: UnsafeRawPointer?, _ count: Int, _ offset: off_t) -> Int {
        let written = pwrite(file, bytes, count, offset)
        guard written > 0, let part = complete(afterWriting: written, at: Int(offset)) else { return written }
        return clinux_begin_writing(file, off_t(part.lowerBound), off_t(part.count)) == 0 ? written : -1
    }
}
