import CanonicalJSON
import Glibc

/// The words that stand in place of withheld text, as ``Withheld`` writes them. No text of a producer has them: a reader of
/// them can rely on the takedown.
package enum HoleWords {
    private static let beginnings = ["[withheld by ", "[1 paragraph withheld by "].map { Array($0.utf8) }
    private static let at = UInt8(ascii: "@")

    /// Whether a text has the beginning of such words, with the first digit of a position.
    package static func stand(in text: some Collection<UInt8>) -> Bool {
        text.withContiguousStorageIfAvailable(isIn) ?? Array(text).withUnsafeBufferPointer(isIn)
    }

    /// Looks at what is around each `@`, which few texts have.
    private static func isIn(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let base = bytes.baseAddress else { return false }
        var start = 0
        while start < bytes.count, let found = memchr(base + start, Int32(at), bytes.count - start) {
            let place = UnsafeRawPointer(found) - UnsafeRawPointer(base)
            start = place + 1
            guard start < bytes.count, (0x30...0x39).contains(bytes[start]) else { continue }
            if beginnings.contains(where: { $0.count <= place && bytes[(place - $0.count)..<place].elementsEqual($0) })
            {
                return true
            }
        }
        return false
    }

    /// The path of the first string below a value that has them.
    static func path(in json: JSON, at path: JSONPath) -> JSONPath? {
        switch json {
        case .string(let text): stand(in: text.bytes) ? path : nil
        case .array(let elements):
            elements.enumerated().lazy.compactMap { Self.path(in: $1, at: path.element($0)) }.first
        case .object(let object):
            object.members.lazy.compactMap { Self.path(in: $0.value, at: path.member($0.key)) }.first
        default: nil
        }
    }
}
