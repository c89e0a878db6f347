import CanonicalJSON
import EventLog
import StoryEvents

/// A file of a backup, as a line of its manifest.
public struct BackedUpFile: Hashable, Sendable {
    /// Its path below the backup, in bytes; any but NUL.
    public let path: [UInt8]
    /// Its length in bytes.
    public let bytes: Int64
    /// When it was last modified, in whole microseconds.
    public let modified: RecordedTime
    /// The SHA-256 of its bytes.
    public let sha256: [UInt8]

    /// Creates the note of a file that was copied.
    public init(path: [UInt8], bytes: Int64, modified: RecordedTime, sha256: [UInt8]) {
        self.path = path
        self.bytes = bytes
        self.modified = modified
        self.sha256 = sha256
    }

    /// Whether a file with these facts was not changed since it was backed up.
    func isUnchanged(_ facts: FileTree.Facts) -> Bool { bytes == facts.bytes && modified == facts.modified }

    /// The line of the manifest, without its line feed.
    var json: JSON {
        [
            "path": .string(Text(PathText.encode(path))), "bytes": .integer(bytes),
            "modified": .string(Text(modified.description)), "sha256": .string(Text(sha256.hexadecimal)),
        ]
    }

    /// - Returns: nil unless it is such a line.
    init?(_ object: JSONObject) {
        guard case .string(let path)? = object["path"], let decoded = PathText.decode(path.string),
            case .integer(let bytes)? = object["bytes"], bytes >= 0,
            case .string(let modified)? = object["modified"], let time = RecordedTime(modified.string),
            case .string(let digits)? = object["sha256"], let hash = [UInt8](hexadecimal: digits.string),
            hash.count == 32
        else { return nil }
        self.init(path: decoded, bytes: bytes, modified: time, sha256: hash)
    }
}

/// Paths as text: UTF-8 as it is; a percent sign, controls, and all beyond ASCII of a path that is no text for JSON, as `%` and two
/// hexadecimal digits.
enum PathText {
    static func encode(_ path: [UInt8]) -> String {
        let isText =
            String(validating: path, as: UTF8.self) != nil && !path.withUnsafeBytes { $0.holdsNoncharacter }
        var text: [UInt8] = []
        for byte in path {
            if byte == UInt8(ascii: "%") || byte < 0x20 || byte == 0x7F || (byte >= 0x80 && !isText) {
                text += Array("%".utf8) + Array([byte].hexadecimal.utf8)
            } else {
                text.append(byte)
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// - Returns: nil for a path that is empty, absolute, leads upwards, or has an escape that is none.
    static func decode(_ text: String) -> [UInt8]? {
        var path: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                path.append(byte)
                continue
            }
            guard let escaped = [UInt8](hexadecimal: String(decoding: rest.prefix(2), as: UTF8.self)),
                escaped.count == 1,
                escaped[0] != 0
            else { return nil }
            path += escaped
            rest = rest.dropFirst(2)
        }
        let names = path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        let isBelow = names.allSatisfy { !$0.isEmpty && !$0.elementsEqual(".".utf8) && !$0.elementsEqual("..".utf8) }
        return isBelow && !path.contains(0) ? path : nil
    }

    /// The order of paths in a manifest: that of a walk which sorts the names of each directory by their bytes.
    static func isBefore(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        func key(_ byte: UInt8) -> UInt8 { byte == UInt8(ascii: "/") ? 0 : byte }
        return left.lexicographicallyPrecedes(right) { key($0) < key($1) }
    }
}
