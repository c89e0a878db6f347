import Glibc

/// One name in a directory.
public struct DirectoryEntry: Hashable, Sendable {
    /// The bytes of the name.
    public let name: [UInt8]
    /// Whether the directory says that it is a directory; some file systems do not say.
    public let isDirectory: Bool

    /// The names in a directory but `.` and `..`, in no order.
    ///
    /// - Parameter path: The bytes of its path.
    /// - Throws: ``NotListed``.
    public static func list(_ path: [UInt8]) throws(NotListed) -> [DirectoryEntry] {
        guard
            let stream = (path + [0]).withUnsafeBytes({ opendir($0.baseAddress!.assumingMemoryBound(to: CChar.self)) })
        else { throw NotListed(code: errno) }
        defer { closedir(stream) }
        var entries: [DirectoryEntry] = []
        while true {
            errno = 0
            guard let entry = readdir(stream) else { break }
            let start = UnsafeRawPointer(entry) + MemoryLayout<dirent>.offset(of: \.d_name)!
            let name = UnsafeRawBufferPointer(start: start, count: strlen(start.assumingMemoryBound(to: CChar.self)))
            guard !name.elementsEqual(".".utf8), !name.elementsEqual("..".utf8) else { continue }
            entries.append(DirectoryEntry(name: Array(name), isDirectory: entry.pointee.d_type == UInt8(DT_DIR)))
        }
        guard errno == 0 else { throw NotListed(code: errno) }
        return entries
    }

    /// The names in a directory, as ``list(_:)-([UInt8])`` lists them.
    public static func list(_ path: String) throws(NotListed) -> [DirectoryEntry] { try list(Array(path.utf8)) }

    /// Why a directory cannot be listed.
    public struct NotListed: Error, Hashable, Sendable {
        /// The system's error number.
        public let code: Int32
    }
}
