import Files
import Glibc

/// Why a note of work could not be written.
public struct WorkNoteError: Error, Hashable, Sendable {
    /// The file.
    public let path: String
    /// The system's error number.
    public let code: Int32

    init(_ path: String, _ code: Int32 = errno) {
        (self.path, self.code) = (path, code)
    }

    /// The refused operation, and why.
    public var message: String { "cannot write \(path): \(SystemReason.text(code))" }
}
