import CanonicalJSON
import StoryEvents

/// A text of a story as a Markdown file with front matter.
///
/// The values of the front matter are JSON, which YAML takes too. The body follows byte for byte, and one line feed.
enum StoryMarkdown {
    /// The fields that the front matter has, in this order, where the story has them.
    private static let fields: [Text] = [
        "headline", "dek", "byline", "publisher", "url", "language", "section", "keywords", "embargo",
    ]

    /// - Parameters:
    ///   - facts: Members that come first.
    ///   - fields: The fields of the story at that version.
    static func file(_ facts: [(Text, JSON)], _ fields: JSONObject) -> [UInt8] {
        var bytes = Array("---\n".utf8)
        for (name, value) in facts where value != .null { append(name, value, &bytes) }
        for name in Self.fields {
            guard let value = fields[name], value != .null else { continue }
            append(name, value, &bytes)
        }
        bytes += "---\n".utf8
        bytes += fields["body"]?.text?.bytes ?? []
        bytes += [0x0A]
        return bytes
    }

    private static func append(_ name: Text, _ value: JSON, _ bytes: inout [UInt8]) {
        bytes += name.utf8
        bytes += ": ".utf8
        // YAML breaks lines at these, and does not allow the others in a file.
        for scalar in String(decoding: value.bytes(pretty: false), as: UTF8.self).unicodeScalars {
            switch scalar.value {
            case 0x7F...0x9F, 0x2028, 0x2029, 0xFEFF:
                let digits = String(scalar.value, radix: 16)
                bytes += ("\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits).utf8
            default: bytes += String(Character(scalar)).utf8
            }
        }
        bytes += [0x0A]
    }
}
