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
    public static func list(_ path: [UInt8]) throws(SystemFault) -> [DirectoryEntry] {
        guard
            let stream = (path + [0]).withUnsafeBytes({ opendir($0.baseAddress!.assumingMemoryBound(to: CChar.self)) })
        else { throw SystemFault.last }
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
        guard errno == 0 else { throw SystemFault.last }
        return entries
    }

    /// The names in a directory, as ``list(_:)-([UInt8])`` lists them.
    public static func list(_ path: String) throws(SystemFault) -> [DirectoryEntry] { try list(Array(path.utf8)) }
}
