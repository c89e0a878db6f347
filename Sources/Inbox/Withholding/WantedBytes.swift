import CanonicalJSON
import EventLog

/// Words to look for in bytes that come one piece after the other: as they are, and as JSON writes them.
struct WantedBytes {
    let words: [WantedText]

    /// - Parameter texts: Of a long one the beginning is looked for.
    init(_ texts: [Text]) {
        words = Set(texts.filter { !$0.isEmpty }).map { WantedText(Text(String($0.string.prefix(Self.longest)))) }
    }

    private static let longest = 400

    var isEmpty: Bool { words.isEmpty }

    /// Whether words stand in bytes that are all there.
    func areIn(_ bytes: [UInt8]) -> Bool { words.contains { $0.isWritten(in: bytes) } }

    /// A search through bytes that come one piece after the other.
    func search() -> Search { Search(self) }

    struct Search {
        private let wanted: WantedBytes
        private let longest: Int
        /// The end of what came, where words may have begun.
        private var tail: [UInt8] = []
        private(set) var hasFound = false

        fileprivate init(_ wanted: WantedBytes) {
            self.wanted = wanted
            longest = wanted.words.map(\.mostBytes).max() ?? 0
        }

        /// Looks through the next bytes.
        ///
        /// - Returns: Whether words were found, now or before.
        mutating func finds(_ bytes: UnsafeRawBufferPointer) -> Bool {
            let window = tail + bytes
            hasFound = hasFound || wanted.areIn(window)
            tail = Array(window.suffix(longest))
            return hasFound
        }
    }
}
