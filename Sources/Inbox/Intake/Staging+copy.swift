import Files
import Glibc

extension Staging {
    /// Why a file was not copied.
    enum CopyFault: Error {
        /// It cannot be read.
        case original(FileFault)
        /// The copy cannot be written.
        case copy(FileFault)
        /// It changed meanwhile.
        case changed
    }

    /// Copies a file piece by piece, however long it is.
    ///
    /// - Parameter sync: Whether to make the copy durable now; otherwise ``sync(all:)`` does.
    /// - Returns: The path of the copy. After an error there is none.
    func copy(
        _ file: borrowing OpenFile, of place: Place, inode: UInt64, sync: Bool
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
        let path = "\(staging.path)/\(name)"
        var fault: CopyFault?
        do throws(FileFault) {
            try staging.create(name, mode: Self.archivedMode, sync: sync) { target throws(FileFault) in
                var failed: FileFault?
                do throws(FileFault) {
                    try file.forEachChunk { chunk in
                        do throws(SystemFault) { try Descriptor.write(Array(chunk), to: target) } catch {
                            failed = FileFault("write", path, code: error.code)
                        }
                        return failed == nil
                    }
                    if failed == nil, try !file.isUnchanged() { fault = .changed }
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
