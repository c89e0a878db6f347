import CanonicalJSON
import EventLog
import Logging
import StoryEvents

extension Intake {
    /// If no file waits, a file that begins to wait waits for events from now on.
    func beginLooking() throws(EventLogError) {
        guard deferrals.isEmpty else { return }
        deferrals.noteLooked(to: try store.head()?.position.next ?? .first)
    }

    func deferFile(_ file: Read.File, _ awaited: Awaited) throws(FileFault) {
        let place = file.place
        recovered(.file(place))
        deferrals.add(
            place, inode: file.inode, for: awaited, uptime: clock.uptime(), now: clock.now(),
            start: stateFile.takeStart(of: place, file.found.facts))
        // When it is due again, it need not settle.
        sources[place.source]?.wholeness.noteWhole(place)
        if file.hasCopy { try staging.discard(place, inode: file.inode) }
        if let source = sources[place.source], !source.hasDeferred {
            source.hasDeferred = true
            logger.notice(
                "files wait",
                metadata: [
                    "source": "\(source.text)", "first": "\(place.text)", "story": "\(awaited.story)",
                    "for": "\(awaited.text)",
                ])
        }
        logger.debug(
            "waits",
            metadata: [
                "file": "\(place.text)", "source": "\(place.source?.safe ?? "inbox")", "story": "\(awaited.story)",
                "for": "\(awaited.text)",
            ])
    }

    func removeDeferral(of place: Place) {
        deferrals.remove(place)
        guard let source = sources[place.source], source.hasDeferred, deferrals.places(in: place.source).isEmpty
        else { return }
        source.hasDeferred = false
        logger.notice("no file waits any longer", metadata: ["source": "\(source.text)"])
    }

    /// Marks deferred files as due if another process has recorded what they wait for, or if their wait has ended.
    ///
    /// - Returns: Whether there are more events to search.
    func callDeferred() throws(EventLogError) -> Bool {
        guard !deferrals.isEmpty else { return false }
        dirty.formUnion(deferrals.sourcesDue(at: clock.uptime()))
        guard let head = try store.head(), deferrals.lookedTo <= head.position else { return false }
        // A few at a time: an event may have 64 MiB.
        let events = try store.events(from: deferrals.lookedTo, limit: 64)
        for event in events {
            let envelope = event.envelope
            let called = deferrals.call(envelope.story, event: envelope.identity.id, uptime: clock.uptime()) {
                event.requests
            }
            dirty.formUnion(called)
            if envelope.type == .withheld { try endWaiting(for: envelope.story) }
        }
        guard let last = events.last?.envelope.position else { return false }
        deferrals.noteLooked(to: last.next)
        return last < head.position
    }

    /// Refuses what waits for a story of which something was withheld, if its source may not know what: whether or not it holds the
    /// words. A producer sees his own directory. Were only files with the words taken out of it, he would learn from that which
    /// of his guesses is right.
    private func endWaiting(for story: StoryID) throws(EventLogError) {
        let publisher = try store.events(of: story, from: .first, limit: 1).first?.envelope.identity.source
        guard let publisher else { return }
        dirty.formUnion(deferrals.end(story) { !mayKnow($0, publisher) })
    }

    /// Marks deferred files as due that wait for events of this process's commit.
    ///
    /// - Parameter entries: Everything that the commit has appended.
    func callDeferred(for entries: [Receipt.Entry]) throws(EventLogError) {
        guard !deferrals.isEmpty else { return }
        let positions = entries.compactMap(\.position)
        // If another process has appended before it, the log is searched instead.
        guard let first = positions.min(), let last = positions.max(), first == deferrals.lookedTo else { return }
        for entry in entries {
            let called = try deferrals.call(entry.story, event: entry.id, uptime: clock.uptime()) {
                () throws(EventLogError) in
                guard let position = entry.position else { return [] }
                return try store.events(from: position, limit: 1).first?.requests ?? []
            }
            dirty.formUnion(called)
        }
        deferrals.noteLooked(to: last.next)
    }
}

extension RecordedEvent {
    /// Ids of the requests for comment in it; empty if it cannot be read.
    fileprivate var requests: [Text] {
        let payload: Payload
        do throws(PayloadFault) { payload = try self.payload() } catch { return [] }
        return switch payload {
        case .published(let publication): publication.requests.compactMap(\.id)
        case .updated(let update): update.requests.compactMap(\.id)
        default: []
        }
    }
}
