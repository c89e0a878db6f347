import CanonicalJSON
import EventLog

/// Words to search for in a stream of bytes: as they are, and as JSON writes them.
struct WantedBytes {
    let words: [WantedText]

    /// - Parameter texts: Of a long text only the beginning is searched for.
    init(_ texts: [Text]) {
        words = Set(texts.filter { !$0.isEmpty }).map { WantedText(Text(String($0.string.prefix(Self.longest)))) }
    }

    private static let longest = 400

    var isEmpty: Bool { words.isEmpty }

    /// Whether some of the words are in the bytes.
    func areIn(_ bytes: [UInt8]) -> Bool { words.contains { $0.isWritten(in: bytes) } }

    /// Whether some of the words may stand in the bytes, however they are written.
    func mayStand(in bytes: [UInt8]) -> Bool { words.contains { $0.mayStand(in: bytes) } }

    /// Starts a search in a stream of bytes.
    func search() -> Search { Search(self) }

    struct Search {
        private let wanted: WantedBytes
        private let longest: Int
        /// The end of the bytes so far, in which a word may have begun.
        private var tail: [UInt8] = []
        private(set) var hasFound = false

        fileprivate init(_ wanted: WantedBytes) {
            self.wanted = wanted
            longest = wanted.words.map(\.mostBytes).max() ?? 0
        }

        /// Searches the next bytes.
        ///
        /// - Returns: Whether a word was found, now or before.
        mutating func finds(_ bytes: UnsafeRawBufferPointer) -> Bool {
            let window = tail + bytes
            hasFound = hasFound || wanted.mayStand(in: window)
            tail = Array(window.suffix(longest))
            return hasFound
        }
    }
}
