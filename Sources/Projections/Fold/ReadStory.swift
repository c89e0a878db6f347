import EventLog
import StoryEvents

/// The events of a story at a cut, read and decoded once for several questions.
public struct ReadStory: Sendable {
    let story: StoryID
    let cut: StoryCut
    let events: [ReadEvent]
    /// The length of their leaves and data, in bytes.
    public let bytes: Int
}

extension StoryReader {
    /// Reads a story at a cut.
    ///
    /// - Parameters:
    ///   - most: The most bytes of leaves and data to hold in memory.
    /// - Returns: nil where the story has more.
    /// - Throws: ``StoryError``; ``StoryError/notYet(_:happened:)`` when the cut leaves nothing of it.
    public func read(_ story: StoryID, _ cut: StoryCut, most: Int) throws(StoryError) -> ReadStory? {
        var (events, bytes): ([ReadEvent], Int) = ([], 0)
        var cursor = try cursor(story, cut)
        while let read = try cursor.next() {
            bytes += read.event.leaf.count + read.event.dataLength
            guard bytes <= most else { return nil }
            events.append(read)
        }
        guard cursor.hasStarted else { throw cursor.notYet }
        return ReadStory(story: story, cut: cut, events: events, bytes: bytes)
    }
}
