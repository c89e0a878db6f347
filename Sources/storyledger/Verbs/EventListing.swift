import CanonicalJSON
import EventLog
import Foundation
import Projections
import StoryEvents

/// Prints events that pass a filter, in short reads.
struct EventListing {
    let story: StoryID?
    let type: EventType?
    let form: Form
    private var order: EventOrder
    private var lines: StoryLines
    private var search: EventSearch?
    /// The progress of a search that has found nothing yet.
    private var bar = Progress("search", unit: "events")
    private let isPaged: Bool
    /// How many more may be printed.
    private(set) var remaining: Int
    /// The newest events that pass the filter, as far as they were found before anything is printed.
    private var newest: [Position] = []
    /// How many were printed.
    private(set) var printed = 0

    /// How an event is printed.
    enum Form {
        case line, json, raw
    }

    init(
        story: StoryID?, type: EventType?, search: EventSearch?, form: Form, order: EventOrder, lines: StoryLines,
        remaining: Int, isPaged: Bool
    ) {
        self.story = story
        self.type = type
        self.search = search
        self.form = form
        self.order = order
        self.lines = lines
        self.remaining = remaining
        self.isPaged = isPaged
    }

    /// - Returns: The position after the last event there was.
    mutating func print(_ store: any EventStore, from start: Position) throws(Failure) -> Position {
        try printNewest(store)
        var next = start
        while remaining > 0 {
            let events = try read(store, from: next, limit: 500)
            guard let last = events.last else { break }
            for event in events { try print(event) }
            next = last.envelope.position.next
            if search != nil, printed == 0 {
                bar.show(next.value, of: try orFail { () throws(EventLogError) in try store.size() })
            }
        }
        bar.clear()
        return next
    }

    /// Finds the newest events that pass the filter. They are what is printed first.
    ///
    /// - Returns: The position after the last event there was.
    mutating func findNewest(_ count: Int, in store: any EventStore) throws(Failure) -> Position {
        let size = try orFail { () throws(EventLogError) in try store.size() }
        var end = size
        while end > 0, newest.count < count {
            let begin = max(0, end - 500)
            // A read ends early where events are large.
            var (next, found): (Int64, [Position]) = (begin, [])
            while next < end {
                let events = try read(store, from: Position(next), limit: Int(end - next))
                guard let last = events.last else { break }
                for event in events {
                    if try isWanted(event) { found.append(event.envelope.position) }
                }
                next = last.envelope.position.value + 1
            }
            newest = found + newest
            end = begin
        }
        newest = newest.suffix(count)
        return Position(size)
    }

    private mutating func printNewest(_ store: any EventStore) throws(Failure) {
        for position in newest {
            guard let event = try orFail({ () throws(EventLogError) in try store.event(at: position) }) else {
                continue
            }
            try print(event)
        }
        newest = []
    }

    private mutating func isWanted(_ event: RecordedEvent) throws(Failure) -> Bool {
        let envelope = event.envelope
        guard story == nil || envelope.story == story, type == nil || envelope.type == type else { return false }
        if search == nil { return true }
        return try excerpt(of: event) != nil
    }

    mutating func printBackwards(_ store: any EventStore, downTo start: Position) throws(Failure) {
        var end = try orFail { () throws(EventLogError) in try store.size() }
        while end > start.value, remaining > 0 {
            let begin = max(start.value, end - 500)
            try printBackwards(store, from: begin, to: end)
            end = begin
        }
    }

    /// The last page first: a read ends early where events are large.
    private mutating func printBackwards(_ store: any EventStore, from begin: Int64, to end: Int64) throws(Failure) {
        var (first, pages) = (begin, [begin..<end])
        var events = try read(store, from: Position(begin), limit: Int(end - begin))
        while let last = events.last?.envelope.position.value, last + 1 < end {
            pages[pages.count - 1] = first..<last + 1
            first = last + 1
            pages.append(first..<end)
            events = try read(store, from: Position(first), limit: Int(end - first))
        }
        for (number, page) in pages.enumerated().reversed() where remaining > 0 {
            if number < pages.count - 1 {
                events = try read(store, from: Position(page.lowerBound), limit: page.count)
            }
            for event in events.reversed() { try print(event) }
        }
    }

