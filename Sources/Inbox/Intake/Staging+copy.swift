import CLinux
import Files
import Glibc

extension Staging {
    /// Why a file was not copied.
    enum CopyFault: Error, Hashable {
        /// It cannot be read.
        case original(FileFault)
        /// The copy cannot be written.
        case copy(FileFault)
        /// It changed meanwhile.
        case changed
        /// The disk has no room for it beside what other files need.
        case noRoom(FileFault)
    }

    /// Bytes of a copy that the disk gets at once: a sync of another file waits for them.
    private static let partBytes: off_t = 2 << 20

    /// Bytes that a copy beside commits leaves free: for the log, and for the files of others.
    private static let reserve: UInt64 = 16 << 20

    /// Refuses a copy that would fill the disk, before it takes the room of others.
    func checkRoom(for bytes: Int64, of place: Place) throws(CopyFault) {
        guard let free = FileSystemRoom(of: path)?.free, free < UInt64(max(0, bytes)) + Self.reserve else { return }
        throw .noRoom(
            FileFault(
                "copy", "\(place.text)", code: ENOSPC,
                because: "\(free >> 20) MiB are free for \(bytes >> 20) MiB and a reserve"))
    }

    /// Where a copy is, or is going to be.
    func pathOfCopy(_ place: Place, inode: UInt64) -> String { "\(path)/\(Self.name(place, inode))" }

    /// Copies a file piece by piece, however long it is.
    ///
    /// - Parameters:
    ///   - sync: Whether to make the copy durable now; otherwise ``sync(all:)`` does.
    ///   - mayGoOn: Asked after each part, which the disk has then; nil to leave that to the sync at the end. When it returns
    ///     false, the copy ends with ``CopyFault/changed``.
    /// - Returns: The path of the copy. After an error there is none.
    func copy(
        _ file: borrowing OpenFile, of place: Place, inode: UInt64, sync: Bool, mayGoOn: (() -> Bool)? = nil
    ) throws(CopyFault) -> String {
        let name = Self.name(place, inode)
        let staging: Directory
        do throws(FileFault) {
            staging = try directory()
            // It may be left from a batch that failed.
            try staging.remove(name)
        } catch {
            throw .copy(error)
        }
        let path = pathOfCopy(place, inode: inode)
        var fault: CopyFault?
        var (written, onDisk): (off_t, off_t) = (0, 0)
        do throws(FileFault) {
            try staging.create(name, mode: Self.archivedMode, sync: sync) { target throws(FileFault) in
                var failed: FileFault?
                do throws(FileFault) {
                    try file.forEachChunk { chunk in
                        do throws(SystemFault) { try Descriptor.write(Array(chunk), to: target) } catch {
                            failed = FileFault("write", path, code: error.code)
                            return false
                        }
                        written += off_t(chunk.count)
                        guard let mayGoOn, written - onDisk >= Self.partBytes else { return true }
                        guard clinux_finish_writing(target, onDisk, written - onDisk) == 0 else {
                            failed = FileFault("write", path)
                            return false
                        }
                        onDisk = written
                        if !mayGoOn() { fault = .changed }
                        return fault == nil
                    }
                    if failed == nil, fault == nil, try !file.isUnchanged() { fault = .changed }
                } catch {
                    fault = .original(error)
                }
                // A part of a file must not stay.
                if let failed { throw failed }
                if fault != nil { throw FileFault("copy", path, code: ECANCELED) }
            }
        } catch {
            throw fault ?? .copy(error)
        }
        return path
    }
}
