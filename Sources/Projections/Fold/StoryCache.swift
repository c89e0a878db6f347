import StoryEvents

/// Stories in the middle of being folded, those used lately; the others are folded again from the log when needed.
///
/// Two halves: what is used moves to the young one, and when that is full it becomes the old one, whose stories that
/// nobody used since are forgotten.
struct StoryCache {
    private var young: [StoryID: StoryFold] = [:]
    private var old: [StoryID: StoryFold] = [:]
    private var youngBytes = 0
    private let mostBytes: Int

    /// - Parameter mostBytes: To keep in each half, about.
    init(mostBytes: Int) {
        self.mostBytes = mostBytes
    }

    /// The story, if it is kept.
    mutating func story(_ id: StoryID) -> StoryFold? {
        if let found = young[id] { return found }
        guard let found = old.removeValue(forKey: id) else { return nil }
        keep(found, as: id)
        return found
    }

    mutating func keep(_ story: StoryFold, as id: StoryID) {
        if youngBytes + story.bytes > mostBytes, !young.isEmpty {
            old = young
            young = [:]
            youngBytes = 0
        }
        young[id] = story
        youngBytes += story.bytes
    }

    /// Says that a kept story has grown.
    mutating func grew(by bytes: Int) { youngBytes += bytes }

    mutating func forget(_ id: StoryID) {
        if let gone = young.removeValue(forKey: id) { youngBytes -= gone.bytes }
        old[id] = nil
    }
}
