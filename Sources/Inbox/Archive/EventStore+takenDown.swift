import EventLog
import StoryEvents

extension EventStore {
    /// Whether data of one of a file's documents was withheld, so that a takedown has changed or removed the file.
    func isTakenDown(_ receipt: Receipt) throws(EventLogError) -> Bool {
        var stories: Set<StoryID> = []
        for entry in receipt.entries {
            // A takedown takes documents that changed nothing of the story along.
            guard let position = entry.position else {
                stories.insert(entry.story)
                continue
            }
            if try event(at: position)?.withheld != nil { return true }
        }
        for story in stories where try hasWithheldData(story) { return true }
        return false
    }

    private func hasWithheldData(_ story: StoryID) throws(EventLogError) -> Bool {
        var next = Revision.first
        while true {
            let events = try events(of: story, from: next, limit: 500)
            guard let last = events.last else { return false }
            if events.contains(where: { $0.withheld != nil }) { return true }
            next = last.envelope.revision.next
        }
    }
}
