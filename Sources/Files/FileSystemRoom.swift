import Glibc

/// What a file system has room for, for this user.
public struct FileSystemRoom: Hashable, Sendable {
    /// Bytes that can still be written.
    public let free: UInt64
    /// Bytes of the whole file system.
    public let total: UInt64
    /// Files that can still be made; nil where it has no fixed number of them.
    public let inodes: UInt64?
    /// Why nothing can be written, whatever room there is; nil where something can.
    public let refusal: WriteRefusal?

    /// - Returns: nil where the system does not say.
    public init?(of path: String) {
        var facts = statvfs()
        guard statvfs(path, &facts) == 0 else { return nil }
        free = UInt64(facts.f_bavail).multipliedReportingOverflow(by: UInt64(facts.f_frsize)).partialValue
        total = UInt64(facts.f_blocks).multipliedReportingOverflow(by: UInt64(facts.f_frsize)).partialValue
        inodes = facts.f_files > 0 ? UInt64(facts.f_favail) : nil
        refusal = facts.f_flag & UInt(ST_RDONLY) != 0 ? .readOnly : WriteRefusal(ofFileSystemWith: path)
    }
}
