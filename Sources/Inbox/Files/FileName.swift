import CanonicalJSON
import Glibc

/// A name in a directory: bytes without `/` and NUL, not necessarily UTF-8.
struct FileName: Hashable, Comparable {
    private let terminated: [UInt8]

    init(_ bytes: some Sequence<UInt8>) {
        terminated = bytes + [0]
    }

    init(_ text: String) {
        self.init(text.utf8)
    }

    var bytes: ArraySlice<UInt8> { terminated.dropLast() }

    /// Splits a path into its directory and its last name.
    static func split(_ path: String) -> (directory: String, name: FileName) {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return (".", FileName(path)) }
        let directory = path[..<slash]
        return (directory.isEmpty ? "/" : String(directory), FileName(String(path[path.utf8.index(after: slash)...])))
    }

    func withCString<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
        terminated.withUnsafeBytes { body($0.baseAddress!.assumingMemoryBound(to: CChar.self)) }
    }

    static func < (left: FileName, right: FileName) -> Bool {
        left.terminated.withUnsafeBytes { left in
            right.terminated.withUnsafeBytes { right in
                let order = memcmp(left.baseAddress!, right.baseAddress!, min(left.count, right.count))
                return order == 0 ? left.count < right.count : order < 0
            }
        }
    }

    /// Whether producers use such a name for a file that they have not finished: never taken, never refused.
    var isUnfinished: Bool {
        bytes.first == UInt8(ascii: ".") || bytes.last == UInt8(ascii: "~")
            || Self.unfinishedEndings.contains(where: ends)
    }

    private static let unfinishedEndings = [".tmp", ".part", ".partial", ".filepart", ".crdownload", ".swp"]

    /// Whether the name is `NAME` and some ending; ASCII case is ignored.
    func ends(with ending: String) -> Bool {
        bytes.suffix(ending.utf8.count).map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 } == Array(ending.utf8)
    }

    /// The name, if it is UTF-8 without control characters, line ends and noncharacters; nil for any other.
    var text: Text? {
        // Fast path for nearly all names: properties of scalars take 3 % of a small file's intake.
        if bytes.allSatisfy({ (0x20...0x7E).contains($0) }) { return Text(String(decoding: bytes, as: UTF8.self)) }
        guard let string = String(validating: bytes, as: UTF8.self), string.unicodeScalars.allSatisfy(Self.isPlain)
        else { return nil }
        return Text(string)
    }

    /// What a name is that has no ``text``.
    static let unusable = "is not UTF-8, or holds control characters or noncharacters"

    /// The name made safe to show and to use: unchanged if possible, else with everything but plain ASCII as `%XX`.
    var safe: Text { text ?? Text(percentEncoded) }

    private var percentEncoded: String {
        bytes.reduce(into: "") { encoded, byte in
            if (0x21...0x7E).contains(byte), byte != UInt8(ascii: "%") {
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                encoded += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
    }

    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: false
        default: !scalar.properties.isNoncharacterCodePoint
        }
    }
}

extension FileName: CustomStringConvertible {
    var description: String { safe.string }
}
