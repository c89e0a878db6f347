import CanonicalJSON
import EventLog

/// What lies beside a refused file and says why.
enum ReasonFile {
    static let ending = ".reason.json"

    static func name(of file: FileName) -> FileName { FileName(file.bytes + ending.utf8) }

    /// The receipt, for people and programs.
    static func bytes(_ receipt: Receipt) -> [UInt8] { receipt.json.bytes(pretty: true) + [UInt8(ascii: "\n")] }
}
