import CanonicalJSON
import EventLog
import Projections
import StoryEvents

/// The pages about the whole log.
extension PageBuilder {
    func log() throws(SiteFault) -> [UInt8] {
        let visibility = try visibility()
        var end = visibility.end.value
        if case .position(let position)? = try ledgerCut().asOf { end = min(end, position.value + 1) }
        if let before = query["before"] {
            guard let number = Int64(before), number >= 0 else {
                throw .badRequest("‘\(before)’ is no position", remedy: "go to the newest events")
            }
            end = min(end, number)
        }
        if let from = query["from"] { end = min(end, try start(from) + Int64(LogPage.length)) }
        let begin = max(0, end - Int64(LogPage.length))
        var events: [RecordedEvent] = []
        try record.eachEvent(from: begin, to: end) { events.append($0) }
        var (lines, order) = (StoryLines(record.store), EventOrder(record.store))
        var shown: [LogPage.Line] = []
        var told: [Position: ToldTime] = [:]
        for event in events where visibility.shows(event.envelope.story) {
            let isOutOfOrder = try record.read { _ throws(EventLogError) in try order.isOutOfOrder(event.envelope) }
            told[event.envelope.position] = ToldTime(event)
            shown.append(
                LogPage.Line(
                    envelope: event.envelope, text: try record.line(of: event, &lines),
                    backdating: Backdating(isBackdated: event.envelope.isBackdated, isOutOfOrder: isOutOfOrder)))
        }
        return LogPage(
            frame: frame.telling(told), lines: shown.reversed(), older: begin > 0 ? begin : nil,
            hasHidden: shown.count < events.count
        ).html
    }

    /// The position that a list begins at.
    private func start(_ text: String) throws(SiteFault) -> Int64 {
        switch try responder.cut(text, in: frame, .beginning) {
        case .position(let position): return position.value
        case .time(let time): return try position(RecordedTime(microseconds: time.microseconds))
        case .version: throw .badRequest("‘\(text)’ is a version of one story", remedy: "write @17 or a time")
        }
    }

    private func position(_ time: RecordedTime) throws(SiteFault) -> Int64 {
        try record.read { store throws(EventLogError) in try store.position(recordedAtOrAfter: time).value }
    }

    func parties() throws(SiteFault) -> [UInt8] {
        let visibility = try visibility()
        let cut = try ledgerCut()
        guard let name = query["name"] else {
            let all = try record.rows(Parties.self, cut) { rows throws(ViewsError) in
                try Parties.list(rows, without: visibility.hidden)
            }
            return PartiesPage(
                frame: frame, parties: Array(all.prefix(PartiesPage.most)), more: max(0, all.count - PartiesPage.most)
            ).html
        }
        let acts = try record.rows(Parties.self, cut) { rows throws(ViewsError) in
            try Parties.acts(ofPartiesNamed: name, in: rows, limit: PartyPage.most)
        }.filter { !visibility.hidden.contains($0.story) }
        guard !acts.isEmpty else {
            throw .notFound("No story names a party ‘\(name)’", remedy: "look for it in the list of parties")
        }
        return PartyPage(frame: frame, name: name, acts: acts).html
    }

    func activity() throws(SiteFault) -> [UInt8] {
        let cut = try ledgerCut()
        let days = try record.rows(Activity.self, cut) { rows throws(ViewsError) in
            try rows.tally(
                by: ["day"], summing: Activity.counts, RowQuery(order: [.down("day")], limit: ActivityPage.most))
        }
        return ActivityPage(frame: frame, days: days).html
    }

    func event(_ position: Position) throws(SiteFault) -> [UInt8] {
        guard let event = try record.read({ store throws(EventLogError) in try store.event(at: position) }) else {
            throw try responder.noEvent(position)
        }
        let story = event.envelope.story
        if story != .ledger { try responder.refuseHidden(story, event: position) }
        var (lines, order) = (StoryLines(record.store), EventOrder(record.store))
        let line = try record.line(of: event, &lines)
        let (isOutOfOrder, receipt) = try record.read { store throws(EventLogError) in
            (try order.isOutOfOrder(event.envelope), try store.receipt(ofEventAt: position))
        }
        let outline = story == .ledger ? [] : try outline(of: story)
        let told = ToldTime(event).map { [position: $0] } ?? [:]
        return EventPage(
            frame: frame.telling(told), event: event, line: line,
            backdating: Backdating(isBackdated: event.envelope.isBackdated, isOutOfOrder: isOutOfOrder),
            receipt: receipt, version: outline.first { $0.envelope.position == position }?.number
        ).html
    }

    /// The versions of a story; none while it has no text.
    private func outline(of story: StoryID) throws(SiteFault) -> [VersionOutline] {
        do throws(StoryError) { return try record.reader.outline(of: story) } catch {
            if error.isTooEarly { return [] }
            throw SiteFault(error)
        }
    }
}
