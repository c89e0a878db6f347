import StoryEvents

/// Where texts of stories may be held, by hashes of the texts, for the events that are appended next.
///
/// A hint may be wrong in any way: the row it leads to is read, and the text compared. It outlives the transaction, holds no
/// text, and is in no file.
final class PieceHints {
    /// A piece of an event.
    struct Place {
        let position: Int64
        let piece: Int
    }

    private var places: [UInt64: Place] = [:]
    /// The stories whose newest rows were looked through.
    private var known: Set<StoryID> = []
    /// Hints and stories kept at most, some 8 MiB of them; past it, all are forgotten at once.
    private static let (most, mostStories) = (1 << 17, 1 << 14)
    /// Texts that are shorter, as RFC 8785 writes them, are held by each event that says them.
    static let fewestBytes = 32

    subscript(key: UInt64) -> Place? {
        get { places[key] }
        set { places[key] = newValue }
    }

    /// Whether there are so many that they will be forgotten.
    var isFull: Bool { places.count > Self.most || known.count > Self.mostStories }

    /// Whether the rows of a story are to be looked through first. From then on they are known.
    func meets(_ story: StoryID) -> Bool {
        if isFull {
            places.removeAll()
            known.removeAll()
        }
        return known.insert(story).inserted
    }

    /// Makes the numbers by which texts of one story are found.
    struct Keys {
        private let story: Int

        init(_ story: [UInt8]) {
            self.story = story.hashValue
        }

        func key(_ text: UnsafeRawBufferPointer) -> UInt64 {
            var hasher = Hasher()
            hasher.combine(story)
            hasher.combine(bytes: text)
            return UInt64(bitPattern: Int64(hasher.finalize()))
        }
    }
}
