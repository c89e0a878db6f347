import Files
import Glibc

/// Reads the names in a directory one by one, in no order.
final class DirectoryListing {
    private let stream: OpaquePointer
    private let path: String

    init(_ directory: Directory) throws(FileFault) {
        path = directory.path
        let listed = uninterrupted { openat(directory.descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
        guard listed >= 0, let stream = fdopendir(listed) else {
            let fault = FileFault("list", path)
            if listed >= 0 { close(listed) }
            throw fault
        }
        self.stream = stream
    }

    deinit { closedir(stream) }

    /// - Returns: nil after the last.
    func next() throws(FileFault) -> Directory.Entry? {
        while true {
            errno = 0
            guard let entry = readdir(stream) else {
                if errno != 0 { throw FileFault("list", path) }
                return nil
            }
            let start = UnsafeRawPointer(entry) + MemoryLayout<dirent>.offset(of: \.d_name)!
            let bytes = UnsafeRawBufferPointer(start: start, count: strlen(start.assumingMemoryBound(to: CChar.self)))
            if bytes.elementsEqual(".".utf8) || bytes.elementsEqual("..".utf8) { continue }
            return Directory.Entry(
                name: FileName(bytes), inode: UInt64(entry.pointee.d_ino),
                kind: FileKind(entryType: entry.pointee.d_type))
        }
    }
}
