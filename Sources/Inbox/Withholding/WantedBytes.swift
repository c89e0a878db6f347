import CanonicalJSON

/// Texts to look for in bytes: as they are, and as JSON writes them.
struct WantedBytes {
    private let patterns: [[UInt8]]

    init(_ texts: [Text]) {
        var patterns: Set<[UInt8]> = []
        for text in texts where !text.bytes.isEmpty {
            patterns.insert(Array(text.bytes))
            let quoted = JSON.string(text).canonicalBytes.dropFirst().dropLast()
            patterns.insert(Array(quoted))
            // Writers may escape all that is not ASCII.
            patterns.insert(Self.ascii(quoted))
            // A refusal quotes JSON in JSON.
            patterns.insert(
                Array(JSON.string(Text(String(decoding: quoted, as: UTF8.self))).canonicalBytes.dropFirst().dropLast()))
        }
        self.patterns = Array(patterns)
    }

    var isEmpty: Bool { patterns.isEmpty }

    /// A search through bytes that come one piece after the other.
    func search() -> Search { Search(patterns) }

    private static func ascii(_ quoted: some Sequence<UInt8>) -> [UInt8] {
        var ascii: [UInt8] = []
        for unit in String(decoding: Array(quoted), as: UTF8.self).utf16 {
            if unit < 0x80 {
                ascii.append(UInt8(unit))
            } else {
                let digits = String(unit, radix: 16)
                ascii += Array(("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).utf8)
            }
        }
        return ascii
    }

    struct Search {
        private let patterns: [[UInt8]]
        private let longest: Int
        /// The end of what came, where a text may have begun.
        private var tail: [UInt8] = []
        private(set) var hasFound = false

        fileprivate init(_ patterns: [[UInt8]]) {
            self.patterns = patterns
            longest = patterns.map(\.count).max() ?? 0
        }

        /// Looks through the next bytes.
        ///
        /// - Returns: Whether a text was found, now or before.
        mutating func finds(_ bytes: UnsafeRawBufferPointer) -> Bool {
            let window = tail + bytes
            hasFound = hasFound || patterns.contains { window[...].contains($0[...]) }
            tail = Array(window.suffix(max(0, longest - 1)))
            return hasFound
        }
    }
}
