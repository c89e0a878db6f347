import CanonicalJSON
import EventLog

/// The file beside a refused file that gives the reason.
enum ReasonFile {
    static let ending = ".reason.json"

    static func name(of file: FileName) -> FileName { FileName(file.bytes + ending.utf8) }

    /// The receipt, formatted for people.
    static func bytes(_ receipt: Receipt) -> [UInt8] { receipt.json.bytes(pretty: true) + [UInt8(ascii: "\n")] }
}
