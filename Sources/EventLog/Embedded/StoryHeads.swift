import StoryEvents

/// A story's newest event.
struct StoryHead {
    let revision: Revision
    let position: Position
}

/// The newest events of the stories that a transaction has met, so that each is looked up once.
struct StoryHeads {
    private var entries: [StoryID: Entry] = [:]
    /// The one asked for last: it is asked for several times in a row.
    private var last: Entry?
    private static let most = 4_096

    private final class Entry {
        let story: StoryID
        var head: StoryHead?

        init(_ story: StoryID, _ head: StoryHead?) {
            self.story = story
            self.head = head
        }
    }

    /// What is known of a story: nil when nothing is, a nil inside when there is no such story.
    subscript(story: StoryID) -> StoryHead?? {
        mutating get {
            if let last, last.story == story { return .some(last.head) }
            guard let entry = entries[story] else { return nil }
            last = entry
            return .some(entry.head)
        }
    }

    mutating func keep(_ head: StoryHead?, of story: StoryID) {
        if let last, last.story == story {
            last.head = head
            return
        }
        if entries.count >= Self.most { entries.removeAll(keepingCapacity: true) }
        let entry = Entry(story, head)
        entries[story] = entry
        last = entry
    }
}
