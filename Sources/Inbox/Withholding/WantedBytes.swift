import CanonicalJSON
import EventLog
import StoryEvents

/// Words to search for in a stream of bytes: as they are, and as JSON writes them.
struct WantedBytes {
    let words: [WantedText]
    private let wholes: [WholeText]

    /// - Parameters:
    ///   - texts: Of a long text only the beginning is searched for.
    ///   - wholes: Short texts, which are searched for where they stand whole.
    init(_ texts: [Text], wholes: [Text] = []) {
        self.wholes = Set(wholes).map { WholeText($0) }
        words = Set(texts.filter { !$0.isEmpty }).map { WantedText(Text(String($0.string.prefix(Self.longest)))) }
    }

    private static let longest = 400

    var isEmpty: Bool { words.isEmpty && wholes.isEmpty }

    /// Whether some of the words are in the bytes.
    func areIn(_ bytes: [UInt8]) -> Bool {
        words.contains { $0.isWritten(in: bytes) } || wholes.contains { $0.stands(in: bytes) }
    }

    /// Whether some of the words may stand in the bytes, however they are written.
    func mayStand(in bytes: [UInt8]) -> Bool {
        words.contains { $0.mayStand(in: bytes) } || wholes.contains { $0.stands(in: bytes) }
    }

    /// Whether a file may be called after some of the words.
    func mayBe(in name: FileName) -> Bool {
        let bytes = Array(name.bytes)
        return words.contains { $0.mayStand(in: bytes) } || wholes.contains { $0.isNamed(by: bytes) }
    }

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
            longest = max(
                wanted.words.map(\.mostBytes).max() ?? 0, wanted.wholes.isEmpty ? 0 : WholeText.mostBytes)
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
