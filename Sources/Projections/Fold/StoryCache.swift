import StoryEvents

/// The folds of recently used stories. Other stories are folded again from the log on demand.
///
/// It has two halves. A story that is used moves to the young half. When that is full, it becomes the old half, and the
/// stories left in the previous old half are dropped.
struct StoryCache {
    private var young: [StoryID: StoryFold] = [:]
    private var old: [StoryID: StoryFold] = [:]
    private var youngBytes = 0
    private let mostBytes: Int

    /// - Parameter mostBytes: Approximate size of each half, in bytes.
    init(mostBytes: Int) {
        self.mostBytes = mostBytes
    }

    /// The story; nil when it is not in memory.
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

    /// Adds to the size of a story in memory.
    mutating func grew(by bytes: Int) { youngBytes += bytes }

    mutating func forget(_ id: StoryID) {
        if let gone = young.removeValue(forKey: id) { youngBytes -= gone.bytes }
        old[id] = nil
    }
}
