import EventLog
import StoryEvents

extension EventStore {
    /// Whether data of one of a file's documents was withheld, so that a takedown has changed or removed the file.
    func isTakenDown(_ receipt: Receipt) throws(EventLogError) -> Bool {
        if receipt.withheld != nil { return true }
        var stories: Set<StoryID> = []
        var entries = ReceiptEntries(receipt, in: self)
        while let entry = try entries.next() {
            // A takedown also takes documents that changed nothing in the story.
            guard let position = entry.position else {
                stories.insert(entry.story)
                continue
            }
            if let event = try event(at: position), event.isTakenDown { return true }
        }
        for story in stories where try hasWithheldData(story) { return true }
        return false
    }

    private func hasWithheldData(_ story: StoryID) throws(EventLogError) -> Bool {
        var next = Revision.first
        while true {
            let events = try events(of: story, from: next, limit: 500)
            guard let last = events.last else { return false }
            if events.contains(where: \.isTakenDown) { return true }
            next = last.envelope.revision.next
        }
    }
}

extension RecordedEvent {
    /// Whether all or a part of its data was withheld.
    fileprivate var isTakenDown: Bool { withheld != nil || partial != nil }
}