    private func read(_ store: any EventStore, from start: Position, limit: Int) throws(Failure) -> [RecordedEvent] {
        try orFail { () throws(EventLogError) in try store.events(from: start, limit: limit) }
    }

    private mutating func print(_ event: RecordedEvent) throws(Failure) {
        let envelope = event.envelope
        guard remaining > 0, story == nil || envelope.story == story else { return }
        var isWanted = type == nil || envelope.type == type
        var excerpt: Snippet?
        if isWanted, search != nil {
            excerpt = try self.excerpt(of: event)
            isWanted = excerpt != nil
        }
        // The bytes as they are stored say nothing of order. Those left out by their type count for those that follow.
        let isOutOfOrder = form == .raw ? false : try isOutOfOrder(envelope)
        guard isWanted else { return }
        if printed == 0, search != nil { try beginFinds() }
        remaining -= 1
        printed += 1
        switch form {
        case .json: return try json(event, isOutOfOrder).printLine()
        // What was withheld is an empty line.
        case .raw: return try Terminal.writeData(event.leaf + [0x0A] + (event.readableData ?? []) + [0x0A])
        case .line: break
        }
        let mark = Backdating(isBackdated: envelope.isBackdated, isOutOfOrder: isOutOfOrder).mark()
        let line = try line(of: event)
        guard Terminal.isTerminal else { return try printFields(event, line, mark, excerpt) }
        try printLine(event, line, mark)
        try excerpt?.print()
    }

    /// What comes before the first event that a search finds.
    private mutating func beginFinds() throws(Failure) {
        bar.clear()
        if isPaged { Pager.start() }
        if form == .line { try printHead() }
    }

    /// Prints what the columns are, on a terminal.
    func printHead() throws(Failure) {
        guard Terminal.isTerminal else { return }
        try Terminal.print("EVENT   RECORDED              STORY AND WHAT HAPPENED".styled(.dim))
    }

    private func printLine(_ event: RecordedEvent, _ line: String, _ mark: String?) throws(Failure) {
        let envelope = event.envelope
        let mark = mark.map { "  (\($0), happened \(envelope.time.shown))".styled(.yellow) } ?? ""
        let recorded =
            ShownTime.zone == nil ? envelope.recorded.description.prefix(19) + "Z" : envelope.recorded.shown[...]
        try Terminal.print(
            envelope.position.description.padded(to: 8).styled(.cyan) + "\(recorded)  "
                + envelope.story.description.onOneLine.styled(.bold) + "  " + line.onOneLine + mark)
    }

    private func printFields(
        _ event: RecordedEvent, _ line: String, _ mark: String?, _ excerpt: Snippet?
    ) throws(Failure) {
        let envelope = event.envelope
        let recorded = ShownTime.zone == nil ? envelope.recorded.description : envelope.recorded.shown
        let fields =
            [
                "\(envelope.position)", recorded, envelope.time.shown, envelope.type.rawValue, "\(envelope.story)",
                "r\(envelope.revision)", "\(envelope.identity.source)", "\(envelope.identity.id)",
                line + (mark.map { " (\($0))" } ?? ""),
            ] + (excerpt.map { [$0.marked(Snippet.plainMarks)] } ?? [])
        try Terminal.print(fields.map(\.onOneLine).joined(separator: "\t"))
    }
}

extension EventListing {
    private mutating func line(of event: RecordedEvent) throws(Failure) -> String {
        do throws(EventLogError) { return try lines.line(of: event) } catch { throw Failure(error) }
    }

    private mutating func isOutOfOrder(_ event: Envelope) throws(Failure) -> Bool {
        do throws(EventLogError) { return try order.isOutOfOrder(event) } catch { throw Failure(error) }
    }

    private mutating func excerpt(of event: RecordedEvent) throws(Failure) -> Snippet? {
        do throws(PayloadFault) { return try search?.excerpt(of: event) } catch {
            throw Failure(StoryError.unreadable(event.envelope.position, error))
        }
    }

    private func json(_ event: RecordedEvent, _ isOutOfOrder: Bool) throws(Failure) -> JSON {
        do throws(PayloadFault) { return .object(try event.json(isOutOfOrder: isOutOfOrder)) } catch {
            throw Failure(StoryError.unreadable(event.envelope.position, error))
        }
    }
}
