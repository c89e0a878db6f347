import StoryEvents

/// A story's newest event.
struct StoryHead {
    let revision: Revision
    let position: Position
}

/// The newest events of the stories that a transaction has met, so that each is looked up once.
struct StoryHeads {
    private var heads: [StoryID: StoryHead?] = [:]
    private static let most = 4_096

    /// What is known of a story: nil when nothing is, a nil inside when there is no such story.
    subscript(story: StoryID) -> StoryHead?? { heads[story] }

    mutating func keep(_ head: StoryHead?, of story: StoryID) {
        if heads.count >= Self.most { heads.removeAll(keepingCapacity: true) }
        heads.updateValue(head, forKey: story)
    }
}
