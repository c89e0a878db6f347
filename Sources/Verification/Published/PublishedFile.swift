import EventLog
import Files
import Glibc
import MerkleLog

/// A published file, read whole for comparison.
enum PublishedFile {
    /// What came of reading.
    enum Contents: Equatable {
        case bytes([UInt8])
        case missing
        case unreadable(String)
    }

    /// Reads a file that should have some length; one longer by far is not read to its end.
    ///
    /// - Parameter expected: Its length, in bytes. One byte more is enough to know that it differs.
    static func read(_ path: String, expecting expected: Int) -> Contents {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else {
            return errno == ENOENT || errno == ENOTDIR ? .missing : .unreadable(SystemReason.last)
        }
        defer { close(descriptor) }
        do throws(SystemFault) { return .bytes(try Descriptor.read(expected + 1, from: descriptor)) } catch {
            return .unreadable(error.reason)
        }
    }

    /// Looks for the bytes of a tile or bundle in its file; those of a partial one may have gone to its full one meanwhile.
    ///
    /// - Returns: The file that was compared, and how it differs; nil where it does not.
    static func find(_ tile: Tile, _ expected: [UInt8], in ledger: String) -> (path: String, difference: String?) {
        let path = "\(LedgerLayout.published)/\(tile.path)"
        let found = read("\(ledger)/\(path)", expecting: expected.count)
        let difference = difference(found, from: expected)
        guard found == .missing, tile.isPartial else { return (path, difference) }
        let full = "\(LedgerLayout.published)/\(tile.whole.path)"
        switch read("\(ledger)/\(full)", expecting: expected.count) {
        case .missing: return (path, difference)
        case .bytes(let bytes) where bytes.count > expected.count && bytes.starts(with: expected): return (path, nil)
        case .bytes: return (full, "it does not begin with the \(tile.width) entries of \(tile.path)")
        case .unreadable(let reason): return (full, "it cannot be read: \(reason)")
        }
    }

    /// What a file's contents are instead of what they should be; nil when they are that.
    static func difference(_ contents: Contents, from expected: [UInt8]) -> String? {
        switch contents {
        case .missing: "it is missing"
        case .unreadable(let reason): "it cannot be read: \(reason)"
        case .bytes(expected): nil
        case .bytes(let found) where found.count < expected.count:
            "it has \(found.count) bytes; expected \(expected.count)"
        case .bytes(let found) where found.count > expected.count: "it has more than \(expected.count) bytes"
        case .bytes(let found):
            "its byte \(zip(found, expected).enumerated().first { $1.0 != $1.1 }?.offset ?? 0) differs from the log"
        }
    }
}
