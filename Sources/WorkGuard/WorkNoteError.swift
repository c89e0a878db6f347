import Glibc

/// Why a note of work could not be written.
public struct WorkNoteError: Error, Hashable, Sendable {
    /// The file.
    public let path: String
    /// The system's number for what it refused.
    public let code: Int32

    init(_ path: String, _ code: Int32 = errno) {
        (self.path, self.code) = (path, code)
    }

    /// What was refused, and why.
    public var message: String { "cannot write \(path): \(String(cString: strerror(code)))" }
}
