import CanonicalJSON
import Foundation

/// A text that is too short to be told from others within a longer one, such as a name. It is looked for where it stands
/// whole: as a piece, a line, a quoted string, or the value after a key, folded over lines or not.
///
/// The width of white space does not count, nor what is invisible, nor how an accent is encoded. Case counts, but in names of files.
public struct WholeText: Hashable, Sendable {
    private let text: [UInt8]
    private let slug: SlugWords

    /// - Parameter text: The text; not blank.
    public init(_ text: Text) {
        self.text = Self.normal(text.bytes[...])
        slug = SlugWords(self.text)
    }

    /// The most bytes that such a text takes in a file, escaped and indented.
    public static let mostBytes = 1024

    /// Whether a piece of an event's data says this and nothing else.
    public func isPiece(_ bytes: [UInt8]) -> Bool { isWhole(bytes[...]) }

    /// Whether a file holds it as a line, a quoted string, or the value after a key; also as JSON or YAML escapes it, folded
    /// over lines, and in UTF-16.
    public func stands(in bytes: [UInt8]) -> Bool {
        let readings = WantedText.isPerhapsUTF8(bytes) ? [bytes] : [bytes] + WantedText.readings(of: bytes)
        return readings.contains { reading in
            var view = reading
            for _ in 0..<3 {
                if standsUnescaped(in: view) { return true }
                guard view.contains(UInt8(ascii: "\\")) else { return false }
                view = WantedText.unescaped(view)
            }
            return false
        }
    }

    /// Whether a file's name has its words in a row, in letters of any case, with or without accents.
    public func isNamed(by name: [UInt8]) -> Bool { slug.areIn(name) }

    private func standsUnescaped(in bytes: [UInt8]) -> Bool {
        let parts = bytes.split { $0 == 0x0A || $0 == 0x0D || $0 == UInt8(ascii: "\"") }
        return parts.indices.contains { place in
            let part = parts[place]
            guard part.count <= Self.mostBytes else { return false }
            if begins(with: part, then: parts[(place + 1)...], in: bytes) { return true }
            // `- text`, `key: text`, and either in single quotes.
            guard let mark = part.firstIndex(where: { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "-") }) else {
                return false
            }
            return begins(with: part[(mark + 1)...], then: parts[(place + 1)...], in: bytes)
        }
    }

    /// Whether a value that begins in a line is the text: in that line, or folded over those after it, as in YAML.
    private func begins(
        with part: ArraySlice<UInt8>, then rest: ArraySlice<ArraySlice<UInt8>>, in bytes: [UInt8]
    ) -> Bool {
        for next in [part] + rest {
            let value = bytes[part.startIndex..<next.endIndex]
            guard value.count <= Self.mostBytes else { return false }
            let readings = Self.readings(of: value)
            if readings.contains(text) { return true }
            guard readings.contains(where: { !$0.isEmpty && text.starts(with: $0) }) else { return false }
        }
        return false
    }

    /// What a value may say: as it stands, in single quotes that perhaps do not end yet, and with escapes of double ones.
    private static func readings(of value: ArraySlice<UInt8>) -> [[UInt8]] {
        var readings = [normal(value)]
        if let quoted = unquoted(value) {
            readings.append(normal(quoted))
            readings.append(normal(FoldedText.text(of: Array(quoted), .quotes)[...]))
        }
        if value.contains(UInt8(ascii: "\\")) {
            let joined = value.last == UInt8(ascii: "\\") ? value.dropLast() : value
            readings.append(normal(FoldedText.text(of: Array(joined), .backslashes)[...]))
        }
        return readings
    }

    private func isWhole(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.count <= Self.mostBytes && Self.normal(bytes) == text
    }

    /// What stands after a single quote, up to the last one where there is another; nil where there is none.
    private static func unquoted(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        let quote = UInt8(ascii: "'")
        guard let start = bytes.firstIndex(of: quote), let end = bytes.lastIndex(of: quote) else { return nil }
        return start < end ? bytes[(start + 1)..<end] : bytes[(start + 1)...]
    }

    /// The text as a reader sees it, composed, without white space at its ends.
    private static func normal(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        let seen = SeenText.text(of: Array(bytes))
        var rest = seen[...]
        if rest.first == 0x20 { rest = rest.dropFirst() }
        if rest.last == 0x20 { rest = rest.dropLast() }
        guard rest.contains(where: { $0 >= 0x80 }) else { return Array(rest) }
        return Array(String(decoding: rest, as: UTF8.self).precomposedStringWithCanonicalMapping.utf8)
    }
}
